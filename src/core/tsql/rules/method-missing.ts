import { quoteLiteral, sql } from '../quoting.ts';
import { addArgument, fixes } from './edits.ts';
import type { KubernetesRule } from './rule.ts';

/** Without @method, or with NULL, the procedure sends POST (documented), which creates. */
export const methodMissing: KubernetesRule = {
  name: 'method-missing',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A call of Kubernetes names no method, so it sends POST.',
  check: (facts) => {
    if (facts.constant('@method').kind !== 'null') return [];
    const method = facts.argument('@method')?.value;
    const verb = facts.argument('@payload') === undefined ? 'GET' : 'POST';
    const value = quoteLiteral(verb);
    const edit =
      method === undefined ? addArgument(facts, sql`@method = ${value}`) : { span: method.span, text: value };
    return [
      {
        span: method?.span ?? facts.call.name,
        message: 'Without @method this call sends POST. Name the method.',
        ...(method?.kind === 'variable' ? {} : fixes(`Set @method to ${verb}`, edit)),
      },
    ];
  },
};
