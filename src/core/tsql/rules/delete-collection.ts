import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** Deletes every object of the collection (documented). */
export const deleteCollection: KubernetesRule = {
  name: 'delete-collection',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A DELETE goes to a collection and deletes all that is in it.',
  // No fix: what should be deleted is for the author to say.
  check: (facts, request) => {
    const { api, query } = request;
    if (facts.method !== 'DELETE' || api?.resource === undefined || api.name !== undefined) return [];
    if (query.some(({ name, value }) => /^(?:label|field)Selector$/u.test(name) && value !== '')) return [];
    const where = api.namespace === undefined ? 'in the whole cluster' : `in the namespace ${api.namespace.text}`;
    return [
      {
        span: urlSpan(facts, request, api.resource),
        message: `This deletes all ${api.resource.text} ${where}. Name one object, or give a labelSelector.`,
      },
    ];
  },
};
