import { fixes, removeArgument } from './edits.ts';
import type { KubernetesRule } from './rule.ts';

/** A GET of Kubernetes has no use for a body; most likely the method is wrong. */
export const payloadIgnored: KubernetesRule = {
  name: 'payload-ignored',
  about: 'kubernetes',
  severity: 'information',
  summary: 'A GET or HEAD carries a payload, which Kubernetes does not read.',
  check: (facts) => {
    const argument = facts.argument('@payload');
    const method = facts.method;
    if (argument === undefined || facts.constant('@payload').kind === 'null') return [];
    if (method !== 'GET' && method !== 'HEAD') return [];
    return [
      {
        span: argument.span,
        message: `Kubernetes does not read the payload of a ${method}. Take it out, or name another method.`,
        ...fixes('Remove @payload', removeArgument(facts, argument)),
      },
    ];
  },
};
