import { restLimits } from '../../rest/limits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';
import { urlProblem } from './url-facts.ts';

const characters = restLimits.urlCharacters.value;

/** Msg 31613 for bytes (documented); nvarchar(4000) cuts what is longer, in silence. */
export const urlTooLong: ProcedureRule = {
  name: 'url-too-long',
  about: 'procedure',
  severity: 'error',
  summary: 'The URL is longer than the procedure takes.',
  // No fix: what to leave out is for the author to say.
  check: (facts) => {
    const span = argumentSpan(facts, '@url');
    const length = facts.text('@url')?.value.length ?? 0;
    if (length > characters)
      return [{ span, message: `The URL has ${length} characters; @url holds ${characters} and cuts the rest off.` }];
    const problem = urlProblem(facts)?.problem;
    return problem?.kind === 'too-long' && problem.part === 'url'
      ? [{ span, message: `Percent-encoded the URL has ${problem.bytes} bytes; the limit is ${problem.limit}.` }]
      : [];
  },
};
