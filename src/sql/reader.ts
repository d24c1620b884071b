import type { Failure } from '../core/failure.ts';
import { isPathSegment, namespacesPath } from '../core/kube/path.ts';
import { err, ok, type Result } from '../core/result.ts';
import { reviewAccess } from './access-review.ts';
import { noResult, unexpected } from './call-answer.ts';
import type { CallLog } from './call-log.ts';
import { createCaller, type Caller } from './caller.ts';
import type { ClusterReader, Link, NamespaceRow } from './cluster-reader.ts';
import { createProxyMemory, probeEndpoint } from './endpoint-probe.ts';
import { text } from './fields.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { readPod, readPodEvents, readPodLog } from './pod-objects.ts';
import { readPodPage } from './pod-pages.ts';
import { probeServer } from './server-probe.ts';
import { namespaceList } from './statements/objects.ts';

/** What the reader needs from outside. */
export interface ReaderOptions extends Omit<GatewayOptions, 'timeouts'> {
  /**
   * Seconds, read before each use. `request` is the procedure's @timeout (1 to 230), `query` ours for a whole batch; the
   * latter is never shorter than the former and a little.
   */
  readonly timeouts: () => { readonly connect: number; readonly query: number; readonly request: number };
  /** Milliseconds of any epoch; for durations only. */
  readonly clock?: () => number;
  /** Gets one line a call: `debug` for good ones, `warn` for failures. */
  readonly log?: CallLog;
}

/** So that the procedure's own time-out, which says more, comes before the driver's. */
const graceSeconds = 5;
const namespacesAPage = 500;

/** Kubernetes through SQL Server. */
export function createClusterReader(options: ReaderOptions): ClusterReader {
  const gateway = createGateway({
    ...options,
    timeouts: () => {
      const { connect, query, request } = options.timeouts();
      return { connectSeconds: connect, querySeconds: Math.max(query, request + graceSeconds) };
    },
  });
  const call = createCaller(gateway, {
    requestSeconds: () => options.timeouts().request,
    clock: options.clock ?? (() => performance.now()),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  const memory = createProxyMemory(call);
  return {
    probeServer: (target, signal) => probeServer(gateway, target, signal),
    probeEndpoint: (link, signal) => probeEndpoint(call, memory, link, signal),
    namespaces: (link, signal) => readNamespaces(call, link, signal),
    podPage: async (link, request, signal) =>
      refusedNames(request.namespace) ?? readPodPage(call, memory, link, request, signal),
    pod: async (link, namespace, name, signal) =>
      refusedNames(namespace, name) ?? readPod(call, link, { namespace, name }, signal),
    podEvents: async (link, namespace, name, signal) =>
      refusedNames(namespace, name) ?? readPodEvents(call, link, { namespace, name }, signal),
    podLog: async (link, namespace, name, log, signal) =>
      refusedNames(namespace, name) ?? readPodLog(call, memory, link, { namespace, name, log }, signal),
    reviewAccess: (link, question, signal) => reviewAccess(call, link, question, signal),
    close: (connectionId) => gateway.close(connectionId),
  };
}

/** Names come from typed settings too, and one with a slash would address something else. */
function refusedNames(...names: readonly string[]): Result<never, Failure> | undefined {
  const wrong = names.find((name) => !isPathSegment(name));
  return wrong === undefined
    ? undefined
    : err({ kind: 'refused', reason: `“${wrong.slice(0, 80)}” cannot be the name of a Kubernetes object.` });
}

async function readNamespaces(
  call: Caller,
  link: Link,
  signal: AbortSignal,
): Promise<Result<readonly NamespaceRow[], Failure>> {
  if (link.endpoint.namespaces !== 'all') return ok(link.endpoint.namespaces.map((name) => ({ name })));
  const rows: NamespaceRow[] = [];
  let next: string | undefined;
  do {
    const path = namespacesPath({ limit: namespacesAPage, ...(next === undefined ? {} : { continue: next }) });
    const answer = await call(link, { path }, namespaceList, signal);
    if (!answer.ok) return answer;
    if (answer.value.resultType === undefined) return err(noResult(answer.value));
    if (answer.value.kind !== 'NamespaceList') return err(unexpected(answer.value, 'a list of namespaces'));
    for (const row of answer.value.rows) {
      const [name, phase] = [text(row, 'name'), text(row, 'phase')];
      if (name !== undefined) rows.push({ name, ...(phase === undefined ? {} : { phase }) });
    }
    next = answer.value.continue;
  } while (next !== undefined);
  return ok(rows);
}
