import { retryRange } from '../../rest/parameters.ts';
import { rangeFindings } from './range.ts';
import type { ProcedureRule } from './rule.ts';

/** Msg 31604 (documented). */
export const retryOutOfRange: ProcedureRule = {
  name: 'retry-range',
  about: 'procedure',
  severity: 'error',
  summary: 'The number of repeats is outside 0 to 10.',
  check: (facts) => rangeFindings(facts, '@retry_count', retryRange, 'repeats'),
};
