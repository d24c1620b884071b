import { restParameters } from '../../rest/parameters.ts';
import type { ProcedureRule } from './rule.ts';

/** SQL Server refuses the batch with Msg 119 (documented): once one argument is named, all behind it must be. */
export const argumentOrder: ProcedureRule = {
  name: 'argument-order',
  about: 'procedure',
  severity: 'error',
  summary: 'An argument without a name follows one with a name.',
  // No fix: its place no longer says which parameter it was meant for.
  check: ({ call }) => {
    const named = call.arguments.findIndex((one) => one.name !== undefined);
    return call.arguments.flatMap(({ name, span }, index) =>
      named >= 0 && index > named && name === undefined && index < restParameters.length
        ? [{ span, message: 'Behind a named argument every other must be named too. Put its @name = in front.' }]
        : [],
    );
  },
};
