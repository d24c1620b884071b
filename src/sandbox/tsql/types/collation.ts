/** How text is compared. The names are SQL Server's collation names. */
export interface Collation {
  readonly name: string;
  readonly binary: boolean;
  readonly caseSensitive: boolean;
  readonly accentSensitive: boolean;
}

/** The collation of the server, its databases and all literals. */
export const defaultCollation: Collation = {
  name: 'SQL_Latin1_General_CP1_CI_AS',
  binary: false,
  caseSensitive: false,
  accentSensitive: true,
};

/** The collation of OPENJSON's `key` column (observed). */
export const binaryCollation: Collation = {
  name: 'Latin1_General_BIN2',
  binary: true,
  caseSensitive: true,
  accentSensitive: true,
};

/** What a collation name means; undefined for a name of another family. */
export function parseCollation(name: string): Collation | undefined {
  if (/^database_default$/i.test(name)) return defaultCollation;
  const match = /^(?:SQL_)?Latin1_General_(?:\w*_)?(BIN2?|C[IS]_A[IS])(?:_\w+)?$/i.exec(name);
  const flags = match?.[1]?.toUpperCase();
  if (flags === undefined) return undefined;
  const binary = flags.startsWith('BIN');
  return {
    name,
    binary,
    caseSensitive: binary || flags.startsWith('CS'),
    accentSensitive: binary || flags.endsWith('AS'),
  };
}

/** Equal exactly for texts that compare equal. Trailing blanks never count. */
export function textKey(text: string, collation: Collation = defaultCollation): string {
  const bare = withoutTrailingBlanks(text);
  if (collation.binary) return bare;
  const folded = collation.caseSensitive ? bare : bare.toLowerCase();
  // eslint-disable-next-line no-control-regex -- ASCII has no accents to take apart
  if (/^[\u0000-\u007f]*$/.test(folded)) return folded;
  const apart = folded.normalize('NFD');
  return collation.accentSensitive ? apart : apart.replace(/\p{M}/gu, '');
}

function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** Negative, 0 or positive. Punctuation comes before digits, digits before letters (sort order 52, documented). */
export function compareText(left: string, right: string, collation: Collation = defaultCollation): number {
  if (left === right) return 0;
  const [a, b] = [textKey(left, collation), textKey(right, collation)];
  if (a === b) return 0;
  if (collation.binary) return comparePadded(a, b, (text, at) => text.charCodeAt(at));
  return comparePadded(stripMarks(a), stripMarks(b), weightAt) || (a < b ? -1 : 1);
}

const stripMarks = (text: string): string => (/\p{M}/u.test(text) ? text.replace(/\p{M}/gu, '') : text);

/** The shorter text is thought of as followed by blanks. */
function comparePadded(a: string, b: string, weight: (text: string, at: number) => number): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = at < a.length ? weight(a, at) : weight(' ', 0);
    const right = at < b.length ? weight(b, at) : weight(' ', 0);
    if (left !== right) return left - right;
  }
  return 0;
}

/** Letters sort after everything else of ASCII, upper case right behind lower case; the rest by code. */
function weightAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 97 && code <= 122) return 1000 + code * 2;
  if (code >= 65 && code <= 90) return 1001 + (code + 32) * 2;
  if (code >= 48 && code <= 57) return 500 + code;
  return code < 128 ? code : 2000 + code;
}
