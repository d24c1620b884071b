import { removedVersion } from '../../kube/removed-versions.ts';
import { resourceKind } from '../../kube/resources.ts';
import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** 404 since the release named (documented: Deprecated API Migration Guide). */
export const apiVersionRemoved: KubernetesRule = {
  name: 'api-version-removed',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'The API version is no longer served by current Kubernetes.',
  check: (facts, request) => {
    const { api } = request;
    const plural = api?.resource?.text;
    const kind = plural === undefined ? undefined : resourceKind(plural);
    if (api === undefined || kind === undefined || (api.group === kind.group && api.version === kind.version))
      return [];
    const since = removedVersion(api.group, api.version, kind.plural);
    if (since === undefined) return [];
    const root = `/apis/${kind.group}/${kind.version}`;
    return [
      {
        span: urlSpan(facts, request, api.root),
        message: `Kubernetes ${since} and later do not serve ${api.group}/${api.version} ${kind.plural}. Use ${root}.`,
        ...fixes(`Change to ${root}`, changeText(facts, '@url', [api.root.start - 1, api.root.end], root)),
      },
    ];
  },
};
