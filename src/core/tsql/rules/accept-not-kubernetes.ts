import { acceptMode, defaultMediaType } from '../../rest/media-types.ts';
import { addHeaders, fixes } from './edits.ts';
import { changeHeader, entryOf, valueSpan } from './header-facts.ts';
import { isLog } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** Kubernetes answers text/* and XML with 406, for logs too (observed, 1.36.3). */
export const acceptNotKubernetes: KubernetesRule = {
  name: 'accept-not-kubernetes',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'The call asks Kubernetes for text or XML, which it refuses with 406 unless a proxy translates.',
  check: (facts, request) => {
    const { headers } = facts;
    const entry = entryOf(headers, 'accept');
    if (request.api === undefined || headers === undefined || entry === undefined) return [];
    const mode = acceptMode(entry.value);
    if (mode === undefined || mode === 'json' || facts.header('x-kube-view') !== '') return [];
    const asked = mode === 'text' && isLog(request);
    return [
      {
        span: valueSpan(headers, entry),
        message: `Kubernetes has no ${mode} to give and answers 406.${asked ? ' Send X-Kube-View: text to a proxy that translates it.' : ' Ask for application/json.'}`,
        ...(asked
          ? fixes('Send X-Kube-View: text', addHeaders(facts, { 'X-Kube-View': 'text' }))
          : fixes('Ask for application/json', changeHeader(facts, entry, entry.name, defaultMediaType))),
      },
    ];
  },
};
