import { badRequest } from './status-error.ts';

/** Where a list goes on, and as of when; -1 is "as of now" (the token that an expired list hands out). */
export interface Position {
  readonly revision: number;
  readonly after: { readonly namespace: string; readonly name: string };
}

const version = 'meta.k8s.io/v1';

/** Opaque to clients. The key is relative to the list, as the real server's is: without the namespace when that is asked for. */
export const writeToken = ({ revision, after }: Position, isNamespaced: boolean): string => {
  const key = isNamespaced ? `/${after.name}` : `/${after.namespace}/${after.name}`;
  return Buffer.from(JSON.stringify({ v: version, rv: revision, start: `${key}\u0000` })).toString('base64url');
};

const broken = (why: string): Error => badRequest(`invalid continue token: continue key is not valid: ${why}`);

const parse = (token: string): unknown => {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The real server tells what Go's parser stumbled over; only the beginning of that sentence is the same here.
    throw broken('invalid character looking for beginning of value');
  }
};

/** Reads a token for a list of one namespace (or of all); throws the 400 of the real server for anything else. */
export const readToken = (token: string, namespace: string | undefined): Position => {
  const value = parse(token) as { v?: unknown; rv?: unknown; start?: unknown } | null;
  if (value?.v !== version) {
    const encoded = typeof value?.v === 'string' ? value.v : '';
    throw broken(`server does not recognize this encoded version ${encoded}`);
  }
  if (typeof value.rv !== 'number' || value.rv === 0) {
    throw broken(`incorrect encoded start resourceVersion (version ${version})`);
  }
  const start = typeof value.start === 'string' ? value.start : '';
  if (start === '' || start.split('/').includes('..')) throw broken(start);
  const parts = start
    .replace(/^\//, '')

    .split('/');
  const name = parts.at(-1) ?? '';
  return { revision: value.rv, after: { namespace: namespace ?? parts[0] ?? '', name } };
};
