import type { Entry } from '../explanation.ts';

/** An entry for one message number, for certain states, texts or editions only when it says so. */
export interface SqlEntry extends Entry {
  readonly number: number;
  readonly state?: number;
  /** Tested on the message’s text, where the number alone does not tell. */
  readonly text?: RegExp;
  /** SERVERPROPERTY('EngineEdition'); 5 is Azure SQL Database and its container. */
  readonly engineEdition?: number;
}
