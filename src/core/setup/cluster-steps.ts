import type { Access } from '../access/grant.ts';
import { accessChecks } from '../access/roles.ts';
import type { InputProblem } from '../input-problem.ts';
import { accessYaml } from '../proxy/access-yaml.ts';
import { planProxy } from '../proxy/check-wish.ts';
import { authorityCommand, proxyYaml, secretCommand } from '../proxy/manifests.ts';
import type { ProxyPlan, ProxyWish } from '../proxy/proxy-plan.ts';
import { ok } from '../result.ts';
import type { Result } from '../result.ts';
import { plainFile } from './file.ts';
import type { SetupFile } from './file.ts';
import { inlineCode } from './markdown.ts';
import type { RunBookStep } from './run-book.ts';

/** What was chosen for the cluster: who SQL Server acts as there, and the proxy in front. */
export interface ClusterChoices {
  readonly access: Access;
  readonly wish: ProxyWish;
  /** Namespaces of the access to be made along. */
  readonly newNamespaces?: readonly string[];
}

/** The cluster admin's half of a run book. */
export interface ClusterSide {
  readonly steps: readonly RunBookStep[];
  readonly files: readonly SetupFile[];
}

/** Namespaces that both files would make are made by the proxy's. */
export const clusterSide = ({
  access,
  wish,
  newNamespaces = [],
}: ClusterChoices): Result<ClusterSide, readonly InputProblem[]> => {
  const plan = planProxy(wish);
  if (!plan.ok) return plan;
  return ok({
    steps: [proxyStep(plan.value), accountStep(access)],
    files: [
      plainFile('cluster/proxy.yaml', proxyYaml(plan.value)),
      plainFile('cluster/access.yaml', accessYaml(access, madeByAccess(newNamespaces, plan.value))),
    ],
  });
};

const madeByAccess = (namespaces: readonly string[], plan: ProxyPlan): readonly string[] =>
  namespaces.filter((name) => !plan.createNamespace || name !== plan.namespace);

const authorityNote = (plan: ProxyPlan): readonly string[] => {
  const command = authorityCommand(plan);
  return command === undefined ? [] : [`The CA of the API server, from its admin's ca.crt: ${inlineCode(command)}`];
};

const proxyStep = (plan: ProxyPlan): RunBookStep => ({
  title: 'Put the proxy in front of the API server',
  owner: 'cluster-admin',
  files: ['cluster/proxy.yaml'],
  notes: [
    ...(plan.createNamespace
      ? [`First the namespace: ${inlineCode(`kubectl create namespace ${plan.namespace}`)}`]
      : []),
    `Then the server certificate, which is no part of the file: ${inlineCode(secretCommand(plan))}`,
    ...authorityNote(plan),
    `Apply with ${inlineCode('kubectl apply --server-side --field-manager=sqlkube --filename=cluster/proxy.yaml')}`,
  ],
  checks: [
    `${inlineCode(`kubectl --namespace ${plan.namespace} rollout status deployment ${plan.name}`)} ends well.`,
    ...(plan.exposure.kind === 'load-balancer'
      ? [
          `${inlineCode(`kubectl --namespace ${plan.namespace} get service ${plan.name}`)} shows an address: the network team needs it.`,
        ]
      : []),
  ],
  undo: [
    inlineCode('kubectl delete --filename=cluster/proxy.yaml'),
    ...(plan.createNamespace
      ? ['The namespace goes with it, and the Secret in it.']
      : [inlineCode(`kubectl --namespace ${plan.namespace} delete secret ${plan.tlsSecret}`)]),
  ],
});

/** As many questions as a person reads; all of them are in Check Access. */
const mostChecks = 4;

const accountStep = (access: Access): RunBookStep => {
  const { namespace, name } = access.account;
  return {
    title: 'Make the service account and issue its token',
    owner: 'cluster-admin',
    files: ['cluster/access.yaml'],
    notes: [
      `Apply with ${inlineCode('kubectl apply --server-side --field-manager=sqlkube --filename=cluster/access.yaml')}`,
      `The token goes to the DBA of the database through a vault: ${inlineCode(`kubectl --namespace ${namespace} create token ${name} --duration=24h`)}`,
      'A cluster may grant a shorter life than was asked for: look at the end that it names. The cluster admin renews the token before that, and the DBA of the database stores the next one.',
    ],
    checks: accessChecks(access)
      .slice(0, mostChecks)
      .map((check) => `${inlineCode(canI(check, namespace, name))} says yes.`),
    undo: [
      `${inlineCode('kubectl delete --filename=cluster/access.yaml')}, which also ends every token of the account.`,
    ],
  };
};

const canI = (check: ReturnType<typeof accessChecks>[number], namespace: string, account: string): string =>
  [
    `kubectl auth can-i ${check.verb} ${check.resource}${check.group === '' ? '' : `.${check.group}`}`,
    ...(check.name === undefined ? [] : [`/${check.name}`]),
    ...(check.subresource === undefined ? [] : [` --subresource=${check.subresource}`]),
    check.namespace === undefined ? ' --all-namespaces' : ` --namespace ${check.namespace}`,
    ` --as system:serviceaccount:${namespace}:${account}`,
  ].join('');
