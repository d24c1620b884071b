/** Who has to act. */
type Owner = 'you' | 'DBA' | 'cluster admin' | 'network team';

/**
 * How sure the cause is: seen with this very procedure or driver, written in its documentation, computed from documented
 * values, or an engineer's judgement. Anything below documented is worded “most likely”.
 */
export type Sureness = 'observed' | 'documented' | 'derived' | 'judged';

/** How sure a reading is, for people. */
export const surenessInWords: Readonly<Record<Sureness, string>> = {
  observed: 'Sure: observed.',
  documented: 'Sure: documented.',
  derived: 'Most likely: derived from documented values, not yet observed with this procedure.',
  judged: 'Most likely: our judgement; the message alone does not settle it.',
};

/** What a user can do about it from here; the UI turns these into buttons and links. */
type Action =
  | 'retry'
  | 'edit-connection'
  | 'edit-endpoint'
  | 'enter-password'
  | 'enter-token'
  | 'pin-certificate'
  | 'run-doctor'
  | 'show-log';

/** A failure in words. `headline` is plain text without a full stop; `why` and `fix` are Markdown sentences. */
export interface Explanation {
  readonly headline: string;
  readonly why: string;
  readonly fix: string;
  readonly owner: Owner;
  readonly sureness: Sureness;
  /** What was seen, line by line, plain text. */
  readonly evidence: readonly string[];
  /** Where the reading comes from. */
  readonly sources: readonly string[];
  readonly actions: readonly Action[];
}

/** Names that make the sentences concrete. */
export interface ExplainContext {
  /** The machine on which SQL Server runs, as the user knows it. */
  readonly sqlServerName: string;
  /** As the connection spells it: with its port, when it names one. */
  readonly server?: string;
  readonly connectionName?: string;
  readonly endpointUrl?: string;
  readonly database?: string;
  readonly login?: string;
  /** Name of the database scoped credential in use. */
  readonly credential?: string;
  /** 5 is Azure SQL Database and its container. */
  readonly engineEdition?: number;
  readonly hostPlatform?: string;
}

/**
 * A catalogue entry. Texts may name `{sql}` (SQL Server's machine), `{endpoint}` (host and port), `{host}`, `{url}`,
 * `{database}`, `{login}`, `{credential}`, `{connection}`, and what the entry's own page says.
 */
export interface Entry {
  readonly headline: string;
  readonly why: string;
  readonly fix: string;
  readonly owner: Owner;
  readonly sureness: Sureness;
  readonly source: string;
  readonly actions?: readonly Action[];
}
