import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** 405 MethodNotAllowed (observed, 1.36.3). */
export const postToItem: KubernetesRule = {
  name: 'post-to-item',
  about: 'kubernetes',
  severity: 'error',
  summary: 'A POST goes to one object instead of to its collection.',
  check: (facts, request) => {
    const name = request.api?.name;
    if (facts.writtenMethod !== 'POST') return [];
    if (name === undefined || request.api?.subresource !== undefined) return [];
    return [
      {
        span: urlSpan(facts, request, name),
        message: 'Kubernetes answers 405: a POST goes to the collection, and the payload names the object.',
        ...fixes('Remove the name from the URL', changeText(facts, '@url', [name.start - 1, name.end], '')),
      },
    ];
  },
};
