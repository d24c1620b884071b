import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** One object of a namespaced kind, and a new one, is addressed in its namespace (documented); elsewhere it is 404 or 405. */
export const pathNamespace: KubernetesRule = {
  name: 'path-namespace',
  about: 'kubernetes',
  severity: 'error',
  summary: 'The path leaves out the namespace of a namespaced kind.',
  check: (facts, request) => {
    const { api, kind } = request;
    if (api?.resource === undefined || api.namespace !== undefined || kind?.namespaced !== true) return [];
    if (api.name === undefined && facts.writtenMethod !== 'POST') return [];
    const at = api.resource.start;
    return [
      {
        span: urlSpan(facts, request, api.resource),
        message: `A ${kind.kind} is in a namespace: …/namespaces/NAMESPACE/${kind.plural}.`,
        ...fixes('Put it in the namespace default', changeText(facts, '@url', [at, at], 'namespaces/default/')),
      },
    ];
  },
};
