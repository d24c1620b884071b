import type { AccessMode } from '../host/access.ts';
import type { ConnectionNode, EndpointNode, LoadingNode, NamespaceNode } from './cluster-nodes.ts';
import type { ClusterReadings } from './cluster-readings.ts';
import type { Work } from './work.ts';

/** What a round goes over; the model is one. */
interface Refreshable {
  readonly work: Work;
  readonly readings: ClusterReadings;
  connections(): readonly ConnectionNode[];
  isConnected(node: ConnectionNode): boolean;
  endpoints(parent: ConnectionNode): readonly EndpointNode[];
  namespaces(parent: EndpointNode): readonly NamespaceNode[];
  refresh(node: LoadingNode, mode: AccessMode): Promise<void>;
}

interface Round {
  readonly model: Refreshable;
  readonly mode: AccessMode;
  readonly signal: AbortSignal;
}

/**
 * Reads again everything that was read so far, top down; true when nothing failed and nobody stopped it. Whatever stands
 * below something that just failed is left alone: it would fail alike, one time-out after the other.
 */
export async function refreshRound(model: Refreshable, mode: AccessMode): Promise<boolean> {
  const open = model.connections().filter((connection) => model.isConnected(connection));
  if (open.length === 0) return true;
  return model.work.run(undefined, 'Refreshing', (signal) =>
    allGood(open, signal, (connection) => refreshConnection({ model, mode, signal }, connection)),
  );
}

async function refreshConnection(round: Round, connection: ConnectionNode): Promise<boolean> {
  const { model, mode, signal } = round;
  // Somebody may have disconnected it while the ones before were read.
  if (!model.isConnected(connection)) return true;
  await model.refresh(connection, mode);
  if (model.readings.connection(connection).failure) return false;
  return allGood(model.endpoints(connection), signal, (endpoint) => refreshEndpoint(round, endpoint));
}

async function refreshEndpoint({ model, mode, signal }: Round, endpoint: EndpointNode): Promise<boolean> {
  if (!model.readings.wasRead(endpoint)) return true;
  await model.refresh(endpoint, mode);
  if (model.readings.endpoint(endpoint).failure) return false;
  return allGood(model.namespaces(endpoint), signal, async (namespace) => {
    if (!model.readings.wasRead(namespace)) return true;
    await model.refresh(namespace, mode);
    return model.readings.namespace(namespace).failure === undefined;
  });
}

/** One after the other, each although the one before failed, until somebody stops the round. */
async function allGood<T>(
  nodes: readonly T[],
  signal: AbortSignal,
  refresh: (node: T) => Promise<boolean>,
): Promise<boolean> {
  let good = true;
  for (const node of nodes) {
    if (signal.aborted) return false;
    good = (await refresh(node)) && good;
  }
  return good && !signal.aborted;
}
