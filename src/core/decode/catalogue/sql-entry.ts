import type { Entry } from '../explanation.ts';

/** An entry for one message number, for certain states or editions only when it says so. */
export interface SqlEntry extends Entry {
  readonly number: number;
  readonly state?: number;
  /** SERVERPROPERTY('EngineEdition'); 5 is Azure SQL Database and its container. */
  readonly engineEdition?: number;
}
