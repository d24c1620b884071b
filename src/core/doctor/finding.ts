import type { Action, Owner, Sureness } from '../decode/terms.ts';
import type { CheckCode } from './checks.ts';

/** `could not check` says nothing against the chain: the look itself was not possible. */
export type Outcome = 'pass' | 'warn' | 'fail' | 'skipped' | 'could not check';

/** Something to run elsewhere, as text to copy. */
interface FixScript {
  readonly language: 'sql' | 'shell' | 'powershell';
  /** The machine it is for, in words. */
  readonly on: string;
  readonly text: string;
}

/** One way to mend it. `text` is a Markdown sentence; `action` is a command of ours that does it or begins it. */
export interface Fix {
  readonly text: string;
  readonly action?: Action;
  readonly script?: FixScript;
}

/** One thing that can be behind a failure. */
export interface FindingCause {
  /** Stable, `link.what`. */
  readonly code: string;
  /** A Markdown sentence. */
  readonly text: string;
}

/** What a check came to. `headline` is a plain sentence without a full stop; `why` is Markdown. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly headline: string;
  readonly why?: string;
  /** When it is not the owner of the check. */
  readonly owner?: Owner;
  /** How sure the reading of a failure is; anything but `observed` is worded “most likely”. */
  readonly sureness?: Sureness;
  /** All that nothing seen here tells apart, likeliest first: a set, not a guess. */
  readonly causes?: readonly FindingCause[];
  /** What was seen, line by line, plain text. */
  readonly evidence?: readonly string[];
  readonly fixes?: readonly Fix[];
}

/** A verdict on a check, with how long the look took. */
export interface Finding extends Verdict {
  readonly check: CheckCode;
  readonly owner: Owner;
  readonly durationMs: number;
  /** For `skipped`: the check that has to be mended first. */
  readonly because?: CheckCode;
}

/** Makes verdicts short to write. */
export const pass = (headline: string, evidence: readonly string[] = []): Verdict => ({
  outcome: 'pass',
  headline,
  evidence,
});

/** The look itself was not possible. */
export const unknown = (headline: string, why = '', evidence: readonly string[] = []): Verdict => ({
  outcome: 'could not check',
  headline,
  ...(why === '' ? {} : { why }),
  evidence,
});

/** Not asked, for a reason that is no failure. */
export const notNeeded = (headline: string): Verdict => ({ outcome: 'skipped', headline });
