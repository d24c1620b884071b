import type { EndpointProfile } from '../core/connection.ts';
import type { ExpiryLine } from '../core/expiry-line.ts';
import type { Failure } from '../core/failure.ts';
import type { ContainerRow, PodHealth, PodRow } from '../core/kube/pod.ts';
import type { Result } from '../core/result.ts';
import type { AccessMode } from '../host/access.ts';
import type { Explain, FindLacks } from '../host/explain.ts';
import type { Logger } from '../host/log.ts';
import type { StoredConnection, StoredEndpoint } from '../host/profiles.ts';
import type { Signal } from '../host/signal.ts';
import type { ClusterReader, KubeObject, Link, SqlTarget } from '../sql/cluster-reader.ts';

/** What the model stands on; the real ones come from wiring, small ones from tests. */
export interface ClustersParts {
  readonly profiles: {
    connections(): readonly StoredConnection[];
    /** Sentences about entries that cannot be used. */
    problems(): readonly string[];
    endpointsOf(connectionId: string): readonly StoredEndpoint[];
    readonly changed: Signal<undefined>;
  };
  readonly access: {
    target(connectionId: string, mode: AccessMode): Promise<Result<SqlTarget, Failure>>;
    link(endpointId: string, mode: AccessMode): Promise<Result<Link, Failure>>;
    settle(target: SqlTarget, outcome: Result<unknown, Failure>): Promise<void>;
  };
  readonly reader: () => Promise<ClusterReader>;
  readonly explain: Explain;
  /** Errors of background work go here and into the tree, never into toasts. */
  readonly log: Logger;
  readonly findLacks: FindLacks;
  readonly isTrusted: () => boolean;
  readonly healthOf: (row: PodRow) => PodHealth;
  readonly containersOf: (pod: KubeObject, now: Date) => readonly ContainerRow[];
  /** What is known to end behind an endpoint, the first end first. */
  readonly expiryOf: (endpoint: EndpointProfile) => readonly ExpiryLine[];
  readonly pageSize: () => number;
  readonly now: () => Date;
}
