import type { SqlText } from '../tsql/quoting.ts';
import type { SetupSecrets } from './options.ts';
import type { Owner } from './owner.ts';
import type { SqlRight } from './right.ts';

/** One batch: sent as it is, without parameters, so that SQL Server's own masking of secrets in traces applies. */
export interface SqlBatch {
  /** What it does, as one sentence without a full stop. */
  readonly does: string;
  /** Which secret stands in it; such a batch holds nothing else that could be left out. */
  readonly secret?: keyof SetupSecrets;
  readonly text: (secrets: SetupSecrets) => SqlText;
}

/** One step of the set-up in SQL Server, with its way back. */
export interface SqlStep {
  /** Also the name of its file. */
  readonly id: '10-switch' | '20-master-key' | '30-credential' | '40-grants' | '50-proof' | '60-audit';
  readonly title: string;
  readonly owner: Owner;
  /** Where it takes effect. */
  readonly on: 'instance' | 'database';
  /** Exactly what it and its undo need. */
  readonly rights: readonly SqlRight[];
  /** The same in words, with what serves as well. */
  readonly needs: string;
  /** What a reviewer has to know, one sentence each. Holds no name that was given: it is shown as Markdown too. */
  readonly notes: readonly string[];
  readonly run: readonly SqlBatch[];
  /** Empty when there is nothing to take back. */
  readonly undo: readonly SqlBatch[];
  readonly undoNotes: readonly string[];
}
