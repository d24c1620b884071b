import type { ServiceAddress } from '../kube/rollout.ts';
import { inlineCode } from '../setup/markdown.ts';
import type { ProxyPlan } from './proxy-plan.ts';

/** Where the proxy can be reached, in one sentence, and the lines that make its name lead there. */
export interface Reach {
  readonly words: string;
  /** For the hosts file of SQL Server's host, when an address is known. */
  readonly hostsLine?: string;
  /** What is left to do, and by whom; sentences. */
  readonly steps: readonly string[];
}

const isAddress = (text: string): boolean => /^[0-9.]+$/.test(text) || text.includes(':');

/** What to do so that SQL Server's host finds the proxy under the name in the URL. */
export function reachOf(plan: ProxyPlan, urlPort: number, address: ServiceAddress): Reach {
  const { exposure, hosts, namespace, name } = plan;
  const host = hosts[0].value;
  const own = `Service ${namespace}/${name}`;
  switch (exposure.kind) {
    case 'load-balancer': {
      const [first] = address.balancer;
      if (first === undefined) {
        return {
          words: `${own} has no address yet: the cluster's load balancer did not give it one.`,
          steps: [
            `Cluster admin: ${inlineCode(`kubectl --namespace ${namespace} describe service ${name}`)} says what it waits for; a cluster without a load balancer never gives one.`,
          ],
        };
      }
      return named(host, first, `The proxy is reached at ${first}, port ${plan.port}.`);
    }
    case 'node-port': {
      const port = address.nodePort;
      const steps = [
        `Network team: ${inlineCode(host)} leads to a node that runs the proxy, or to something that passes on to port ${port ?? '(not known yet)'} of such nodes.`,
      ];
      const differs = port !== undefined && port !== urlPort;
      return {
        words: `The proxy is reached at port ${port ?? '(not known yet)'} of the nodes that run it.`,
        steps: differs
          ? [
              ...steps,
              `The URL says port ${urlPort}: something in between has to lead there, or the endpoint needs the other port.`,
            ]
          : steps,
      };
    }
    case 'cluster-ip':
      return address.clusterIp === undefined
        ? { words: `${own} has no address yet.`, steps: [] }
        : named(
            host,
            address.clusterIp,
            `Inside the cluster the proxy is reached at ${address.clusterIp}, port ${plan.port}.`,
          );
    case 'gateway': {
      const { gateway } = exposure;
      const at = gateway.kind === 'own' ? { namespace, name } : gateway;
      return behind(
        host,
        `gateway ${at.namespace}/${at.name}`,
        `kubectl --namespace ${at.namespace} get gateway ${at.name}`,
      );
    }
    case 'ingress':
      return behind(host, 'ingress controller', `kubectl --namespace ${namespace} get ingress ${name}`);
  }
}

function named(host: string, target: string, words: string): Reach {
  if (host === target) return { words, steps: [] };
  if (!isAddress(target)) {
    return {
      words,
      steps: [
        `Network team: a CNAME record ${inlineCode(host)} to ${inlineCode(target)}. A hosts file cannot do that.`,
      ],
    };
  }
  const hostsLine = `${target} ${host}`;
  return {
    words,
    hostsLine,
    steps: [
      `Network team: a DNS record ${inlineCode(host)} with the address ${inlineCode(target)}, where SQL Server's host asks. Or, until then, whoever administers that host adds the line below to its hosts file, on every node of an availability group.`,
    ],
  };
}

const behind = (host: string, what: string, command: string): Reach => ({
  words: `The proxy stands behind the ${what}, whose address counts.`,
  steps: [
    `Cluster admin: ${inlineCode(command)} shows the address. Network team: a DNS record ${inlineCode(host)} that leads there.`,
  ],
});

/** The same as a document to hand over. */
export const reachText = (url: string, { words, hostsLine, steps }: Reach): string =>
  [
    `# How SQL Server finds ${url}`,
    '',
    words,
    '',
    ...steps.map((step) => `- ${step}`),
    ...(hostsLine === undefined
      ? []
      : [
          '',
          '```',
          hostsLine,
          '```',
          '',
          'Windows: `C:\\Windows\\System32\\drivers\\etc\\hosts`. Linux: `/etc/hosts`. A container: `--add-host`, or `extra_hosts` in compose.',
        ]),
    '',
    'Then, on that host, `openssl s_client` or a call from SQL Server shows the certificate of the proxy.',
    '',
  ].join('\n');
