import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import { readKubeStatus, type KubeStatus } from '../core/kube/status.ts';
import { redact } from '../core/redact.ts';

type Refusal = 'unauthorized' | 'forbidden' | 'not-found' | 'conflict' | 'invalid';

const refusals: ReadonlyMap<number, Refusal> = new Map([
  [400, 'invalid'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'conflict'],
  [422, 'invalid'],
]);

const longestText = 500;

/** Some answers are plain text, such as the 404 of an unknown path (observed, 1.36.3). */
const statusOfText = (code: number, text: string): KubeStatus => ({
  kind: 'Status',
  code,
  message: redact(text.trim()).slice(0, longestText),
});

/** What an answer means that is not the one asked for. `body` is the parsed JSON, undefined when it was none. */
export const fromAnswer = (code: number, body: unknown, text: string): ClusterFailure => {
  const status = readKubeStatus(body) ?? statusOfText(code, text);
  const kind = refusals.get(code);
  return kind === undefined ? { kind: 'unexpected', code, status } : { kind, status };
};

/** What the API server would refuse, refused before it is asked. */
export const invalidHere = (message: string): ClusterFailure => ({
  kind: 'invalid',
  status: { kind: 'Status', reason: 'Invalid', message },
});

const textOf = (error: unknown): string => redact(error instanceof Error ? error.message : String(error));

/** The code of a Node error, such as `ECONNREFUSED`; empty when it has none. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

// The names of X509_V_ERR_… without their prefix, as node:tls gives them (documented: "X509 certificate error codes").
const refusedCertificate =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|.*_CERT(_|$)|.*_SIGNATURE$|INVALID_(CA|PURPOSE)$|HOSTNAME_MISMATCH$|PATH_LENGTH)/;

/** What an error means that a connection ended with. */
export const fromConnection = (error: unknown, server: string): ClusterFailure => {
  const code = codeOf(error);
  const kind = refusedCertificate.test(code) ? 'tls' : 'unreachable';
  // OpenSSL's refusal of our own key or certificate comes before any byte is sent.
  if (code.startsWith('ERR_OSSL')) {
    return { kind: 'kubeconfig', reason: `The user's client certificate or key cannot be used (${code}).` };
  }
  return { kind, server, code, detail: textOf(error) };
};

/** What an error means that came up while the context's user was signed in, before anything was asked. */
export const fromSignIn = (error: unknown, user: string): ClusterFailure => {
  const isFile = error instanceof Error && 'syscall' in error && error.syscall === 'open';
  return isFile
    ? { kind: 'kubeconfig', reason: `A file that the context needs cannot be read: ${textOf(error)}` }
    : { kind: 'sign-in', user, detail: textOf(error).trim().slice(0, longestText) };
};
