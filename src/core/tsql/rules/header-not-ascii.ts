import { headerProblem, memberSpan } from './header-facts.ts';
import type { ProcedureRule } from './rule.ts';

/** Printable US-ASCII only (documented). */
export const headerNotAscii: ProcedureRule = {
  name: 'header-not-ascii',
  about: 'procedure',
  severity: 'error',
  summary: 'A header holds characters beyond printable US-ASCII.',
  // No fix: how the receiver wants such characters encoded differs.
  check: (facts) => {
    const found = headerProblem(facts);
    return found?.problem.kind === 'not-ascii'
      ? [
          {
            span: memberSpan(found.headers, found.problem.key),
            message:
              'SQL Server refuses headers with characters beyond printable US-ASCII. Encode the value, or send it in the payload.',
          },
        ]
      : [];
  },
};
