import { dirname, join } from 'node:path';
import type { ClusterClient } from '../../cluster/client.ts';
import { applyAll, planApply, referenceText, removeAll, type AppliedObject } from '../../cluster/sequence.ts';
import type { Failure } from '../../core/failure.ts';
import type { TlsSecret } from '../../core/kube/tls-secret.ts';
import { planProxy } from '../../core/proxy/check-wish.ts';
import type { ProxyPlan } from '../../core/proxy/proxy-plan.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { clusterObjects, type ClusterObject } from '../../core/setup/cluster-objects.ts';
import { mergeApplied } from '../../core/setup/cluster-record.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { agreeToChanges } from './agree.ts';
import { chooseCertificate } from './certificate-choice.ts';
import { chooseCluster, clusterFailed } from './choose-cluster.ts';
import { refusedInputs } from './choose-access.ts';
import { objectFailed } from './object-failure.ts';
import { readTlsSecret } from './read-tls-secret.ts';
import { endpointOf, remember, whichEndpoint, type ChosenEndpoint, type EndpointWish } from './which-endpoint.ts';
import { awaitProxy } from './await-proxy.ts';

const title = 'Apply to Cluster';

/** Tries, shows and applies the proxy, the account and its roles; waits until the proxy serves, and says where. */
export async function applyToCluster(context: CommandContext, wish: EndpointWish | undefined): Promise<Outcome> {
  const endpoint = await whichEndpoint(context, wish, { title, step: 1, of: 1 });
  if (endpoint === undefined) return undefined;
  const { cluster } = endpoint;
  if (cluster.access === undefined || cluster.wish === undefined) return await offerBefore(context, endpoint);
  const certificate = await chooseCertificate(context, endpoint, title);
  if (!certificate.ok) return certificate;
  const { facts, hosts, path, pem } = certificate.value;
  const plan = planProxy({ ...cluster.wish, hosts, certificateFingerprint: facts.fingerprint256 });
  if (!plan.ok) return refusedInputs(plan.error);
  const secret = await readTlsSecret(context, {
    ...{ certificate: facts, pem, title },
    keyPath: join(dirname(path), 'tls.key'),
    place: { namespace: plan.value.namespace, name: plan.value.tlsSecret },
  });
  if (!secret.ok) return secret;
  const client = await chooseCluster(context, {
    title,
    ...(cluster.applied && { lastContext: cluster.applied.context }),
  });
  if (!client.ok) return client;
  const elsewhere = otherCluster(endpoint, client.value);
  if (elsewhere !== undefined) return err({ kind: 'refused', reason: elsewhere });
  const objects = await withoutForeign(context, client.value, objectsOf(endpoint, plan.value, secret.value));
  if (!objects.ok) return objects;
  const done = await applyTo(context, { endpoint, client: client.value, plan: plan.value, objects: objects.value });
  if (done?.ok === true) {
    await remember(context, endpoint.url, {
      certificate: path,
      wish: { ...cluster.wish, hosts, certificateFingerprint: facts.fingerprint256 },
    });
  }
  return done;
}

const objectsOf = ({ cluster }: ChosenEndpoint, plan: ProxyPlan, secret: TlsSecret): readonly ClusterObject[] =>
  cluster.access === undefined
    ? []
    : clusterObjects({ access: cluster.access, newNamespaces: cluster.newNamespaces, plan, secret });

async function offerBefore(context: CommandContext, { url, host, cluster }: ChosenEndpoint): Promise<Outcome> {
  const [what, button, id] =
    cluster.access === undefined
      ? (['access', 'Choose Access…', 'sqlkube.access.choose'] as const)
      : (['proxy', 'Create Proxy Manifests…', 'sqlkube.proxy.createManifests'] as const);
  const words = `There is nothing to apply for ${host} yet: choose the ${what} first.`;
  const pressed = await context.prompts.tell('info', words, button);
  return pressed === undefined ? undefined : await context.execute(id, [{ url }]);
}

/** The list of what was applied belongs to one cluster; another one would get it wrong when it is removed. */
export function otherCluster({ host, cluster }: ChosenEndpoint, client: ClusterClient): string | undefined {
  const { applied } = cluster;
  if (applied === undefined || applied.server === client.context.server) return undefined;
  return (
    `What was applied for ${host} is in the cluster of context ${applied.context} (${applied.server}), and context ` +
    `${client.context.name} leads to ${client.context.server}. Nothing was changed. Remove it there first, or choose that context.`
  );
}

