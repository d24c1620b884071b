import type { ConnectionProfile, EndpointProfile } from '../../src/core/connection.ts';
import type { CallFacts, Failure } from '../../src/core/failure.ts';
import type { PodRow } from '../../src/core/kube/pod.ts';
import { err, ok } from '../../src/core/result.ts';
import type { Result } from '../../src/core/result.ts';
import type { AccessQuestion, ClusterReader, Link, ServerFacts } from '../../src/sql/cluster-reader.ts';

/** The call that every fake answer says it made. */
const call: CallFacts = { method: 'GET', url: 'https://k8s.example/api', durationMs: 12 };

/** A pod row with the given differences. */
export const pod = (name: string, change: Partial<PodRow> = {}): PodRow => ({
  namespace: 'shop',
  name,
  ready: '1/1',
  status: 'Running',
  restarts: 0,
  age: '3d',
  node: 'node-1',
  ...change,
});

export const connection = (change: Partial<ConnectionProfile> = {}): ConnectionProfile => ({
  id: 'c1',
  name: 'prod-sql01 · orders',
  server: 'prod-sql01',
  database: 'orders',
  user: 'app_reader',
  encryption: 'mandatory',
  ...change,
});

export const endpoint = (change: Partial<EndpointProfile> = {}): EndpointProfile => ({
  id: 'e1',
  connectionId: 'c1',
  url: 'https://k8s.corp.example:8443',
  authentication: { kind: 'credential', name: 'https://k8s.corp.example:8443' },
  namespaces: 'all',
  ...change,
});

export const facts = (change: Partial<ServerFacts> = {}): ServerFacts => ({
  productVersion: '17.0.4055.1',
  majorVersion: 17,
  edition: 'Developer Edition (64-bit)',
  engineEdition: 3,
  serverName: 'PROD-SQL01',
  database: 'orders',
  login: 'app_reader',
  switchInUse: true,
  switchConfigured: true,
  mayCall: true,
  credentials: ['https://k8s.corp.example:8443'],
  isSandbox: false,
  ...change,
});

/** An HTTP failure as the reader gives it. */
export const http = (code: number): Failure => ({
  kind: 'http',
  code,
  call,
  status: { kind: 'Status', code, message: `said ${code}` },
});

type Gate = Promise<void> | undefined;

/** A cluster in memory behind the real reader's interface: pages by index, and failures on demand. */
export class FakeCluster implements ClusterReader {
  /** What the endpoint's token may do. */
  allowed: (question: AccessQuestion) => boolean = () => true;
  server: Result<ServerFacts, Failure> = ok(facts());
  namespaceNames: Result<readonly string[], Failure> = ok(['shop']);
  pods = new Map<string, readonly PodRow[]>();
  objects = new Map<string, Readonly<Record<string, unknown>>>();
  log: Result<string, Failure> = ok('line 1\n');
  endpointFailure: Failure | undefined;
  /** Answered instead of the pod pages whose number is given, once each. */
  podFailures = new Map<number, Failure>();
  /** Every call, in order. */
  readonly calls: string[] = [];
  readonly closed: (string | undefined)[] = [];
  /** When set, pod pages wait for it, or for the signal. */
  gate: Gate;
  readonly targets: Link['target'][] = [];
  #pages = 0;

  probeServer(target: Link['target']): Promise<Result<ServerFacts, Failure>> {
    this.calls.push('probeServer');
    this.targets.push(target);
    return Promise.resolve(this.server);
  }

  probeEndpoint(): ReturnType<ClusterReader['probeEndpoint']> {
    this.calls.push('probeEndpoint');
    if (this.endpointFailure) return Promise.resolve(err(this.endpointFailure));
    return Promise.resolve(ok({ kubernetesVersion: 'v1.36.3', proxy: { version: '1', hash: 'abc' } }));
  }

  namespaces(link: Link): ReturnType<ClusterReader['namespaces']> {
    this.calls.push('namespaces');
    if (link.endpoint.namespaces !== 'all')
      return Promise.resolve(ok(link.endpoint.namespaces.map((name) => ({ name }))));
    if (this.endpointFailure) return Promise.resolve(err(this.endpointFailure));
    const names = this.namespaceNames;
    return Promise.resolve(names.ok ? ok(names.value.map((name) => ({ name, phase: 'Active' }))) : names);
  }

  async podPage(...[, request, signal]: Parameters<ClusterReader['podPage']>): ReturnType<ClusterReader['podPage']> {
    this.#pages += 1;
    this.calls.push(`pods ${request.namespace} after ${request.after ?? 'start'} limit ${request.limit}`);
    const failure = this.podFailures.get(this.#pages);
    if (failure) return err(failure);
    if (this.gate) {
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      await Promise.race([this.gate, stopped]);
      if (signal.aborted) return err({ kind: 'cancelled' });
    }
    const all = this.pods.get(request.namespace) ?? [];
    const start = Number(request.after ?? 0);
    const end = start + request.limit;
    const left = all.length - end;
    return ok({
      rows: all.slice(start, end),
      view: 'table',
      call,
      ...(left > 0 && { continue: String(end), remaining: left }),
    });
  }

  /** Counting of pages starts again, for `podFailures`. */
  restartCount(): void {
    this.#pages = 0;
  }

  pod(...[, namespace, name]: Parameters<ClusterReader['pod']>): ReturnType<ClusterReader['pod']> {
    this.calls.push(`pod ${namespace}/${name}`);
    const object = this.objects.get(`${namespace}/${name}`);
    return Promise.resolve(object ? ok(object) : err(http(404)));
  }

  podEvents(): ReturnType<ClusterReader['podEvents']> {
    return Promise.resolve(ok([]));
  }

  podLog(...[, , , request]: Parameters<ClusterReader['podLog']>): ReturnType<ClusterReader['podLog']> {
    this.calls.push(`log ${request.container ?? ''} ${request.tailLines} ${request.previous}`);
    return Promise.resolve(this.log);
  }

  reviewAccess(...[, question]: Parameters<ClusterReader['reviewAccess']>): ReturnType<ClusterReader['reviewAccess']> {
    this.calls.push(`may ${question.verb} ${question.resource}`);
    return Promise.resolve(ok({ allowed: this.allowed(question) }));
  }

  close(connectionId?: string): Promise<void> {
    this.closed.push(connectionId);
    return Promise.resolve();
  }
}
