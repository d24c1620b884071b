import { changeText, fixes, placeOf } from './edits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';
import { urlProblem } from './url-facts.ts';

/** Msg 31610 (documented, observed). */
export const urlNotHttps: ProcedureRule = {
  name: 'url-not-https',
  about: 'procedure',
  severity: 'error',
  summary: 'The URL does not begin with https.',
  check: (facts) => {
    const found = urlProblem(facts);
    if (found?.problem.kind !== 'not-https') return [];
    const { scheme } = found.problem;
    return [
      {
        span: placeOf(found.text, 0, scheme.length, argumentSpan(facts, '@url')),
        message: `SQL Server calls https only, not ${scheme}. What listens there must speak TLS.`,
        ...(scheme.toLowerCase() === 'http'
          ? fixes('Change to https', changeText(facts, '@url', [0, scheme.length], 'https'))
          : {}),
      },
    ];
  },
};
