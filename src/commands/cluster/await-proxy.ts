import type { ClusterClient } from '../../cluster/client.ts';
import { waitForAddress, waitForRollout } from '../../cluster/wait.ts';
import { readAddress, type Rollout } from '../../core/kube/rollout.ts';
import type { ProxyPlan } from '../../core/proxy/proxy-plan.ts';
import { reachOf, reachText } from '../../core/proxy/reach.ts';
import { err, ok } from '../../core/result.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { clusterFailed } from './choose-cluster.ts';
import type { ChosenEndpoint } from './which-endpoint.ts';

interface Proxy {
  readonly endpoint: ChosenEndpoint;
  readonly client: ClusterClient;
  readonly plan: ProxyPlan;
}

/** A load balancer that is there gives its address within this time; without one it never comes. Milliseconds. */
const patience = 90_000;

/** Waits until the proxy serves, then for its address, and says what is left to do so that SQL Server finds it. */
export async function awaitProxy(context: CommandContext, proxy: Proxy): Promise<Outcome> {
  const { endpoint, client, plan } = proxy;
  const place = { namespace: plan.namespace, name: plan.name };
  const at = { context: client.context.name, doing: `wait for Deployment ${plan.namespace}/${plan.name}` };
  const rollout = await context.prompts.progress(`Waiting for the proxy in context ${at.context}`, (signal, report) =>
    waitForRollout(client, place, signal, (state) => report(rolloutWords(state))),
  );
  if (!rollout.ok) return clusterFailed(rollout.error, at);
  if (rollout.value.state === 'stuck') {
    const { reason, ready, wanted } = rollout.value;
    return err({
      kind: 'refused',
      reason:
        `The proxy does not get ready: ${ready} of ${wanted} pods. ${reason.replace(/\.?$/u, '.')} ` +
        `Cluster admin: kubectl --namespace ${plan.namespace} describe pods says why; often the image cannot be pulled (setting sqlkube.proxy.image).`,
    });
  }
  const address = await findAddress(context, proxy);
  if (!address.ok) return clusterFailed(address.error, at);
  const reach = reachOf(plan, endpoint.port, address.value);
  const state =
    rollout.value.state === 'ready'
      ? `${rollout.value.ready} pods of the proxy are ready.`
      : `The wait was stopped: ${rollout.value.ready} of ${rollout.value.wanted} pods are ready.`;
  const pressed = await context.prompts.tell(
    'info',
    `${state} ${reach.words}`,
    'Show DNS or Hosts Entry',
    'Copy Hosts Entry',
  );
  if (pressed === 'Copy Hosts Entry' && reach.hostsLine !== undefined) await context.copy(reach.hostsLine);
  else if (pressed !== undefined) await context.open(`Name ${endpoint.host}.md`, reachText(endpoint.url, reach));
  return ok(true);
}

/** Where there is no load balancer one look is enough. */
async function findAddress(
  { prompts }: CommandContext,
  { client, plan }: Proxy,
): Promise<Awaited<ReturnType<typeof waitForAddress>>> {
  const place = { namespace: plan.namespace, name: plan.name };
  if (plan.exposure.kind !== 'load-balancer') return await lookOnce(client, place);
  return await prompts.progress('Waiting for the address of the load balancer', (signal, report) => {
    report(`at most ${patience / 1000} seconds`);
    return waitForAddress(client, place, AbortSignal.any([signal, AbortSignal.timeout(patience)]));
  });
}

async function lookOnce(
  client: ClusterClient,
  place: { readonly namespace: string; readonly name: string },
): Promise<Awaited<ReturnType<typeof waitForAddress>>> {
  const read = await client.read({ apiVersion: 'v1', kind: 'Service', ...place }, AbortSignal.timeout(30_000));
  return read.ok ? ok(readAddress(read.value)) : read;
}

const rolloutWords = (rollout: Rollout): string =>
  rollout.state === 'ready' ? `${rollout.ready} pods ready` : `${rollout.ready} of ${rollout.wanted} pods ready`;
