/** Where a fault is brought about. */
type FaultPlace = 'name-resolution' | 'trust' | 'listener' | 'certificate' | 'response';

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
] as const satisfies readonly Fault[];

/** The faults' names. */
export type FaultName = (typeof faults)[number]['name'];

/** Recognises a fault's name in what a user typed. */
export const isFaultName = (text: string): text is FaultName => faults.some((fault) => fault.name === text);
