/**
 * The only place where a JavaScript string becomes T-SQL. Text that came through here has the type `SqlText`; what runs
 * T-SQL takes nothing else, so that forgetting to quote does not compile.
 */
declare const brand: unique symbol;

/** T-SQL text whose every variable part was quoted. */
export type SqlText = string & { readonly [brand]: 'SqlText' };

/** SQL Server's `sysname`. */
const longestIdentifier = 128;
/** An N'…' literal longer than this is nvarchar(max). */
const longestShortLiteral = 4000;

const trusted = (text: string): SqlText => text as SqlText;
const oneLiteral = (text: string): string => `N'${text.replaceAll("'", "''")}'`;

/**
 * An expression that is exactly `value`: normally one N'…' literal. Inside a literal a backslash before a line end is
 * T-SQL's line continuation and both vanish (documented), so such text is cut there and put together with +.
 */
export const quoteLiteral = (value: string): SqlText => {
  const parts = value.split(/(?<=\\)(?=\r?\n)/u).map(oneLiteral);
  if (parts.length === 1) return trusted(parts.join(''));
  // Without max on the left, + would cut the result at 4000 characters.
  const head = value.length > longestShortLiteral ? ["CONVERT(nvarchar(max), N'')"] : [];
  return trusted(`(${[...head, ...parts].join(' + ')})`);
};

/** Text to put between the quotes of a literal that is there already. It must hold no backslash before a line end. */
export const insideLiteral = (text: string): SqlText => trusted(text.replaceAll("'", "''"));

/** Why a name cannot be a T-SQL identifier; undefined when it can. */
export const identifierProblem = (name: string): string | undefined => {
  if (name === '') return 'The name is empty.';
  if (name.length > longestIdentifier)
    return `The name has ${name.length} characters; SQL Server allows ${longestIdentifier}.`;
  return undefined;
};

/** `[name]`. Throws a RangeError for a name that `identifierProblem` objects to: ask it first. */
export const quoteIdentifier = (name: string): SqlText => {
  const problem = identifierProblem(name);
  if (problem !== undefined) throw new RangeError(problem);
  return trusted(`[${name.replaceAll(']', ']]')}]`);
};

/** `@name` of a variable. Throws a RangeError for anything else. */
export const localVariable = (name: string): SqlText => {
  if (!/^@[\p{L}\p{N}\p{M}_@$#]+$/u.test(name)) throw new RangeError(`${name} is not the name of a variable.`);
  return trusted(name);
};

/** Blanks and line ends as they stand in a script. Throws a RangeError for anything else. */
export const blanks = (text: string): SqlText => {
  if (!/^\s*$/u.test(text)) throw new RangeError('These are not only blanks.');
  return trusted(text);
};

/** `-- text`, without the line end. Throws a RangeError for a text of several lines. */
export const lineComment = (text: string): SqlText => {
  if (/[\r\n]/u.test(text)) throw new RangeError('A line comment has one line.');
  return trusted(`-- ${text}`);
};

/** A whole number as T-SQL. Throws a RangeError for anything else. */
export const integer = (value: number): SqlText => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number.`);
  return trusted(String(value));
};

/** A script that a person read and chose to run, as it stands. Whoever asks for it adds nothing to the text. */
export const reviewedText = (script: string): SqlText => trusted(script);

/** Fixed T-SQL with quoted parts: sql`SELECT ${quoteLiteral(x)}`. Only SqlText goes in. */
export const sql = (fixed: TemplateStringsArray, ...parts: readonly SqlText[]): SqlText =>
  trusted(fixed.reduce((text, piece, index) => text + (parts[index - 1] ?? '') + piece));

/** Parts in order with fixed text between them. */
export const concat = (parts: readonly SqlText[], separator: SqlText = trusted('')): SqlText =>
  trusted(parts.join(separator));

/** What a string token ('…' or N'…') means. */
export const unquoteLiteral = (token: string): string => {
  const start = token.indexOf("'") + 1;
  const end = token.length > start && token.endsWith("'") ? token.length - 1 : token.length;
  const inside = token.slice(start, end);
  return /['\\]/u.test(inside) ? inside.replaceAll("''", "'").replaceAll(/\\\r?\n/gu, '') : inside;
};

/** What an identifier token ([…], "…" or a bare word) names. */
export const unquoteIdentifier = (token: string): string => {
  const close = token.startsWith('[') ? ']' : token.startsWith('"') ? '"' : undefined;
  if (close === undefined) return token;
  const end = token.length > 1 && token.endsWith(close) ? token.length - 1 : token.length;
  return token.slice(1, end).replaceAll(close + close, close);
};
