/** What a character can begin or be part of, for those below 128. */
export const blank = 1;
export const wordStart = 2;
export const digit = 3;
const wordPart = 4;
export const other = 0;

/** By character code; control characters are blanks to SQL Server. */
export const classes = new Uint8Array(128);
for (let code = 0; code <= 32; code += 1) classes[code] = blank;
for (let code = 48; code <= 57; code += 1) classes[code] = digit;
for (const sign of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_#') classes[sign.charCodeAt(0)] = wordStart;
for (const sign of '@$') classes[sign.charCodeAt(0)] = wordPart;

const wideBlank = /[\s\u200b\ufeff]/u;
const wideLetter = /\p{L}/u;
const wideWord = /[\p{L}\p{N}\p{M}]/u;

const at = (text: string, index: number): string => String.fromCodePoint(text.codePointAt(index) ?? 0);

/** The class of the character at `index`, which is 128 or more: `blank`, `wordStart`, `wordPart` or `other`. */
export const wideClass = (text: string, index: number): number => {
  const sign = at(text, index);
  if (wideBlank.test(sign)) return blank;
  if (wideLetter.test(sign)) return wordStart;
  return wideWord.test(sign) ? wordPart : other;
};

/** UTF-16 units of the character at `index`. */
export const widthAt = (text: string, index: number): number => ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
