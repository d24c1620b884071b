import type { ConnectionProfile, EndpointProfile } from '../connection.ts';
import type { Capabilities } from '../decode/missing.ts';
import type { CallFacts, Failure } from '../failure.ts';
import type { TokenClaims } from '../kube/token.ts';
import type { Result } from '../result.ts';

/** What is examined. Holds no secret: of a token only what it says of itself. */
export interface Subject {
  readonly connection: ConnectionProfile;
  readonly endpoint: EndpointProfile;
  /** The machine on which SQL Server runs, as the user knows it. */
  readonly sqlServerName: string;
  /** For an endpoint whose token is stored on this computer and can be read. */
  readonly token?: TokenClaims;
  /** Pods a call, as the tree asks for them. */
  readonly pageSize: number;
  /** Hash of the proxy configuration that was generated for this endpoint, when it is known. */
  readonly generatedHash?: string;
}

/** What SQL Server says of itself and of this login’s rights. */
export interface ServerState extends Capabilities {
  readonly hostPlatform?: string;
  readonly isSandbox: boolean;
  /** Whether the login sees everything of the database: what it does not see is not there. */
  readonly seesAll: boolean;
  readonly hasMasterKey: boolean;
  /** Database scoped credentials that this login can see. */
  readonly credentials: readonly { readonly name: string; readonly identity: string }[];
  /** REFERENCES on the endpoint’s credential; undefined when it is not there or not to be seen. */
  readonly mayUseCredential?: boolean;
  /** SQL Server’s own clock when it answered. */
  readonly clock?: Date;
}

/** One call of the procedure. */
export interface DoctorCall {
  /** Behind the endpoint’s URL; or a whole URL, which is never signed in to. */
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  /** JSON. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Send what the endpoint signs in with. */
  readonly signIn: boolean;
}

/** An answer with 2xx. */
export interface DoctorAnswer {
  readonly facts: CallFacts;
  readonly httpCode: number;
  readonly contentType?: string;
  /** `result` as text, as far as 64,000 characters; undefined when the envelope has none. */
  readonly body?: string;
  /** Of the whole `result`, in characters. */
  readonly bodyLength: number;
  /** Of all response headers as the envelope holds them, in characters. */
  readonly headerLength: number;
  /** The other side’s clock. */
  readonly date?: Date;
}

/** A file in the folder of CA certificates. */
export interface TrustFile {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** What this computer is shown at the endpoint’s address. */
export type Look =
  | {
      readonly kind: 'certificate';
      /** `TLSv1.2` when the other side speaks that, else what it speaks. */
      readonly protocol: string;
      /** Leaf first, PEM. */
      readonly chain: readonly string[];
    }
  /** `stage` is how far it came. */
  | { readonly kind: 'failed'; readonly stage: 'name' | 'tcp' | 'tls'; readonly code: string; readonly detail: string };

/** What a kubeconfig on this computer shows of the cluster. */
export interface KubeconfigView {
  readonly context: string;
  readonly server: string;
  readonly version: string;
  /** The uid of the namespace kube-system, which no other cluster has; absent when it may not be read. */
  readonly uid?: string;
}

/** Everything that the doctor can do. Nothing of it changes anything. All are cancellable. */
export interface Hands {
  server(signal: AbortSignal): Promise<Result<ServerState, Failure>>;
  call(call: DoctorCall, signal: AbortSignal): Promise<Result<DoctorAnswer, Failure>>;
  /** SQL Server’s folder of CA certificates, on Linux. */
  trustFiles(signal: AbortSignal): Promise<Result<readonly TrustFile[], Failure>>;
  /** Lines of SQL Server’s error log that tell of certificates, oldest first. */
  errorLog(signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
  look(signal: AbortSignal): Promise<Look>;
  /**
   * Whether the CA that was made here for the endpoint is limited to names and this computer verifies with it what the endpoint
   * shows; absent where that is not known.
   */
  readonly verifiesLimited?: (signal: AbortSignal) => Promise<boolean>;
  /** Absent when no kubeconfig was chosen. */
  readonly kubeconfig?: (signal: AbortSignal) => Promise<Result<KubeconfigView, Failure>>;
}
