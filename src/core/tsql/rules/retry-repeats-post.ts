import { fixes, removeArgument } from './edits.ts';
import { payloadObject, textNode } from './payload-facts.ts';
import type { KubernetesRule } from './rule.ts';

/** POST is repeated too, after 408, 429 and 5xx (documented). */
export const retryRepeatsPost: KubernetesRule = {
  name: 'retry-repeats-post',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A POST that creates is repeated by @retry_count.',
  check: (facts, { kind }) => {
    const argument = facts.argument('@retry_count');
    const count = facts.constant('@retry_count');
    if (argument === undefined || count.kind !== 'number' || count.value <= 0) return [];
    if (facts.method !== 'POST' || kind?.asked === true) return [];
    const root = payloadObject(facts)?.root;
    const generated = root !== undefined && textNode(root, 'metadata', 'generateName') !== undefined;
    return [
      {
        span: argument.span,
        message: generated
          ? 'A repeated POST with generateName can create a second object, when only the first answer was lost. Do not repeat it.'
          : 'A repeated POST answers 409 AlreadyExists when only the first answer was lost. Do not repeat it, or take 409 for success.',
        ...fixes('Remove @retry_count', removeArgument(facts, argument)),
      },
    ];
  },
};
