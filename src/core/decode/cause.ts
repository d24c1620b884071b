import type { CauseCode } from './catalogue/causes.ts';
import type { Action, Link, Owner, Sureness } from './terms.ts';

/** A step of the catalogue: a sentence, a sentence with a command of ours, or one with a text to copy. */
export type StepEntry =
  | string
  | readonly [text: string, action: Action]
  | readonly [text: string, language: 'sql' | 'shell' | 'powershell', on: string, script: string];

/** A cause of the catalogue. Texts may name what catalogue entries may name. */
export interface CauseEntry {
  readonly text: string;
  readonly link: Link;
  readonly owner: Owner;
  readonly confirm: readonly [StepEntry, ...StepEntry[]];
  readonly fixes: readonly [StepEntry, ...StepEntry[]];
}

/** A cause that only one entry has: it takes text, owner, sureness and fix from there. */
interface OwnCause {
  readonly code: string;
  readonly link: Link;
  readonly confirm: readonly [StepEntry, ...StepEntry[]];
}

/**
 * A cause of an entry: by its code in the catalogue of causes, judged unless a sureness stands beside it, or the entry’s own.
 */
export type CauseRef = CauseCode | readonly [code: CauseCode, sureness: Sureness] | OwnCause;
