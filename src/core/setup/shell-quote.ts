/**
 * One word of a POSIX shell that is exactly `text`: in single quotes nothing is special but the quote itself. Throws a
 * RangeError for NUL, which no shell can hold.
 */
export const quoteShell = (text: string): string => {
  if (text.includes('\0')) throw new RangeError('A shell word cannot hold the character NUL.');
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
};
