import type { ExplainContext } from '../decode/explanation.ts';
import { explain } from '../decode/explain.ts';
import type { Action } from '../decode/terms.ts';
import type { Failure } from '../failure.ts';
import type { Fix, Verdict } from './finding.ts';

/** Offered beside every failure already, or what the doctor itself is. */
const beside: ReadonlySet<Action> = new Set<Action>(['retry', 'run-doctor', 'show-log']);

/** A failure as a verdict: the decoder finds the words, `more` is what the doctor saw beside it. */
export function failed(failure: Failure, context: ExplainContext, more: Partial<Verdict> = {}): Verdict {
  const told = explain(failure, context);
  const action = told.actions.find((one) => !beside.has(one));
  return {
    outcome: 'fail',
    headline: told.headline,
    why: told.why,
    owner: told.owner,
    sureness: told.sureness,
    fixes: [{ text: told.fix, ...(action === undefined ? {} : { action }) }],
    ...more,
    evidence: [...told.evidence, ...(more.evidence ?? [])],
  };
}

/** A look that was not possible, in the decoder’s words. */
export function notPossible(failure: Failure, context: ExplainContext): Verdict {
  const told = explain(failure, context);
  return { outcome: 'could not check', headline: told.headline, why: told.why, evidence: told.evidence };
}

/** A step of a fix that a command of ours does. */
export const fixBy = (action: Action, text: string): Fix => ({ text, action });
