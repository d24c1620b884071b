import { withoutSecretObjects } from './redact-secret-objects.ts';

/** What stands in place of a secret. */
export const redacted = '[redacted]';

interface Rule {
  readonly pattern: RegExp;
  /** Kept in front of the secret, by group 1, and behind it, by group 2. */
  readonly keep: string;
}

const keepBoth = `$1${redacted}$2`;
const keepFront = `$1${redacted}`;

/** What our own texts show in place of a secret, to be read and copied. Not part of the patterns, which it would slow down. */
const placeholders: ReadonlySet<string> = new Set(['Bearer …', `'{"Authorization":"Bearer …"}'`, '…', '…`']);
/** A T-SQL string literal, '…' with '' inside; an unclosed one runs to the end. */
const literal = String.raw`'(?:[^']|'')*(?:'|$(?![\s\S]))`;
/** What names a secret in connection strings, environment variables and JSON, up to its value. */
const named = String.raw`((?:^|[\s;,{("'_-])(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key)(?:\\*["'])?\s*[=:]\s*)`;

/**
 * A sentence behind the name of a secret and a colon, as in “it lacks the token: a credential is needed”. Its first word is one of
 * those that sentences begin with and secrets are not, and another word follows; so nothing is lost that was a secret.
 */
const sentence = String.raw`(?<=:[ \t]+)(?:an?|the|it|its|this|that|there|no|not|none|is|was|has|must|cannot|if|when|where|which|who|whose|what|how|as|either|only|your|please|see|use|ask|invalid|expired|missing|unknown|required|unauthorized|forbidden)[ \t]+[a-z]`;

const assigned = (value: string, keep: string): Rule => ({ pattern: new RegExp(named + value, 'gim'), keep });

/** Most telling first: what an earlier rule took away, a later one no longer sees. */
const rules: readonly Rule[] = [
  // PEM private keys of every kind, also cut off and with \n as two characters.
  {
    pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
    keep: redacted,
  },
  // JWT: two base64url parts that begin as `{"` does, whatever follows.
  { pattern: /\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,4}/g, keep: redacted },
  // Header values, in JSON (once or twice escaped), in dumps, and in curl's spelling.
  {
    pattern: /((?:proxy-)?authorization(?:\\*["'])?\s*[:=]\s*(?:\\*["'])?)[^"'\\\r\n]+/gi,
    keep: keepFront,
  },
  // “bearer token” and “basic authentication” are words of sentences.
  {
    pattern:
      /\b((?:bearer|basic|negotiate)\s+)(?!(?:tokens?|authentication|authorization|credentials?)\.?(?:[\s,;:)\]'"]|$))[A-Za-z0-9._~+/=-]{6,}/gi,
    keep: keepFront,
  },
  // T-SQL: CREATE CREDENTIAL, CREATE LOGIN, CREATE MASTER KEY, OPEN …
  { pattern: new RegExp(String.raw`(\bSECRET\s*=\s*N?)${literal}`, 'gi'), keep: keepFront },
  { pattern: new RegExp(String.raw`(\bPASSWORD\s*=\s*N?)${literal}`, 'gi'), keep: keepFront },
  { pattern: new RegExp(String.raw`(\bPASSWORD\s*=\s*)0x[0-9a-f]+`, 'gi'), keep: keepFront },
  // T-SQL: DECLARE @password nvarchar(50) = N'…', SET @token = '…', EXEC … @rmtpassword = '…'
  {
    pattern: new RegExp(
      String.raw`(@\w*(?:password|passwd|pwd|passphrase|secret|token)\w*(?:\s{1,9}[\w(]{1,30}\)?)?\s{0,9}=\s{0,9}N?)${literal}`,
      'gi',
    ),
    keep: keepFront,
  },
  // password=…, pwd=…, "password": "…". A quoted value may be cut off; what is redacted already stays as it is.
  assigned(String.raw`"(?:[^"\\]|\\.)*(?:"|$(?![\s\S]))`, `$1"${redacted}"`),
  assigned(literal, `$1'${redacted}'`),
  assigned(String.raw`\{(?:[^}]|\}\})*(?:\}|$(?![\s\S]))`, `$1{${redacted}}`),
  assigned(String.raw`(?!\[redacted\]|["'{]|${sentence})[^;,\s"']+`, keepFront),
  // URLs that carry a password. Only the scheme's last letter is looked at: long dotted words would cost their square.
  { pattern: /([a-z0-9+.-]:\/\/[^\s/:@]+:)[^\s/@]+(@)/gi, keep: keepBoth },
];

/**
 * Text without what looks like a secret. `known` are secrets that the caller holds: they go first, wherever they stand, also
 * JSON-escaped and percent-encoded. Redacting twice changes nothing more.
 */
export function redact(text: string, known: readonly string[] = []): string {
  // Longest first, so that no spelling is left in pieces.
  const all = [...new Set(known.flatMap(spellings))].sort((left, right) => right.length - left.length);
  const withoutKnown = all.reduce((rest, secret) => rest.replaceAll(secret, redacted), text);
  const withoutData = withoutSecretObjects(withoutKnown, redacted);
  return rules.reduce(masked, withoutData);
}

function masked(text: string, { pattern, keep }: Rule): string {
  if (!text.includes('…')) return text.replace(pattern, keep);
  return text.replace(pattern, (whole: string, ...[front, behind]: readonly unknown[]) => {
    const kept = [front, behind].map((group) => (typeof group === 'string' ? group : ''));
    if (placeholders.has(whole.slice(kept[0]?.length ?? 0))) return whole;
    return keep.replaceAll(/\$([12])/g, (_, group) => kept[Number(group) - 1] ?? '');
  });
}

/** Very short secrets are left alone: they would blank the whole text. */
function spellings(secret: string): string[] {
  if (secret.length < 4) return [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, escaped, JSON.stringify(escaped).slice(1, -1), secret.replaceAll("'", "''"), encoded(secret)];
}

function encoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // Lone surrogates have no UTF-8 and so no percent-encoding.
    return secret;
  }
}
