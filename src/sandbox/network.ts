/** What the stand-in SQL Server's host sees of the network. Faults change this side or the proxy's side, never the procedure's code. */
export interface SandboxNetwork {
  /** An IP address for a host name, as the host of SQL Server resolves it. Rejects with `code: 'ENOTFOUND'` for an unknown name. */
  lookup(host: string): Promise<string>;
  /** PEM certificates that SQL Server read from its own trust folder when it started; the OS store is not consulted. */
  trustedCertificates(): readonly string[];
}
