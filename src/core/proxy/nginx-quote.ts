/**
 * One argument of an nginx directive. Always quoted, so that `;`, braces and blanks are text. Throws on what nginx cannot
 * express: `$` begins a variable and has no escape, and a line break would end a directive in a reader's eyes.
 */
export function quoteArgument(text: string): string {
  const bad = /[$\p{Cc}]/u.exec(text)?.[0];
  if (bad !== undefined) {
    throw new RangeError(`nginx cannot be given ${JSON.stringify(text)}: ${JSON.stringify(bad)} has no escape there.`);
  }
  return quoteRaw(text);
}

/** A regular expression of a map, where `$` is an anchor and no variable. */
export const quotePattern = (pattern: string, ignoreCase: boolean): string =>
  quoteRaw(`~${ignoreCase ? '*' : ''}${pattern}`);

/** A value that may use `${name}` variables; only for texts of this program. */
export const quoteTemplate = (template: string): string => quoteRaw(template);

/** A fixed answer of ours, JSON that holds nothing nginx would read. */
export function quoteFixed(text: string): string {
  if (/['$\\]/.test(text))
    throw new RangeError(`A fixed answer of the proxy has a character that nginx would read: ${text}`);
  return `'${text}'`;
}

/** nginx unescapes `\"` and `\\` inside double quotes. */
const quoteRaw = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
