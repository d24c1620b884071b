import { fixes, removeHeader } from './edits.ts';
import { headerProblem, memberSpan } from './header-facts.ts';
import type { ProcedureRule } from './rule.ts';

/** The procedure refuses empty names and values (documented). */
export const headerEmpty: ProcedureRule = {
  name: 'header-empty',
  about: 'procedure',
  severity: 'error',
  summary: 'A header has no name or no value.',
  check: (facts) => {
    const found = headerProblem(facts);
    if (found?.problem.kind !== 'empty-key' && found?.problem.kind !== 'empty-value') return [];
    const { headers, problem } = found;
    const key = problem.kind === 'empty-key' ? '' : problem.key;
    const root = headers.json.root;
    const index = root?.kind === 'object' ? root.members.findIndex((one) => one.key.value === key) : -1;
    return [
      {
        span: memberSpan(headers, key),
        message: `SQL Server refuses a header without a ${problem.kind === 'empty-key' ? 'name' : 'value'}. Fill it in or take it out.`,
        ...fixes('Remove the header', removeHeader(facts, index)),
      },
    ];
  },
};
