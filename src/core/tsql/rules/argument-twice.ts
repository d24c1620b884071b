import { fixes, removeArgument } from './edits.ts';
import type { ProcedureRule } from './rule.ts';

/** SQL Server refuses the batch with Msg 8143 (documented). */
export const argumentTwice: ProcedureRule = {
  name: 'argument-twice',
  about: 'procedure',
  severity: 'error',
  summary: 'A parameter is given twice.',
  check: (facts) => {
    const { arguments: given } = facts.call;
    return given.flatMap((argument, index) => {
      const { parameter, span } = argument;
      const first = given.findIndex((one) => one.parameter === parameter);
      if (parameter === undefined || first === index) return [];
      return [
        { span, message: `${parameter} is given twice.`, ...fixes(`Remove this one`, removeArgument(facts, argument)) },
      ];
    });
  },
};
