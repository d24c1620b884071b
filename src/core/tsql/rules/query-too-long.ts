import { placeOf } from './edits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';
import { urlProblem } from './url-facts.ts';

/** Msg 31613 (documented). */
export const queryTooLong: ProcedureRule = {
  name: 'query-too-long',
  about: 'procedure',
  severity: 'error',
  summary: 'The query string is longer than the procedure takes.',
  // No fix: what to leave out is for the author to say.
  check: (facts) => {
    const found = urlProblem(facts);
    if (found?.problem.kind !== 'too-long' || found.problem.part !== 'query') return [];
    const { value } = found.text;
    return [
      {
        span: placeOf(found.text, value.indexOf('?'), value.length, argumentSpan(facts, '@url')),
        message: `Percent-encoded the query string has ${found.problem.bytes} bytes; the limit is ${found.problem.limit}.`,
      },
    ];
  },
};
