import { sql } from '../quoting.ts';
import { fixes } from './edits.ts';
import type { ProcedureRule } from './rule.ts';

/** Without OUTPUT the variable keeps what it had (documented for every procedure). */
export const responseNotOutput: ProcedureRule = {
  name: 'response-not-output',
  about: 'procedure',
  severity: 'warning',
  summary: '@response is given without OUTPUT, so the answer does not come back.',
  check: (facts) => {
    const argument = facts.argument('@response');
    const value = argument?.value;
    if (argument === undefined || value?.kind !== 'variable' || argument.output) return [];
    const { end } = value.span;
    return [
      {
        span: argument.span,
        message: 'Without OUTPUT the answer does not come back into the variable.',
        ...fixes('Add OUTPUT', { span: { start: end, end }, text: sql` OUTPUT` }),
      },
    ];
  },
};
