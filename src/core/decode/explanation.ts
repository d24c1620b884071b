import type { ServedCertificate } from './served-certificate.ts';
import type { CauseRef } from './cause.ts';
import type { Action, Link, Owner, Sureness } from './terms.ts';

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
  /** What the endpoint was seen to serve, from this computer; re-ranks causes. */
  readonly certificate?: ServedCertificate;
  /** Links that were seen to work or to be broken, by the doctor; re-ranks causes. */
  readonly chain?: Partial<Readonly<Record<Link, 'passed' | 'failed'>>>;
  /** Codes of causes that the doctor found, and of those that it ruled out. */
  readonly found?: readonly string[];
  readonly ruledOut?: readonly string[];
  /** For dates of certificates and tokens; without it they are not judged. */
  readonly now?: Date;
  /** When the token in use ends. */
  readonly tokenExpires?: Date;
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
  /** Everything that shows itself this way, most likely first. */
  readonly causes: readonly [CauseRef, ...CauseRef[]];
}
