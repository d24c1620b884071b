import { addQuery, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** 10,000 pods are 38 MB (observed, 1.36.3), and twice that as nvarchar. */
export const listWithoutLimit: KubernetesRule = {
  name: 'list-without-limit',
  about: 'kubernetes',
  severity: 'information',
  summary: 'A list is asked for without limit, so a big cluster answers with all of it at once.',
  check: (facts, request) => {
    const { api, query } = request;
    if (facts.method !== 'GET' || api?.resource === undefined || api.name !== undefined) return [];
    if (query.some(({ name }) => name === 'limit')) return [];
    return [
      {
        span: urlSpan(facts, request),
        message: 'Without limit this list comes whole: 10,000 pods are 38 MB. Ask for pages and follow continue.',
        ...fixes('Add limit=500', addQuery(facts, request, 'limit=500')),
      },
    ];
  },
};
