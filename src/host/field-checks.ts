import { quoted } from '../core/input-problem.ts';
import { readEndpointUrl } from '../core/rest/endpoint-url.ts';
import { parseServerName } from '../core/server-name.ts';

/** Checks for one typed field: a sentence to show under the box, or undefined when the text is good. */
export type FieldCheck = (text: string) => string | undefined;

// RFC 1123 label, as Kubernetes asks of namespace names.
const namespaceName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** `host`, `host,port` or `host\\instance`. */
export const checkServer: FieldCheck = (text) => {
  const name = parseServerName(text);
  return name.ok ? undefined : name.error;
};

/** A database name that the procedure can be used from. */
export const checkDatabase: FieldCheck = (text) => {
  const name = text.trim();
  if (name === '') return 'Type the database that holds, or will hold, the database scoped credential.';
  if (name.length > 128) return 'A database name has at most 128 characters.';
  if (/^(master|tempdb|model|msdb)$/i.test(name)) {
    return `Use a database of your own: a database scoped credential does not belong in ${name.toLowerCase()}.`;
  }
  return undefined;
};

/** A SQL login name. */
export const checkUser: FieldCheck = (text) => {
  const name = text.trim();
  if (name === '') return 'Type the name of a SQL login.';
  if (name.includes('\\')) return 'That is a Windows account. Windows sign-in is not supported yet: use a SQL login.';
  if (name.length > 128) return 'A login name has at most 128 characters.';
  return undefined;
};

/** A password of a SQL login; SQL Server allows 128 characters. */
export const checkPassword: FieldCheck = (text) => {
  if (text === '') return 'Type the password. It is kept in VS Code’s secret storage only.';
  return text.length > 128 ? 'A SQL login’s password has at most 128 characters.' : undefined;
};

/** What the tree shows. */
export const checkName: FieldCheck = (text) =>
  text.trim() === '' ? 'Type the name that the tree shows.' : text.length > 80 ? 'At most 80 characters.' : undefined;

/** An endpoint's URL: https, a host of the procedure's characters, no query string. */
export const checkEndpointUrl: FieldCheck = (text) => {
  const typed = text.trim();
  if (typed === '') return 'Type the URL as SQL Server reaches it, such as https://k8s.corp.example:8443.';
  if (typed.includes('@')) return 'Leave out user and password; authentication comes in the next step.';
  if (typed.includes('?')) return 'Leave out the query string.';
  if (typed.includes('#')) return 'Leave out the part after #.';
  const url = readEndpointUrl(typed);
  if (url.ok) return undefined;
  switch (url.error.kind) {
    case 'not-https':
      return `SQL Server calls https only, not ${url.error.scheme}.`;
    case 'host-characters':
      return `SQL Server accepts letters, digits, hyphen, underscore and period in a host name, not ${quoted(url.error.host)}.`;
    case 'too-long':
      return `Too long: SQL Server accepts ${url.error.limit} bytes.`;
    case 'unparsable':
      return 'That is not a URL. Write https://host[:port][/path].';
  }
};

/** The URL as it is stored: trimmed, without trailing slash. */
export const cleanEndpointUrl = (text: string): string => text.trim().replace(/\/+$/, '');

/** A list of namespaces, separated by commas or spaces. */
export const checkNamespaces: FieldCheck = (text) => {
  const names = splitNames(text);
  if (names.length === 0) return 'Type at least one namespace; separate several by commas.';
  const bad = names.find((name) => !namespaceName.test(name));
  return bad === undefined
    ? undefined
    : `${quoted(bad)} is not a namespace name (lower-case letters, digits and hyphens).`;
};

/** Splits at commas and spaces, without empty and repeated names. */
export const splitNames = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