/** Namespaces that somebody else made stay as they are: our labels would change what may run there. */
async function withoutForeign(
  context: CommandContext,
  client: ClusterClient,
  objects: readonly ClusterObject[],
): Promise<Result<readonly ClusterObject[], Failure>> {
  return await context.prompts.progress(`Looking at ${client.context.name}`, async (signal) => {
    const kept: ClusterObject[] = [];
    for (const object of objects) {
      if (object.kind === 'Namespace') {
        const { name } = object.metadata;
        const there = await client.read({ apiVersion: 'v1', kind: 'Namespace', name }, signal);
        const place = { context: client.context.name, doing: `read Namespace ${name}` };
        if (!there.ok && there.error.kind !== 'not-found') return clusterFailed(there.error, place);
        if (there.ok && !isOurs(there.value)) continue;
      }
      kept.push(object);
    }
    return ok(kept);
  });
}

const isOurs = (object: unknown): boolean =>
  (object as { metadata?: { labels?: Record<string, unknown> } }).metadata?.labels?.['app.kubernetes.io/managed-by'] ===
  'sqlkube';

interface Application {
  readonly endpoint: ChosenEndpoint;
  readonly client: ClusterClient;
  readonly plan: ProxyPlan;
  readonly objects: readonly ClusterObject[];
}

async function applyTo(context: CommandContext, application: Application): Promise<Outcome> {
  const { client, objects, endpoint, plan } = application;
  const { name } = client.context;
  const planned = await context.prompts.progress(`Trying it in context ${name}; nothing is changed`, (signal, report) =>
    planApply(client, objects, signal, report),
  );
  if (!planned.ok) return objectFailed(planned.error, name, 'Nothing was changed.');
  const agreed = await agreeToChanges(context, {
    title,
    context: name,
    namespace: plan.namespace,
    host: endpoint.host,
    changes: planned.value,
  });
  if (!agreed) return undefined;
  const applied = await context.prompts.progress(`Applying to context ${name}`, (signal, report) =>
    applyInOrder(context, application, signal, report),
  );
  if (!applied.ok) return applied;
  return await awaitProxy(context, { endpoint, client, plan });
}

/**
 * New namespaces first; then the API server tries the rest, which it could not before they were there. If it refuses, they go
 * again. Whatever was applied is remembered, also when it ends half-way.
 */
async function applyInOrder(
  context: CommandContext,
  { client, objects, endpoint }: Application,
  signal: AbortSignal,
  report: (doing: string) => void,
): Promise<Result<true, Failure>> {
  const { name } = client.context;
  const note = async (objects: readonly AppliedObject[]): Promise<void> => {
    const before = endpointOf(context, endpoint.url).cluster.applied?.objects ?? [];
    const { server } = client.context;
    await remember(context, endpoint.url, {
      applied: { context: name, server, objects: mergeApplied(before, objects) },
    });
  };
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  const others = objects.filter(({ kind }) => kind !== 'Namespace');
  const first = await applyAll(client, namespaces, signal, report);
  await note(first.ok ? first.value : first.error.done);
  if (!first.ok) return objectFailed(first.error, name, whatIsLeft(first.error.done));
  const made = first.value.filter(({ created }) => created);
  if (made.length > 0) {
    const tried = await planApply(client, others, signal, report);
    if (!tried.ok) {
      const gone = await removeAll(client, made, AbortSignal.timeout(30_000), report);
      if (gone.ok) await remember(context, endpoint.url, { applied: endpoint.cluster.applied });
      const names = made.map(({ reference }) => referenceText(reference)).join(', ');
      return objectFailed(tried.error, name, gone.ok ? `${names} was taken away again.` : whatIsLeft(made));
    }
  }
  const rest = await applyAll(client, others, signal, report);
  await note(rest.ok ? rest.value : rest.error.done);
  return rest.ok ? ok(true) : objectFailed(rest.error, name, whatIsLeft([...first.value, ...rest.error.done]));
}

const whatIsLeft = (done: readonly AppliedObject[]): string =>
  done.length === 0
    ? 'Nothing was changed.'
    : `${done.length} ${done.length === 1 ? 'object' : 'objects'} before it ${done.length === 1 ? 'is' : 'are'} in the cluster: Remove from Cluster takes away what is ours, and applying again goes on.`;
