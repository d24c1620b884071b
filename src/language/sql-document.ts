import type { DocumentFilter, TextDocument } from 'vscode';

/** Files and untitled documents in SQL, on whatever disk; not the old sides of diffs, nor documents of our own. */
const schemes = ['file', 'untitled', 'vscode-remote', 'vscode-userdata'];

/** Where the editor features are offered. */
export const sqlSelector: readonly DocumentFilter[] = schemes.map((scheme) => ({ language: 'sql', scheme }));

/** True for a document that the editor features look at. */
export const isSql = ({ languageId, uri }: Pick<TextDocument, 'languageId' | 'uri'>): boolean =>
  languageId === 'sql' && schemes.includes(uri.scheme);
