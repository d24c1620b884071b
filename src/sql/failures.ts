import type { Failure, SqlMessage } from '../core/failure.ts';

/** What the caller knows of the connection whose driver failed. */
export interface FailureContext {
  readonly server: string;
  readonly user: string;
  readonly connectTimeoutSeconds: number;
  readonly queryTimeoutSeconds: number;
  /** What SQL Server said while refusing the login. */
  readonly loginErrors: readonly SqlMessage[];
}

/** OpenSSL's verification results as Node names them, beside those that begin with CERT_ (observed, Node 24). */
const certificateCodes: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'EPIN',
]);

const lostCodes: ReadonlySet<string> = new Set([
  'ESOCKET',
  'ECLOSE',
  'ECONNCLOSED',
  'ENOTOPEN',
  'ECONNRESET',
  'EPIPE',
  'EINVALIDSTATE',
]);

/** A failed log-in as a value. Anything that is no driver error at all is thrown again: it is a bug of ours. */
export function fromConnect(error: unknown, context: FailureContext): Failure {
  const codes = codesOf(error);
  const detail = textOf(error);
  const { server, user } = context;
  if (codes.includes('ELOGIN')) return { kind: 'login', server, user, errors: context.loginErrors };
  const certificate = codes.find((code) => certificateCodes.has(code) || code.startsWith('CERT_'));
  if (certificate !== undefined) return { kind: 'server-certificate', server, code: certificate, detail };
  if (codes[0] === 'ETIMEOUT') {
    return { kind: 'timeout', stage: 'connect', seconds: context.connectTimeoutSeconds };
  }
  const code = codes.at(-1);
  if (code === undefined) throw error;
  return { kind: 'unreachable', server, code, detail };
}

/** A failed run as a value. Anything that is no driver error at all is thrown again: it is a bug of ours. */
export function fromRun(error: unknown, context: FailureContext): Failure {
  const codes = codesOf(error);
  const errors = messagesOf(error);
  if (codes.includes('ECANCEL')) return { kind: 'cancelled' };
  // The pool (tarn) gives its own time-out a name instead of a code.
  if (codes.includes('ETIMEOUT') || fieldsOf(error)?.['name'] === 'TimeoutError') {
    return { kind: 'timeout', stage: 'query', seconds: context.queryTimeoutSeconds };
  }
  // A severity of 20 and more comes with a closed connection; the error says why, the closing does not.
  if (errors.length > 0) return { kind: 'sql', errors };
  if (codes.some((code) => lostCodes.has(code))) {
    return { kind: 'connection-lost', server: context.server, detail: textOf(error) };
  }
  // The pool logs in again when its sessions are gone, so a run can fail the way a log-in does.
  return fromConnect(error, context);
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

/** The error and what it wraps: mssql uses `originalError` and `info`, tedious `cause`, both from outside in. */
function layersOf(error: unknown): Fields[] {
  const layers: Fields[] = [];
  let layer = fieldsOf(error);
  while (layer !== undefined && !layers.includes(layer)) {
    layers.push(layer);
    layer = fieldsOf(layer['originalError']) ?? fieldsOf(layer['info']) ?? fieldsOf(layer['cause']) ?? firstOf(layer);
  }
  return layers;
}

const firstOf = (layer: Fields): Fields | undefined =>
  Array.isArray(layer['errors']) ? fieldsOf(layer['errors'][0]) : undefined;

function codesOf(error: unknown): string[] {
  return layersOf(error).flatMap((layer) => {
    const code = layer['code'];
    return typeof code === 'string' && code !== 'EREQUEST' ? [code] : [];
  });
}

function textOf(error: unknown): string {
  const texts = layersOf(error).flatMap((layer) => (typeof layer['message'] === 'string' ? [layer['message']] : []));
  return texts.at(-1) ?? '';
}

/** All errors that SQL Server sent for the batch, in its order; mssql keeps the last apart from those before it. */
function messagesOf(error: unknown): SqlMessage[] {
  const outer = fieldsOf(error);
  if (outer === undefined) return [];
  const before = Array.isArray(outer['precedingErrors']) ? (outer['precedingErrors'] as unknown[]) : [];
  return [...before, outer].flatMap((one) => toMessage(fieldsOf(one)));
}

function toMessage(fields: Fields | undefined): SqlMessage[] {
  const number = fields?.['number'];
  if (fields === undefined || typeof number !== 'number') return [];
  const numeric = (name: string): number => (typeof fields[name] === 'number' ? fields[name] : 0);
  const procedure = fields['procName'];
  return [
    {
      number,
      state: numeric('state'),
      class: numeric('class'),
      text: typeof fields['message'] === 'string' ? fields['message'] : '',
      ...(typeof procedure === 'string' && procedure !== '' ? { procedure } : {}),
      ...(numeric('lineNumber') > 0 ? { line: numeric('lineNumber') } : {}),
    },
  ];
}
