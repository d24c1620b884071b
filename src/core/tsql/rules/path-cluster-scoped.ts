import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** Kinds of the whole cluster have no namespace in their path (documented); with one it is 404. */
export const pathClusterScoped: KubernetesRule = {
  name: 'path-cluster-scoped',
  about: 'kubernetes',
  severity: 'error',
  summary: 'The path puts a kind of the whole cluster into a namespace.',
  check: (facts, request) => {
    const { api, kind } = request;
    if (api?.resource === undefined || api.namespace === undefined || kind?.namespaced !== false) return [];
    const { resource, namespace } = api;
    const from = namespace.start - 'namespaces/'.length;
    return [
      {
        span: urlSpan(facts, request, { start: from, end: namespace.end }),
        message: `A ${kind.kind} belongs to the whole cluster and has no namespace in its path.`,
        ...fixes('Remove the namespace', changeText(facts, '@url', [from, resource.start], '')),
      },
    ];
  },
};
