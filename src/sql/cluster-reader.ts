import type { CertificatePin, ConnectionProfile, EndpointProfile } from '../core/connection.ts';
import type { CallFacts, Failure } from '../core/failure.ts';
import type { AccessAnswer } from '../core/kube/access.ts';
import type { PodRow } from '../core/kube/pod.ts';
import type { Result } from '../core/result.ts';

/** A connection with its secret, made just before use and kept nowhere. */
export interface SqlTarget {
  readonly profile: ConnectionProfile;
  readonly password: string;
  readonly pin?: CertificatePin;
}

/** A connection and one endpoint behind it. */
export interface Link {
  readonly target: SqlTarget;
  readonly endpoint: EndpointProfile;
  /** For `authentication.kind === 'token'` only. */
  readonly token?: string;
}

/** What must be true before the procedure can be called, as SQL Server tells it. */
export interface ServerFacts {
  /** `17.0.4065.4` */
  readonly productVersion: string;
  readonly majorVersion: number;
  readonly edition: string;
  /** 3 for the boxed product, 5 for Azure SQL Database and its container, 8 for Managed Instance. */
  readonly engineEdition: number;
  readonly serverName: string;
  readonly hostPlatform?: string;
  readonly database: string;
  readonly login: string;
  /** `external rest endpoint enabled`, value_in_use; undefined when the option does not exist. */
  readonly switchInUse?: boolean;
  readonly switchConfigured?: boolean;
  /** EXECUTE ANY EXTERNAL ENDPOINT in this database. */
  readonly mayCall: boolean;
  /** Database scoped credentials that this login can see. */
  readonly credentials: readonly string[];
  /** The stand-in says so plainly. */
  readonly isSandbox: boolean;
}

/** What the endpoint turned out to be. */
export interface EndpointFacts {
  /** `v1.36.3` */
  readonly kubernetesVersion: string;
  /** The generated proxy's health answer; undefined for a plain proxy or a direct endpoint. */
  readonly proxy?: { readonly version: string; readonly hash: string };
}

/** One namespace of the list, or of the typed list. */
export interface NamespaceRow {
  readonly name: string;
  readonly phase?: string;
}

/** One page of a pod list. */
export interface PodPage {
  readonly rows: readonly PodRow[];
  /** Opaque; give it back for the next page. */
  readonly continue?: string;
  /** Kubernetes' own estimate of what is left. */
  readonly remaining?: number;
  readonly view: 'table' | 'full';
  readonly call: CallFacts;
}

/** Which log to read. */
export interface LogRequest {
  readonly container?: string;
  readonly tailLines: number;
  readonly previous: boolean;
}

/** One verb on one resource. */
export interface AccessQuestion {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** A parsed Kubernetes object; narrow before use. */
export type KubeObject = Readonly<Record<string, unknown>>;

/**
 * Kubernetes as SQL Server sees it: every method is one or a few runs of the procedure. All are cancellable, and a cancel
 * reaches SQL Server. Implemented by `createClusterReader` in `reader.ts`.
 */
export interface ClusterReader {
  probeServer(target: SqlTarget, signal: AbortSignal): Promise<Result<ServerFacts, Failure>>;
  probeEndpoint(link: Link, signal: AbortSignal): Promise<Result<EndpointFacts, Failure>>;
  namespaces(link: Link, signal: AbortSignal): Promise<Result<readonly NamespaceRow[], Failure>>;
  /** `limit` is in pods; `after` is the previous page's `continue`. */
  podPage(
    link: Link,
    request: { readonly namespace: string; readonly limit: number; readonly after?: string },
    signal: AbortSignal,
  ): Promise<Result<PodPage, Failure>>;
  pod(link: Link, namespace: string, name: string, signal: AbortSignal): Promise<Result<KubeObject, Failure>>;
  podEvents(
    link: Link,
    namespace: string,
    name: string,
    signal: AbortSignal,
  ): Promise<Result<readonly KubeObject[], Failure>>;
  /** Needs a proxy that translates (`EndpointFacts.proxy`); otherwise `refused`, with the reason. */
  podLog(
    link: Link,
    namespace: string,
    name: string,
    request: LogRequest,
    signal: AbortSignal,
  ): Promise<Result<string, Failure>>;
  /** Whether the endpoint's token may do something; nothing is done. */
  reviewAccess(link: Link, question: AccessQuestion, signal: AbortSignal): Promise<Result<AccessAnswer, Failure>>;
  /** Closes one connection's pool, or all. */
  close(connectionId?: string): Promise<void>;
}
