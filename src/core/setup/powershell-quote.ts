/**
 * A PowerShell string that is exactly `text`. Inside single quotes nothing is expanded; the four typographic quotes end the
 * string as well as the plain one does (about_Quoting_Rules), and each is doubled to stand for itself.
 */
export const quotePowerShell = (text: string): string =>
  `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/gu, (quote) => quote + quote)}'`;
