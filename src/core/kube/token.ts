import { isJsonObject, listAt, numberAt, textAt } from './json.ts';

/** What a service account's token says about itself. Nothing here is verified; only the API server can do that. */
export interface TokenClaims {
  /** Milliseconds since 1970; absent on tokens that never expire (those in Secrets). */
  readonly expiresAt?: number;
  readonly issuedAt?: number;
  readonly issuer?: string;
  /** `system:serviceaccount:NAMESPACE:NAME` for service accounts. */
  readonly subject?: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly audiences: readonly string[];
}

const payloadOf = (token: string): unknown => {
  const parts = token.trim().split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) return undefined;
  try {
    return JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
};

const audiencesOf = (payload: unknown): readonly string[] => {
  const one = textAt(payload, 'aud');
  return one === undefined ? listAt(payload, 'aud').filter((item) => typeof item === 'string') : [one];
};

/** Reads a JSON Web Token's claims without checking its signature; undefined when the text is not such a token. */
export const tokenClaims = (token: string): TokenClaims | undefined => {
  const payload = payloadOf(token);
  if (!isJsonObject(payload)) return undefined;
  const expires = numberAt(payload, 'exp');
  const issued = numberAt(payload, 'iat');
  const issuer = textAt(payload, 'iss');
  const subject = textAt(payload, 'sub');
  const [, , subjectNamespace, subjectName] = subject?.startsWith('system:serviceaccount:') ? subject.split(':') : [];
  const namespace = textAt(payload, 'kubernetes.io', 'namespace') ?? subjectNamespace;
  const serviceAccount = textAt(payload, 'kubernetes.io', 'serviceaccount', 'name') ?? subjectName;
  return {
    audiences: audiencesOf(payload),
    ...(expires === undefined ? {} : { expiresAt: expires * 1000 }),
    ...(issued === undefined ? {} : { issuedAt: issued * 1000 }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(subject === undefined ? {} : { subject }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
  };
};
