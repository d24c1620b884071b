import { queryParameters } from '../../kube/query-parameters.ts';
import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import { nearest } from './nearest.ts';
import type { KubernetesRule } from './rule.ts';

/** Kubernetes ignores what it does not know, in silence (documented: parameters are case-sensitive). */
export const queryUnknown: KubernetesRule = {
  name: 'query-unknown',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'Kubernetes does not know this query parameter and ignores it.',
  check: (facts, request) => {
    const { api, kind, query } = request;
    const known = queryParameters(api?.subresource?.text);
    if (kind === undefined || known === undefined) return [];
    return query.flatMap(({ name, text, start, end }) => {
      if (known.includes(name)) return [];
      const other = nearest(name, known);
      const length = text.split('=')[0]?.length ?? 0;
      return [
        {
          span: urlSpan(facts, request, { start, end }),
          message: `Kubernetes ignores ${name === '' ? 'a parameter without a name' : name}: there is no such parameter here.${other === undefined ? '' : ` Did you mean ${other}?`}`,
          ...(other === undefined
            ? {}
            : fixes(`Change to ${other}`, changeText(facts, '@url', [start, start + length], other))),
        },
      ];
    });
  },
};
