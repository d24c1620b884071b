import { restParameters } from '../../rest/parameters.ts';
import { localVariable } from '../quoting.ts';
import { fixes } from './edits.ts';
import { nearest } from './nearest.ts';
import type { ProcedureRule } from './rule.ts';

/** What people call a parameter in other tools. */
const meant: Readonly<Record<string, string>> = {
  '@body': '@payload',
  '@data': '@payload',
  '@json': '@payload',
  '@uri': '@url',
  '@endpoint': '@url',
  '@verb': '@method',
  '@result': '@response',
  '@output': '@response',
  '@retry': '@retry_count',
  '@retries': '@retry_count',
};
const names: readonly string[] = restParameters.map((one) => one.name);

/** SQL Server refuses the batch with Msg 8145, or 8144 for too many arguments (documented). */
export const argumentUnknown: ProcedureRule = {
  name: 'argument-unknown',
  about: 'procedure',
  severity: 'error',
  summary: 'The procedure has no such parameter.',
  check: ({ call }) =>
    call.arguments.flatMap(({ name, parameter, span }) => {
      if (parameter !== undefined && names.includes(parameter)) return [];
      if (name === undefined)
        return [{ span, message: `The procedure takes ${names.length} arguments; this is one too many.` }];
      const other = meant[name.text.toLowerCase()] ?? nearest(name.text.toLowerCase(), names);
      return [
        {
          span: name.span,
          message: `The procedure has no parameter ${name.text}.${other === undefined ? '' : ` Did you mean ${other}?`}`,
          ...(other === undefined ? {} : fixes(`Change to ${other}`, { span: name.span, text: localVariable(other) })),
        },
      ];
    }),
};
