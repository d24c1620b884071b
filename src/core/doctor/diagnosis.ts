import type { Cause, Diagnosis, Step } from '../decode/diagnosis.ts';
import type { Action } from '../decode/terms.ts';
import { checkOf, docOf } from './checks.ts';
import type { Finding, Fix } from './finding.ts';

const source = 'The doctor';

/** A finding that is not well as a diagnosis, for those who show diagnoses. */
export function toDiagnosis(finding: Finding): Diagnosis {
  const { check, headline, why = '', owner, sureness = 'judged', evidence = [], fixes = [], causes = [] } = finding;
  const { link, title } = checkOf(check);
  const confirm: Step = { text: `Run the doctor’s check “${title}” again.`, action: 'run-doctor' };
  const known = causes.length > 0 ? causes : [{ code: `${link}.${check}`, text: `${headline}.` }];
  const steps = fixes.length > 0 ? fixes.map(toStep) : [confirm];
  return {
    code: `doctor.${check}`,
    headline,
    why,
    fix: fixes[0]?.text ?? confirm.text,
    owner,
    sureness,
    evidence,
    sources: [`${source}, ${docOf(check)}`],
    actions: fixes.flatMap(({ action }): readonly Action[] => (action === undefined ? [] : [action])),
    link,
    causes: known.map(({ code, text }): Cause => ({
      code,
      text,
      link,
      owner,
      sureness,
      source,
      confirm: [confirm],
      fixes: steps,
    })),
    confidence: known.length > 1 ? 'one of these' : sureness === 'observed' ? 'certain' : 'most likely',
  };
}

const toStep = ({ text, action, script }: Fix): Step => ({
  text,
  ...(action === undefined ? {} : { action }),
  ...(script === undefined ? {} : { script }),
});
