import { rangeOf } from './address-range.ts';
import type { Exposure } from './exposure.ts';
import { containerPort } from './pod-template.ts';
import type { ProxyPlan, Upstream } from './proxy-plan.ts';

/** What the proxy's pods may be called from, and call: nothing else. */
export const networkPolicySpec = (plan: ProxyPlan, labels: Readonly<Record<string, string>>): object => ({
  podSelector: { matchLabels: labels },
  policyTypes: ['Ingress', 'Egress'],
  ingress: [{ from: callers(plan.exposure), ports: [{ protocol: 'TCP', port: containerPort }] }],
  egress: egress(plan.upstream),
});

/** What a reader has to know about that policy. */
export const networkPolicyComment = `Who may call the proxy, and what it may call. Kubelets reach their own pods whatever stands here (documented for most
network plugins). Egress allows the API server's ports anywhere, because plugins differ in whether they see the address
before or after the Service is resolved: put the API servers' addresses in when you know them. A network plugin without
policies ignores this object.`;

function callers(exposure: Exposure): readonly object[] {
  switch (exposure.kind) {
    case 'load-balancer':
    case 'node-port':
      return exposure.clients.map((cidr) => ({ ipBlock: { cidr } }));
    case 'cluster-ip':
      return [inNamespace(exposure.clientNamespace)];
    case 'gateway':
    case 'ingress':
      return [inNamespace(exposure.podNamespace)];
  }
}

const inNamespace = (namespace: string): object => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
});

function egress({ host, port, isOwnCluster }: Upstream): readonly object[] {
  // The Service of the API server leads to 443 or, on most clusters, 6443 (documented for kubeadm, kind and k3s).
  const ports = isOwnCluster ? [...new Set([port, 443, 6443])] : [port];
  const toApi = ports.map((one) => ({ protocol: 'TCP', port: one }));
  if (host.kind === 'ip') return [{ to: [{ ipBlock: { cidr: rangeOf(host.value) } }], ports: toApi }];
  const dns = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
  return [{ ports: dns }, { ports: toApi }];
}
