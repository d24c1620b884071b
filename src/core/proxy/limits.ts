/** Limits that hold in every proxy of ours; documented defaults of nginx and of the procedure, not measured ones. */
export const proxyLimits = {
  /** Bytes of one request header line or the request line; nginx' own default, room for an 890-character token ten times over. */
  headerLineBytes: 8192,
  /** Bytes of all request headers together. */
  headerBytes: 4 * 8192,
  /**
   * Bytes of the upstream's response headers. The procedure takes 8 KB; the rest is room for what nginx adds. More is a 502
   * that names the reason instead of an exception in SQL Server that does not.
   */
  responseHeaderBytes: 7 * 1024,
  /** Bytes of a request body; what the API server takes. */
  bodyBytes: 3 * 1024 * 1024,
} as const;

/** Methods that the procedure can send. */
export const forwardedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Response headers that are dropped: they mean nothing to SQL Server and can eat its 8 KB. */
export const hiddenResponseHeaders = [
  'Set-Cookie',
  'Strict-Transport-Security',
  'Content-Security-Policy',
  'Content-Security-Policy-Report-Only',
  'Permissions-Policy',
  'Report-To',
  'NEL',
  'Alt-Svc',
  'Link',
  'Via',
  'X-Powered-By',
] as const;
