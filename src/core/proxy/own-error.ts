import type { KubeStatus } from '../kube/status.ts';

/** An error that the proxy makes itself, in the API server's terms. */
export interface OwnError {
  readonly code: number;
  /** As Kubernetes spells reasons, where it has one for the code. */
  readonly reason: string;
  readonly message: string;
  /** What to look at; becomes the cause's message. */
  readonly cause: string;
  /** The request header at fault, if one is. */
  readonly field?: string;
}

/** The `details.causes[].reason` by which a reader knows that the proxy answered and not the API server. */
export const proxyCause = 'SqlKubeProxy';

const inDoubt = 'A request that writes may have been carried out all the same: read before you repeat it.';

/**
 * Every error that nginx can make under our configuration. All bodies are constants: nothing a client sent comes back, so
 * nothing needs escaping.
 */
export const ownErrors = {
  'malformed-request': {
    code: 400,
    reason: 'BadRequest',
    message: 'the proxy could not read the request',
    cause: 'A header is broken, or sent twice where only one is allowed (Authorization, Host).',
  },
  'malformed-path': {
    code: 400,
    reason: 'BadRequest',
    message: 'the path or query is not spelt plainly',
    cause:
      'Paths may hold letters, digits and . _ ~ : - only, without %, //, /./ or /../; parameter names hold letters only.',
  },
  'unknown-view': {
    code: 400,
    reason: 'BadRequest',
    message: 'unknown X-Kube-View',
    cause: 'X-Kube-View is one of table, metadata, text, or absent.',
    field: 'X-Kube-View',
  },
  'unknown-patch': {
    code: 400,
    reason: 'BadRequest',
    message: 'unknown X-Kube-Patch',
    cause: 'X-Kube-Patch is one of merge, strategic, json, apply, or absent.',
    field: 'X-Kube-Patch',
  },
  'plain-http': {
    code: 400,
    reason: 'BadRequest',
    message: 'plain HTTP was sent to the HTTPS port',
    cause: 'Use an https:// address.',
  },
  'client-certificate': {
    code: 400,
    reason: 'BadRequest',
    message: 'the client certificate is missing or was refused',
    cause:
      'The proxy demands a client certificate, which the procedure cannot send. Its administrator has to switch that off.',
  },
  refused: {
    code: 403,
    reason: 'Forbidden',
    message: 'the proxy does not allow this request',
    cause: 'The proxy refused it by its own rules; the API server was not asked.',
  },
  'not-in-access': {
    code: 403,
    reason: 'Forbidden',
    message: 'the access that this proxy was made for does not include this request',
    cause: 'The API server was not asked. Choose an access that includes it, and apply proxy and roles anew.',
  },
  subresource: {
    code: 403,
    reason: 'Forbidden',
    message: 'the proxy never forwards exec, attach, portforward or proxy',
    cause: 'Run commands in containers with kubectl. SQL Server could not hold such a connection anyway.',
  },
  stream: {
    code: 403,
    reason: 'Forbidden',
    message: 'the proxy does not forward watch or follow',
    cause: 'SQL Server cannot read a stream. List or read again instead.',
  },
  upgrade: {
    code: 403,
    reason: 'Forbidden',
    message: 'the proxy does not switch protocols',
    cause: 'Leave the Upgrade header out.',
    field: 'Upgrade',
  },
  'not-found': {
    code: 404,
    reason: 'NotFound',
    message: 'the proxy itself has no such path',
    cause: 'Only /-/healthz is answered by the proxy itself.',
  },
  'method-not-allowed': {
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the proxy does not forward this method',
    cause: 'Use GET, HEAD, POST, PUT, PATCH or DELETE; GET or HEAD for the health path.',
  },
  precondition: {
    code: 412,
    reason: 'PreconditionFailed',
    message: 'the proxy cannot judge a condition on its own health',
    cause: 'Leave If-Match and If-Unmodified-Since out.',
  },
  'body-too-large': {
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: 'the request body is larger than the proxy allows',
    cause: 'The API server itself takes no more than 3 MiB. Send less, or have the limit of the proxy raised.',
  },
  'uri-too-long': {
    code: 414,
    reason: 'RequestURITooLong',
    message: 'the address is longer than the proxy allows',
    cause: 'Shorten selectors, or list less at a time.',
  },
  'wrong-host': {
    code: 421,
    reason: 'MisdirectedRequest',
    message: 'the proxy does not serve this host name',
    cause: 'Call it by a name or address that is in its certificate.',
    field: 'Host',
  },
  'too-many-requests': {
    code: 429,
    reason: 'TooManyRequests',
    message: 'the proxy limits the rate of requests',
    cause: 'Wait a second and try again, less often.',
  },
  'headers-too-large': {
    code: 431,
    reason: 'RequestHeaderFieldsTooLarge',
    message: 'the request headers are larger than the proxy allows',
    cause: 'One header line may have 8 KB. A token is the usual reason: use a service-account token.',
  },
  internal: {
    code: 500,
    reason: 'InternalError',
    message: 'the proxy failed inside',
    cause: 'Its error log says why.',
  },
  'not-implemented': {
    code: 501,
    reason: 'NotImplemented',
    message: 'the proxy does not know this transfer encoding',
    cause: 'Send the body with Content-Length.',
  },
  'bad-gateway': {
    code: 502,
    reason: 'BadGateway',
    message: 'the proxy got no usable answer from the Kubernetes API server',
    cause:
      'It is down or refuses the connection, its certificate was not accepted, or its answer is broken or has too large ' +
      `headers; the error log of the proxy says which. ${inDoubt}`,
  },
  unavailable: {
    code: 503,
    reason: 'ServiceUnavailable',
    message: 'the proxy cannot take requests now',
    cause: 'It is overloaded or shutting down. Try again.',
  },
  'gateway-timeout': {
    code: 504,
    reason: 'Timeout',
    message: 'the Kubernetes API server did not answer the proxy in time',
    cause: `The API server is slow, or a firewall drops packets between the proxy and it. ${inDoubt}`,
  },
  'http-version': {
    code: 505,
    reason: 'HTTPVersionNotSupported',
    message: 'the proxy does not speak this version of HTTP',
    cause: 'Send HTTP/1.1, as SQL Server does.',
  },
} as const satisfies Readonly<Record<string, OwnError>>;

/** Names of the proxy's own errors. */
export type OwnErrorName = keyof typeof ownErrors;

/** The `Status` object of an error the proxy makes itself. */
export function ownStatus(name: OwnErrorName): KubeStatus & { readonly apiVersion: 'v1' } {
  const error: OwnError = ownErrors[name];
  const cause = {
    reason: proxyCause,
    message: error.cause,
    ...(error.field === undefined ? {} : { field: error.field }),
  };
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: `proxy: ${error.message}`,
    reason: error.reason,
    code: error.code,
    details: { causes: [cause] },
  };
}
