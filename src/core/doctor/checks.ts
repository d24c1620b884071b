import type { Link, Owner } from '../decode/terms.ts';

/** A check as data: what it is called, whose link it is on, and what has to hold before it means anything. */
export interface Check {
  /** Stable; reports, tests and the documentation page refer to it. A code that goes is never used again. */
  readonly code: string;
  /** What is true when the check passes. */
  readonly title: string;
  readonly link: Link;
  /** Who usually mends it; a finding may name somebody else. */
  readonly owner: Owner;
  /** Codes of earlier checks. When one of them failed or was skipped, this one is skipped because of it. */
  readonly needs: readonly string[];
}

/** All checks in the order in which a call travels: the first that fails is the first broken link. */
export const checks = [
  { code: 'login', title: 'VS Code signs in to SQL Server', link: 'vscode', owner: 'you', needs: [] },
  {
    code: 'version',
    title: 'SQL Server can call REST endpoints',
    link: 'sql-server',
    owner: 'DBA',
    needs: ['login'],
  },
  {
    code: 'switch',
    title: 'Calling REST endpoints is switched on',
    link: 'sql-server',
    owner: 'DBA',
    needs: ['version'],
  },
  {
    code: 'permission',
    title: 'The login may call REST endpoints',
    link: 'sql-server',
    owner: 'DBA',
    needs: ['version'],
  },
  {
    code: 'database',
    title: 'The database can hold a credential',
    link: 'sql-server',
    owner: 'you',
    needs: ['login'],
  },
  {
    code: 'master-key',
    title: 'The database has a master key',
    link: 'sql-server',
    owner: 'DBA',
    needs: ['database'],
  },
  {
    code: 'credential',
    title: 'The credential exists, and the login may use it',
    link: 'sql-server',
    owner: 'DBA',
    needs: ['database'],
  },
  {
    code: 'credential-name',
    title: 'The credential’s name fits the URL',
    link: 'sql-server',
    owner: 'DBA',
    needs: ['database'],
  },
  {
    code: 'credential-identity',
    title: 'The credential is of the kind that sends headers',
    link: 'sql-server',
    owner: 'DBA',
    needs: ['credential'],
  },
  {
    code: 'name',
    title: 'SQL Server’s machine resolves the name',
    link: 'name',
    owner: 'network team',
    needs: ['version', 'switch', 'permission'],
  },
  { code: 'tcp', title: 'SQL Server reaches the port', link: 'tcp', owner: 'network team', needs: ['name'] },
  { code: 'tls-protocol', title: 'Both sides agree on TLS', link: 'tls', owner: 'cluster admin', needs: ['tcp'] },
  {
    code: 'tls-trust',
    title: 'SQL Server trusts the certificate’s issuer',
    link: 'tls',
    owner: 'DBA',
    needs: ['tls-protocol'],
  },
  {
    code: 'tls-name',
    title: 'The certificate is for this name',
    link: 'tls',
    owner: 'cluster admin',
    needs: ['tls-protocol'],
  },
  {
    code: 'tls-dates',
    title: 'The certificate is valid today',
    link: 'tls',
    owner: 'cluster admin',
    needs: ['tls-protocol'],
  },
  {
    code: 'tls-usage',
    title: 'The certificate is for servers',
    link: 'tls',
    owner: 'cluster admin',
    needs: ['tls-protocol'],
  },
  {
    code: 'certificate-here',
    title: 'This computer sees the same certificate',
    link: 'tls',
    owner: 'cluster admin',
    needs: [],
  },
  {
    code: 'ca-file',
    title: 'A CA file lies where SQL Server reads it',
    link: 'tls',
    owner: 'DBA',
    needs: ['login'],
  },
  { code: 'error-log', title: 'SQL Server loaded its CA files', link: 'tls', owner: 'DBA', needs: ['login'] },
  {
    code: 'proxy-answer',
    title: 'The proxy answers for itself',
    link: 'proxy',
    owner: 'cluster admin',
    needs: ['tls-trust', 'tls-name', 'tls-dates', 'tls-usage'],
  },
  {
    code: 'proxy-version',
    title: 'The proxy is of this version',
    link: 'proxy',
    owner: 'cluster admin',
    needs: ['proxy-answer'],
  },
  {
    code: 'proxy-hash',
    title: 'The proxy runs what was generated',
    link: 'proxy',
    owner: 'cluster admin',
    needs: ['proxy-answer'],
  },
  {
    code: 'upstream',
    title: 'The proxy reaches the API server',
    link: 'api-server',
    owner: 'cluster admin',
    needs: ['proxy-answer'],
  },
  {
    code: 'api-server',
    title: 'The API server answers',
    link: 'api-server',
    owner: 'cluster admin',
    needs: ['upstream'],
  },
  {
    code: 'token',
    title: 'The API server accepts the token',
    link: 'access',
    owner: 'cluster admin',
    needs: ['api-server', 'credential', 'credential-name', 'credential-identity'],
  },
  {
    code: 'token-expiry',
    title: 'The token lasts',
    link: 'access',
    owner: 'cluster admin',
    needs: [],
  },
  {
    code: 'token-audience',
    title: 'The token is meant for this API server',
    link: 'access',
    owner: 'cluster admin',
    needs: ['api-server'],
  },
  {
    code: 'access',
    title: 'The service account may do what SQL Kube asks',
    link: 'access',
    owner: 'cluster admin',
    needs: ['token'],
  },
  {
    code: 'pods',
    title: 'Pods can be listed',
    link: 'access',
    owner: 'cluster admin',
    needs: ['access'],
  },
  { code: 'quota', title: 'The namespaces have room', link: 'access', owner: 'cluster admin', needs: ['access'] },
  {
    code: 'table',
    title: 'The proxy translates lists and logs',
    link: 'proxy',
    owner: 'cluster admin',
    needs: ['pods'],
  },
  {
    code: 'patch',
    title: 'The proxy translates patches',
    link: 'proxy',
    owner: 'cluster admin',
    needs: ['api-server'],
  },
  { code: 'answer-size', title: 'Answers are within limits', link: 'access', owner: 'you', needs: ['pods'] },
  {
    code: 'answer-time',
    title: 'Answers come in time',
    link: 'proxy',
    owner: 'cluster admin',
    needs: ['proxy-answer'],
  },
  { code: 'expiry', title: 'Nothing expires soon', link: 'tls', owner: 'cluster admin', needs: [] },
  {
    code: 'kubeconfig',
    title: 'This computer’s kubeconfig shows the same cluster',
    link: 'access',
    owner: 'you',
    needs: [],
  },
] as const satisfies readonly Check[];

/** A check's code. */
export type CheckCode = (typeof checks)[number]['code'];

/** A check by its code. */
export function checkOf(code: CheckCode): Check {
  const found = checks.find((check) => check.code === code);
  if (found === undefined) throw new RangeError(`There is no check ${code}.`);
  return found;
}

/** Where the documentation page tells of a check, as a path from the extension’s folder. */
export const docOf = (code: CheckCode): string => `docs/doctor.md#${code}`;
