import { headerProblem, memberSpan } from './header-facts.ts';
import type { ProcedureRule } from './rule.ts';

/** Msg 31637 and 11558 (documented): a flat JSON object of texts. That a number is refused is inferred from "flat". */
export const headersNotFlat: ProcedureRule = {
  name: 'headers-not-flat',
  about: 'procedure',
  severity: 'error',
  summary: 'The headers are not a flat JSON object of texts.',
  // No fix: what was meant cannot be told from broken JSON.
  check: (facts) => {
    const found = headerProblem(facts);
    if (found === undefined) return [];
    const { headers, problem } = found;
    const all = headers.argument.value?.span ?? headers.argument.span;
    switch (problem.kind) {
      case 'malformed':
        return [{ span: all, message: 'The headers are no JSON. Write them as {"name":"value"}.' }];
      case 'not-object':
        return [{ span: all, message: 'The headers must be one JSON object: {"name":"value"}.' }];
      case 'nested':
        return [
          {
            span: memberSpan(headers, problem.key),
            message: 'The value of a header must be a text, not an object or array.',
          },
        ];
      case 'value-not-text':
        return [
          {
            span: memberSpan(headers, problem.key),
            message: 'The value of a header should be a text: put it in quotes.',
            unverified: true,
          },
        ];
      case 'empty-key':
      case 'empty-value':
      case 'not-ascii':
        return [];
    }
  },
};
