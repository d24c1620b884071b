import type { KubeStatus } from './kube/status.ts';

/** One error or message as SQL Server sent it (TDS ERROR or INFO token). */
export interface SqlMessage {
  readonly number: number;
  readonly state: number;
  /** Severity; 11 and up is an error. */
  readonly class: number;
  readonly text: string;
  readonly procedure?: string;
  readonly line?: number;
}

/** What one run of the procedure was, for tooltips, evidence and the log. Never holds headers or secrets. */
export interface CallFacts {
  readonly method: string;
  readonly url: string;
  /** Wall time of the whole batch as the client saw it, in milliseconds. */
  readonly durationMs: number;
  /** Bytes received from SQL Server for this batch, as far as the driver tells. */
  readonly bytes?: number;
}

/** Everything that can be expected to go wrong between us and the pods. Data, not text: `core/decode` makes the sentences. */
export type Failure =
  | { readonly kind: 'cancelled' }
  /** SQL Server's host name did not resolve, the port is closed, or the instance is unknown to SQL Browser. */
  | { readonly kind: 'unreachable'; readonly server: string; readonly code: string; readonly detail: string }
  /** SQL Server's own certificate was refused by us. `pem` is what it showed, when it showed one. */
  | {
      readonly kind: 'server-certificate';
      readonly server: string;
      readonly code: string;
      readonly detail: string;
      readonly fingerprint256?: string;
      readonly pem?: string;
    }
  | { readonly kind: 'login'; readonly server: string; readonly user: string; readonly errors: readonly SqlMessage[] }
  | { readonly kind: 'timeout'; readonly stage: 'connect' | 'query'; readonly seconds: number }
  | { readonly kind: 'connection-lost'; readonly server: string; readonly detail: string }
  /** SQL Server raised errors while running our batch; the call may or may not have been made. */
  | { readonly kind: 'sql'; readonly errors: readonly SqlMessage[]; readonly call?: CallFacts }
  /** The procedure returned an HTTP status other than 2xx. `status` is absent when the body was not JSON. */
  | {
      readonly kind: 'http';
      readonly code: number;
      readonly call: CallFacts;
      readonly status?: KubeStatus;
      readonly contentType?: string;
      readonly retryAfter?: string;
    }
  /** 2xx, but the envelope carries no `result` (204, or a body that was dropped). */
  | { readonly kind: 'no-result'; readonly code: number; readonly call: CallFacts; readonly contentType?: string }
  /** 2xx and JSON, but not what Kubernetes answers; `seen` says what it was, shortened. */
  | { readonly kind: 'unexpected-answer'; readonly call: CallFacts; readonly expected: string; readonly seen: string }
  /** A list whose continue token was too old came back as 410 more often than we start over. */
  | { readonly kind: 'list-expired'; readonly call: CallFacts }
  /** Something this side refuses to do, with the reason in words. */
  | { readonly kind: 'refused'; readonly reason: string };
