import type { Access } from '../access/grant.ts';
import { accessChecks } from '../access/roles.ts';
import type { InputProblem } from '../input-problem.ts';
import { accessYaml } from '../proxy/access-yaml.ts';
import { planProxy } from '../proxy/check-wish.ts';
import { authorityCommand, proxyYaml, secretCommand } from '../proxy/manifests.ts';
import type { ProxyPlan, ProxyWish } from '../proxy/proxy-plan.ts';
import { ok } from '../result.ts';
import type { Result } from '../result.ts';
import { accountRights, proxyRights } from './cluster-rights.ts';
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
    steps: [proxyStep(plan.value), accountStep(access, madeByAccess(newNamespaces, plan.value))],
    files: [
      plainFile('cluster/proxy.yaml', proxyYaml(plan.value)),
      plainFile('cluster/access.yaml', accessYaml(access, madeByAccess(newNamespaces, plan.value))),
    ],
  });
};

const madeByAccess = (namespaces: readonly string[], plan: ProxyPlan): readonly string[] =>
  namespaces.filter((name) => !plan.createNamespace || name !== plan.namespace);

const proxyStep = (plan: ProxyPlan): RunBookStep => {
  const authority = authorityCommand(plan);
  return {
    title: 'Put the proxy in front of the API server',
    owner: 'cluster-admin',
    rights: proxyRights(plan),
    before: [
      ...(plan.createNamespace
        ? [`make the namespace: ${inlineCode(`kubectl create namespace ${plan.namespace}`)}`]
        : []),
      `store the server certificate: ${inlineCode(secretCommand(plan))}`,
      ...(authority === undefined
        ? []
        : [`store the CA of the API server, ${inlineCode('ca.crt')} of its admin: ${inlineCode(authority)}`]),
    ],
    files: ['cluster/proxy.yaml'],
    notes: [
      `The server certificate and its key are no part of the file: ${inlineCode('tls.crt')} and ${inlineCode('tls.key')} come from whoever keeps the CA.`,
    ],
    checks: [
      `${inlineCode(`kubectl --namespace ${plan.namespace} rollout status deployment ${plan.name} --timeout=5m`)} ends well.`,
      ...(plan.exposure.kind === 'load-balancer'
        ? [
            `${inlineCode(`kubectl --namespace ${plan.namespace} get service ${plan.name}`)} shows an address: the network team needs it.`,
          ]
        : []),
    ],
    // With a namespace of its own, not object by object: what is left of its owner's Roles in there would go on the way.
    undo: plan.createNamespace
      ? [`${inlineCode(`kubectl delete namespace ${plan.namespace}`)}, with everything in it, the Secret too.`]
      : [
          inlineCode('kubectl delete --filename=cluster/proxy.yaml'),
          inlineCode(`kubectl --namespace ${plan.namespace} delete secret ${plan.tlsSecret}`),
          ...(authority === undefined
            ? []
            : [inlineCode(`kubectl --namespace ${plan.namespace} delete configmap ${plan.upstream.caConfigMap}`)]),
        ],
  };
};

/** As many questions as a person reads; all of them are in Check Access. */
const mostChecks = 4;

const accountStep = (access: Access, newNamespaces: readonly string[]): RunBookStep => {
  const { namespace, name } = access.account;
  return {
    title: 'Make the service account and issue its token',
    owner: 'cluster-admin',
    rights: accountRights(access, newNamespaces),
    files: ['cluster/access.yaml'],
    after: [
      `request the token: ${inlineCode(`kubectl --namespace ${namespace} create token ${name} --duration=24h`)}; it goes to the DBA of the database through a vault`,
    ],
    notes: [
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
