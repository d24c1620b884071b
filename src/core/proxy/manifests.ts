import { createHash } from 'node:crypto';
import { pathRules } from '../access/path-rules.ts';
import { entrance, type CommentedManifest } from './entrance.ts';
import { networkPolicyComment, networkPolicySpec } from './network-policy.ts';
import { nginxConfHash, renderNginxConf } from './nginx-conf.ts';
import { containerPaths, containerPort, podTemplate } from './pod-template.ts';
import type { ProxyPlan } from './proxy-plan.ts';
import { rootCa, upstreamAddress } from './upstream.ts';
import { renderYamlStream } from './yaml.ts';

/** nginx.conf as the proxy's pods use it. */
export const clusterNginxConf = (plan: ProxyPlan): string =>
  renderNginxConf({
    listen: [String(containerPort), ...(plan.ipv6 ? [`[::]:${containerPort}`] : [])],
    hosts: plan.hosts.map(({ value }) => value),
    certificate: `${containerPaths.tls}/tls.crt`,
    key: `${containerPaths.tls}/tls.key`,
    allow: pathRules(plan.access),
    upstream: {
      address: upstreamAddress(plan.upstream),
      ca: `${containerPaths.ca}/ca.crt`,
      ...(plan.upstream.serverName === undefined ? {} : { serverName: plan.upstream.serverName }),
      ...(plan.upstream.verifyDepth === undefined ? {} : { verifyDepth: plan.upstream.verifyDepth }),
    },
    folder: containerPaths.scratch,
    accessLog: '/dev/stdout',
    errorLog: '/dev/stderr',
    ...(plan.rate === undefined ? {} : { rate: plan.rate }),
  });

/** What the roll annotation holds: another text whenever nginx would have to read something anew. */
const rollHash = (nginxConf: string, certificateFingerprint: string): string =>
  createHash('sha256').update(`${nginxConf}\n${certificateFingerprint}`).digest('hex');

/** The labels that tell the proxy's pods from all others. */
const proxyLabels = ({ name }: Pick<ProxyPlan, 'name'>): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': 'sqlkube-proxy',
  'app.kubernetes.io/instance': name,
});

/** The proxy's objects in the order to apply them. The TLS Secret is only named, never among them. */
export function proxyManifests(plan: ProxyPlan): readonly CommentedManifest[] {
  const selector = proxyLabels(plan);
  const labels = { ...selector, 'app.kubernetes.io/managed-by': 'sqlkube' };
  const metadata = { name: plan.name, namespace: plan.namespace, labels };
  const nginxConf = clusterNginxConf(plan);
  const facts = {
    roll: rollHash(nginxConf, plan.certificateFingerprint),
    configurationHash: nginxConfHash(nginxConf),
  };
  return [
    ...(plan.createNamespace ? [namespaceManifest(plan.namespace)] : []),
    { value: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'nginx.conf': nginxConf } } },
    {
      comment: deploymentComment,
      value: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: {
          replicas: plan.replicas,
          revisionHistoryLimit: 3,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          selector: { matchLabels: selector },
          template: podTemplate(plan, selector, facts),
        },
      },
    },
    ...(plan.replicas > 1 ? [disruptionBudget(metadata, selector)] : []),
    {
      comment: networkPolicyComment,
      value: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata,
        spec: networkPolicySpec(plan, selector),
      },
    },
    ...entrance(plan, labels, selector),
  ];
}

const deploymentComment = `nginx as an ordinary user that cannot become another, on a read-only file system. Pods are ready as soon as nginx is, whether or
not the API server answers: its errors then name it. The roll annotation makes new pods when nginx.conf or the certificate changes.
defaultMode 288 is 0440: only nginx' group reads the key.`;

/** A namespace in which only pods run that can do nothing special (Pod Security Standards, `restricted`). */
export const namespaceManifest = (name: string): CommentedManifest => ({
  value: {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        'app.kubernetes.io/managed-by': 'sqlkube',
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
    },
  },
});

const disruptionBudget = (
  metadata: CommentedManifest['value']['metadata'],
  matchLabels: Readonly<Record<string, string>>,
): CommentedManifest => ({
  value: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    // A pod that is not ready serves nobody; it must not keep a node from being drained.
    spec: { maxUnavailable: 1, selector: { matchLabels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  },
});

/** The command that makes the Secret that the manifests refer to. The two files never leave the machine it runs on otherwise. */
export const secretCommand = ({ namespace, tlsSecret }: ProxyPlan): string =>
  `kubectl --namespace ${namespace} create secret tls ${tlsSecret} --cert=tls.crt --key=tls.key`;

/** The command that makes the ConfigMap with the CA of another cluster's API server; undefined where it is there by itself. */
export const authorityCommand = ({ namespace, upstream: { caConfigMap } }: ProxyPlan): string | undefined =>
  caConfigMap === rootCa
    ? undefined
    : `kubectl --namespace ${namespace} create configmap ${caConfigMap} --from-file=ca.crt`;

/** `proxy.yaml`: all objects, with the order of work at its head. */
export function proxyYaml(plan: ProxyPlan): string {
  const before = plan.createNamespace ? `kubectl create namespace ${plan.namespace}\n  ` : '';
  const authority = authorityCommand(plan);
  const authorityLines =
    authority === undefined
      ? ''
      : `The CA of the API server, from a file ca.crt of that cluster's admin:\n  ${authority}\n`;
  const header = `Made by SQL Kube: the proxy between SQL Server and the Kubernetes API, for ${plan.hosts[0].value}.
This file holds no secret. The server certificate and its key become a Secret first:
  ${before}${secretCommand(plan)}
${authorityLines}To renew them, make this file again with the new certificate's fingerprint, and run:
  ${secretCommand(plan)} --dry-run=client --output=yaml | kubectl apply --server-side --force-conflicts --filename=-
Then, both times:
  kubectl apply --server-side --field-manager=sqlkube --filename=proxy.yaml`;
  return renderYamlStream(proxyManifests(plan), header);
}
