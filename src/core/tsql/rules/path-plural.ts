import { builtInGroups, meantResource } from '../../kube/resources.ts';
import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** Paths hold the plural in lower case (documented); anything else is 404. */
export const pathPlural: KubernetesRule = {
  name: 'path-plural',
  about: 'kubernetes',
  severity: 'error',
  summary: 'The path names a kind by its singular, a short name or capitals instead of its plural.',
  check: (facts, request) => {
    const { api } = request;
    const resource = api?.resource;
    const meant = resource === undefined ? undefined : meantResource(resource.text);
    if (api === undefined || resource === undefined || meant === undefined || !builtInGroups.has(api.group)) return [];
    return [
      {
        span: urlSpan(facts, request, resource),
        message: `Kubernetes has no ${resource.text} in its paths; it is ${meant.plural}.`,
        ...fixes(`Change to ${meant.plural}`, changeText(facts, '@url', [resource.start, resource.end], meant.plural)),
      },
    ];
  },
};
