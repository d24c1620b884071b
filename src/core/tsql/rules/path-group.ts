import { builtInGroups, isServedIn, resourceKind } from '../../kube/resources.ts';
import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** Each built-in kind is served in its own group only (documented: API reference); elsewhere it is 404. */
export const pathGroup: KubernetesRule = {
  name: 'path-group',
  about: 'kubernetes',
  severity: 'error',
  summary: 'The kind is not served in the API group of the path.',
  check: (facts, request) => {
    const { api } = request;
    const kind = api?.resource === undefined ? undefined : resourceKind(api.resource.text);
    if (api === undefined || kind === undefined || isServedIn(kind, api.group) || !builtInGroups.has(api.group))
      return [];
    const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
    const slash = api.root.start - 1;
    return [
      {
        span: urlSpan(facts, request, api.root),
        message: `Kubernetes serves ${kind.plural} under ${root}, not here.`,
        ...fixes(`Change to ${root}`, changeText(facts, '@url', [slash, api.root.end], root)),
      },
    ];
  },
};
