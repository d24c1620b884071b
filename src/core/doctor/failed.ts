import { candidates, type Diagnosis, type Step } from '../decode/diagnosis.ts';
import type { ExplainContext } from '../decode/explanation.ts';
import { explain } from '../decode/explain.ts';
import type { Action } from '../decode/terms.ts';
import type { Failure } from '../failure.ts';
import type { FindingCause, Fix, Verdict } from './finding.ts';

/** Offered beside every failure already, or what the doctor itself is. */
const beside: ReadonlySet<Action> = new Set<Action>(['retry', 'run-doctor', 'show-log']);

/** A failure as a verdict: the decoder finds words, causes and fixes; `more` is what the doctor saw beside it. */
export function failed(failure: Failure, context: ExplainContext, more: Partial<Verdict> = {}): Verdict {
  const told = explain(failure, context);
  return { ...diagnosed(told), ...more, evidence: [...told.evidence, ...(more.evidence ?? [])] };
}

/** A diagnosis as a verdict. */
export function diagnosed(told: Diagnosis): Verdict {
  return {
    outcome: 'fail',
    headline: told.headline,
    why: told.why,
    owner: told.owner,
    sureness: told.sureness,
    causes: causesOf(told),
    fixes: fixesOf(told),
    evidence: told.evidence,
  };
}

/** All that show themselves this way and are not unlikely, the likeliest first. */
const causesOf = (told: Diagnosis): readonly FindingCause[] => {
  const likely = told.confidence === 'certain' ? candidates(told) : told.causes;
  return likely.map(({ code, text, because }) => ({
    code,
    text: because === undefined ? text : `${text} (${because})`,
  }));
};

/** The entry’s own words first, then what a command or a script does for each likely cause. */
function fixesOf(told: Diagnosis): readonly Fix[] {
  const action = told.actions.find((one) => !beside.has(one));
  const more = candidates(told)
    .flatMap(({ fixes }) => fixes.map(fixOf))
    .filter((fix) => fix.action !== undefined || fix.script !== undefined);
  // A fix that says what the command does has the better right to it.
  const isTaken = more.some((fix) => fix.action === action && fix.text !== told.fix);
  const first: Fix = { text: told.fix, ...(action === undefined || isTaken ? {} : { action }) };
  const seen = new Set([first.text]);
  const fixes = [first, ...more.filter(({ text }) => !seen.has(text) && seen.add(text))].slice(0, most);
  if (fixes.some(({ action: begun, script }) => begun !== undefined || script !== undefined)) return fixes;
  // Where nothing can be begun or copied, whoever mends it gets at least what shows whether that is the cause.
  const look = candidates(told)[0]?.confirm.find(({ script }) => script !== undefined);
  return look === undefined ? fixes : [...fixes, { ...fixOf(look), text: `To confirm: ${look.text}` }];
}

/** More than these nobody reads before trying the first. */
const most = 4;

const fixOf = ({ text, action, script }: Step): Fix => ({
  text,
  ...(action === undefined || beside.has(action) ? {} : { action }),
  ...(script === undefined ? {} : { script }),
});

/** A look that was not possible, in the decoder’s words. */
export function notPossible(failure: Failure, context: ExplainContext): Verdict {
  const told = explain(failure, context);
  return { outcome: 'could not check', headline: told.headline, why: told.why, evidence: told.evidence };
}

/** A step of a fix that a command of ours does. */
export const fixBy = (action: Action, text: string): Fix => ({ text, action });
