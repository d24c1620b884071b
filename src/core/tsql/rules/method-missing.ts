import { argumentFor } from '../calls/call.ts';
import { quoteLiteral } from '../quoting.ts';
import type { Rule, TextEdit } from './rule.ts';

/** Without @method, or with NULL, the procedure sends POST (documented), which creates. */
export const methodMissing: Rule = {
  code: 'sqlkube/method-missing',
  severity: 'warning',
  check: (call) => {
    const method = argumentFor(call, '@method')?.value;
    if (method !== undefined && method.constant.kind !== 'null' && method.kind !== 'default') return [];
    const verb = argumentFor(call, '@payload') === undefined ? 'GET' : 'POST';
    const value = quoteLiteral(verb);
    const { end } = call.span;
    const written = method === undefined || method.kind === 'variable';
    const edit: TextEdit = method
      ? { span: method.span, text: value }
      : { span: { start: end, end }, text: `, @method = ${value}` };
    return [
      {
        span: method?.span ?? call.name,
        message: 'Without @method this call sends POST. Name the method.',
        ...(written && method !== undefined ? {} : { fix: { title: `Set @method to ${verb}`, edits: [edit] } }),
      },
    ];
  },
};
