import { restMethods, toRestMethod } from '../../rest/methods.ts';
import { changeText, fixes } from './edits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';

/** Words of kubectl and of other tools for the verb that does it. */
const meant: Readonly<Record<string, string>> = {
  list: 'GET',
  read: 'GET',
  create: 'POST',
  add: 'POST',
  insert: 'POST',
  update: 'PUT',
  replace: 'PUT',
  apply: 'PATCH',
  merge: 'PATCH',
  remove: 'DELETE',
};

/** Msg 31605 (documented). */
export const methodUnknown: ProcedureRule = {
  name: 'method-unknown',
  about: 'procedure',
  severity: 'error',
  summary: 'The method is none of the six that the procedure sends.',
  check: (facts) => {
    const text = facts.text('@method');
    if (text === undefined || toRestMethod(text.value) !== undefined) return [];
    const other = meant[text.value.toLowerCase()] ?? toRestMethod(text.value.trim());
    return [
      {
        span: argumentSpan(facts, '@method'),
        message: `The procedure does not send ${text.value === '' ? 'an empty method' : text.value}; it knows ${restMethods.join(', ')}.`,
        ...(other === undefined
          ? {}
          : fixes(`Change to ${other}`, changeText(facts, '@method', [0, text.value.length], other))),
      },
    ];
  },
};
