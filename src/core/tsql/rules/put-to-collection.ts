import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import { payloadObject, textNode } from './payload-facts.ts';
import type { KubernetesRule } from './rule.ts';

/** Collections take neither PUT nor PATCH (documented). */
export const putToCollection: KubernetesRule = {
  name: 'put-to-collection',
  about: 'kubernetes',
  severity: 'error',
  summary: 'A PUT or PATCH goes to a collection instead of to one object.',
  check: (facts, request) => {
    const resource = request.api?.resource;
    const { method } = facts;
    if (resource === undefined || request.api?.name !== undefined || (method !== 'PUT' && method !== 'PATCH'))
      return [];
    const payload = payloadObject(facts);
    const name = payload === undefined ? undefined : textNode(payload.root, 'metadata', 'name')?.value;
    const plain = name !== undefined && /^[a-z0-9.-]+$/u.test(name) ? name : undefined;
    return [
      {
        span: urlSpan(facts, request, resource),
        message: `Kubernetes answers 405: a ${method} goes to one object, whose name ends the path.`,
        ...(plain === undefined
          ? {}
          : fixes(`Add /${plain}`, changeText(facts, '@url', [resource.end, resource.end], `/${plain}`))),
      },
    ];
  },
};
