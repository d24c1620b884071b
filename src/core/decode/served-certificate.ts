/** What is known of the certificate that an endpoint serves; absent facts are not known. */
export interface ServedCertificate {
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Whether its names cover the host of the URL. */
  readonly coversHost?: boolean;
  readonly selfSigned?: boolean;
  /** Whether its usage allows servers. */
  readonly forServers?: boolean;
  /** Whether its issuers were served with it, up to the root’s child. */
  readonly chainComplete?: boolean;
  /** Whether it has an address to ask for revocation. */
  readonly namesRevocation?: boolean;
}
