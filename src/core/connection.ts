/**
 * `strict` is TDS 8 (TLS before anything else), `mandatory` is TLS inside PRELOGIN, `none` leaves the login readable on
 * the network. None of the three ever skips the check of the server's certificate.
 */
export type Encryption = 'strict' | 'mandatory' | 'none';

/** A SQL Server login without its secret; this is what settings hold. */
export interface ConnectionProfile {
  readonly id: string;
  /** What the tree shows; defaults to `host · database`. */
  readonly name: string;
  /** As people type it: `host`, `host,port` or `host\instance`. */
  readonly server: string;
  readonly database: string;
  readonly user: string;
  readonly encryption: Encryption;
}

/** How SQL Server signs in to the endpoint. */
export type EndpointAuthentication =
  /** A database scoped credential in the connection's database, by its name. */
  | { readonly kind: 'credential'; readonly name: string }
  /** A token kept in VS Code's SecretStorage and sent as a bound parameter (the quick-test form). */
  | { readonly kind: 'token' }
  | { readonly kind: 'none' };

/** A cluster API as SQL Server reaches it. */
export interface EndpointProfile {
  readonly id: string;
  readonly connectionId: string;
  /** `https://host[:port][/path]`, no query string, no trailing slash. */
  readonly url: string;
  readonly authentication: EndpointAuthentication;
  /** `all`, or a typed list for tokens that may not list namespaces. */
  readonly namespaces: 'all' | readonly string[];
}

/** A server certificate that the user chose to trust for one `host:port`, and nothing else. */
export interface CertificatePin {
  /** SHA-256 of the DER, upper-case hex pairs joined by colons, as OpenSSL prints it. */
  readonly fingerprint256: string;
  /** The certificate itself (public). */
  readonly pem: string;
}
