/** Everybody who may have to act. */
export const owners = ['you', 'DBA', 'cluster admin', 'network team'] as const;

/** Who has to act. */
export type Owner = (typeof owners)[number];

/** From sure to unsure. */
export const surenesses = ['observed', 'documented', 'derived', 'judged'] as const;

/**
 * How sure a reading or a cause is: seen with this very procedure or driver, written in its documentation, computed from
 * documented values, or an engineer's judgement. Anything that was not observed is worded “most likely”.
 */
export type Sureness = (typeof surenesses)[number];

/** Low is sure. */
export const rankOfSureness = (sureness: Sureness): number => surenesses.indexOf(sureness);

/** The less sure of two. */
export const weaker = (left: Sureness, right: Sureness): Sureness =>
  rankOfSureness(left) > rankOfSureness(right) ? left : right;

/** How sure a reading is, for people. */
export const surenessInWords: Readonly<Record<Sureness, string>> = {
  observed: 'Sure: observed.',
  documented: 'Most likely: documented, not yet observed.',
  derived: 'Most likely: derived from documented values, not yet observed.',
  judged: 'Most likely: our judgement; the message alone does not settle it.',
};

/** Everything that a user can do about a failure from here. */
export const actions = [
  'retry',
  'edit-connection',
  'edit-endpoint',
  'enter-password',
  'enter-token',
  'pin-certificate',
  'run-doctor',
  'show-log',
  'inspect-certificate',
  'create-certificates',
  'renew-certificate',
  'reissue-certificates',
  'create-proxy',
  'set-up-sql-server',
  'request-token',
  'rotate-token',
  'check-access',
] as const;

/** One of them; the UI turns it into a button or a link, where a command exists for it. */
export type Action = (typeof actions)[number];

/** The chain, in the order in which a call travels it. */
export const links = ['vscode', 'sql-server', 'name', 'tcp', 'tls', 'proxy', 'api-server', 'access'] as const;

/** One link of the chain. `vscode` is this computer and its way to SQL Server; `sql-server` is what has to be right inside it. */
export type Link = (typeof links)[number];

/** A link as the picture of the chain names it. */
export const linkNames: Readonly<Record<Link, string>> = {
  vscode: 'VS Code',
  'sql-server': 'SQL Server',
  name: 'name',
  tcp: 'TCP',
  tls: 'TLS',
  proxy: 'proxy',
  'api-server': 'API server',
  access: 'access',
};
