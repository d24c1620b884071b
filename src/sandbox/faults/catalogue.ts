/** Where a fault is brought about. */
type FaultPlace =
  'sql-server' | 'name-resolution' | 'trust' | 'listener' | 'certificate' | 'response' | 'proxy' | 'api-server';

/** One way to break the chain on purpose. */
export interface Fault {
  readonly name: string;
  /** For a pick list. */
  readonly title: string;
  readonly description: string;
  readonly place: FaultPlace;
}

/** Every fault that the sandbox can show, in the order of the chain. */
export const faults = [
  {
    name: 'switch-off',
    title: 'Switch off',
    description: 'The option external rest endpoint enabled is 0.',
    place: 'sql-server',
  },
  {
    name: 'switch-pending',
    title: 'Switch not in force',
    description: 'The option was set to 1, and RECONFIGURE was not run since.',
    place: 'sql-server',
  },
  {
    name: 'no-permission',
    title: 'No permission to call',
    description: 'Every login is an ordinary one without EXECUTE ANY EXTERNAL ENDPOINT, the administrator too.',
    place: 'sql-server',
  },
  {
    name: 'no-master-key',
    title: 'No master key',
    description: 'The database was set up without a master key, so there is no credential either.',
    place: 'sql-server',
  },
  {
    name: 'credential-missing',
    title: 'Credential missing',
    description: 'The credential for the proxy was dropped.',
    place: 'sql-server',
  },
  {
    name: 'credential-renamed',
    title: 'Credential misnamed',
    description: "The credential was made under a name that is not the proxy's URL.",
    place: 'sql-server',
  },
  {
    name: 'credential-identity',
    title: 'Credential of another kind',
    description: 'The credential was made with an IDENTITY that the procedure does not take.',
    place: 'sql-server',
  },
  {
    name: 'no-reference',
    title: 'Credential not granted',
    description: 'Every login is an ordinary one without REFERENCES on the credential, the administrator too.',
    place: 'sql-server',
  },
  {
    name: 'unknown-name',
    title: 'Unknown host name',
    description: "The host of SQL Server cannot resolve the proxy's name.",
    place: 'name-resolution',
  },
  {
    name: 'refused-port',
    title: 'Refused port',
    description: "Nothing listens on the proxy's port.",
    place: 'listener',
  },
  {
    name: 'untrusted-ca',
    title: 'Untrusted CA',
    description: "The proxy's CA is missing in SQL Server's trust folder.",
    place: 'trust',
  },
  {
    name: 'wrong-name',
    title: 'Certificate for another name',
    description: 'The proxy shows a certificate of the right CA for another host.',
    place: 'certificate',
  },
  {
    name: 'expired',
    title: 'Expired certificate',
    description: "The proxy's certificate ended an hour ago.",
    place: 'certificate',
  },
  {
    name: 'not-yet-valid',
    title: 'Certificate not yet valid',
    description: "The proxy's certificate begins tomorrow, as with a clock that is behind.",
    place: 'certificate',
  },
  {
    name: 'client-certificate',
    title: 'Client certificate demanded',
    description: 'The proxy demands a client certificate, which the procedure cannot send.',
    place: 'listener',
  },
  {
    name: 'tls13-only',
    title: 'TLS 1.3 only',
    description: 'The proxy speaks no TLS below 1.3.',
    place: 'listener',
  },
  {
    name: 'plain-http',
    title: 'No TLS',
    description: "The proxy's port speaks HTTP without TLS.",
    place: 'listener',
  },
  {
    name: 'slow',
    title: 'Slow answers',
    description: 'Every answer comes some seconds late.',
    place: 'response',
  },
  {
    name: 'timeout',
    title: 'No answer',
    description: 'The proxy takes requests and never answers.',
    place: 'response',
  },
  {
    name: 'reset',
    title: 'Connection reset',
    description: 'The connection is reset in the middle of an answer.',
    place: 'response',
  },
  {
    name: 'http-401',
    title: '401 Unauthorized',
    description: 'The API server refuses the token.',
    place: 'response',
  },
  {
    name: 'http-403',
    title: '403 Forbidden',
    description: 'The service account may not do what is asked.',
    place: 'response',
  },
  {
    name: 'http-404',
    title: '404 Not Found',
    description: 'The API server does not know the path; its answer is plain text.',
    place: 'response',
  },
  {
    name: 'http-409',
    title: '409 Conflict',
    description: 'The object was changed by somebody else in between.',
    place: 'response',
  },
  {
    name: 'http-429',
    title: '429 Too Many Requests',
    description: 'The API server is overloaded and says when to come back, as plain text.',
    place: 'response',
  },
  {
    name: 'http-500',
    title: '500 Internal Server Error',
    description: 'The API server fails inside.',
    place: 'response',
  },
  {
    name: 'http-503',
    title: '503 Service Unavailable',
    description: 'The API server cannot serve the request now.',
    place: 'response',
  },
  {
    name: 'html-body',
    title: 'HTML instead of JSON',
    description: 'A login page answers with 200, as a gateway in between may do.',
    place: 'response',
  },
  {
    name: 'empty-body',
    title: 'Empty body',
    description: 'The answer is 200 without a body.',
    place: 'response',
  },
  {
    name: 'truncated-json',
    title: 'Truncated JSON',
    description: 'The JSON breaks off in the middle though the length is right.',
    place: 'response',
  },
  {
    name: 'huge-body',
    title: 'Body over 100 MB',
    description: 'The answer is larger than the procedure takes.',
    place: 'response',
  },
  {
    name: 'huge-headers',
    title: 'Headers over 8 KB',
    description: 'The response headers are larger than the procedure takes.',
    place: 'response',
  },
  {
    name: 'wrong-host',
    title: 'Misdirected request',
    description: 'The proxy was set up for other host names.',
    place: 'proxy',
  },
  {
    name: 'plain-proxy',
    title: 'Proxy without translation',
    description: 'The proxy passes everything on as it is, as one made by hand does.',
    place: 'proxy',
  },
  {
    name: 'proxy-denies',
    title: 'Proxy refuses the request',
    description: 'The access that the proxy was made for does not include pods.',
    place: 'proxy',
  },
  {
    name: 'upstream-down',
    title: 'API server down',
    description: 'The proxy gets no usable answer from the API server (502).',
    place: 'proxy',
  },
  {
    name: 'upstream-slow',
    title: 'API server silent',
    description: 'The API server does not answer the proxy in time (504).',
    place: 'proxy',
  },
  {
    name: 'token-expired',
    title: 'Token ended',
    description: 'The API server no longer takes the token of the credential.',
    place: 'api-server',
  },
  {
    name: 'role-removed',
    title: 'Role removed',
    description: 'The roles of the service account were removed, so it may do nothing with pods.',
    place: 'api-server',
  },
  {
    name: 'quota',
    title: 'Quota used up',
    description: 'A quota allows no more pods; creating one is refused with 403.',
    place: 'api-server',
  },
] as const satisfies readonly Fault[];

/** The faults' names. */
export type FaultName = (typeof faults)[number]['name'];

/** Recognises a fault's name in what a user typed. */
export const isFaultName = (text: string): text is FaultName => faults.some((fault) => fault.name === text);
