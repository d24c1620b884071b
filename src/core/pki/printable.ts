/**
 * Text from a foreign file, safe to show: controls, line separators, direction marks and other invisible characters are
 * spelled out as `\u{…}`, so that a name can neither break a line nor reorder one.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
