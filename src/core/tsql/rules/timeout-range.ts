import { timeoutRange } from '../../rest/parameters.ts';
import { rangeFindings } from './range.ts';
import type { ProcedureRule } from './rule.ts';

/** Msg 31604 (documented). */
export const timeoutOutOfRange: ProcedureRule = {
  name: 'timeout-range',
  about: 'procedure',
  severity: 'error',
  summary: 'The time-out is outside 1 to 230 seconds.',
  check: (facts) => rangeFindings(facts, '@timeout', timeoutRange, 'seconds'),
};
