import { addHeaders, fixes } from './edits.ts';
import type { CallFacts } from './call-facts.ts';
import { changeHeader, entryOf } from './header-facts.ts';
import { isLog, urlSpan } from './kubernetes-places.ts';
import { responseMode } from './response-facts.ts';
import type { Fix, KubernetesRule } from './rule.ts';

/** A log asked for as JSON comes as text/plain all the same (observed), which is Msg 11558 (documented). */
export const logAsJson: KubernetesRule = {
  name: 'log-as-json',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A log is asked for as JSON, so SQL Server throws 11558 when the text comes.',
  check: (facts, request) => {
    if (!isLog(request) || facts.method !== 'GET' || responseMode(facts) !== 'json') return [];
    const part = request.api?.subresource;
    return [
      {
        span: urlSpan(facts, request, part),
        message:
          'A log is text, and SQL Server throws 11558 on it unless Accept asks for text. Kubernetes refuses that Accept, so a proxy must translate: send X-Kube-View: text.',
        ...asText(facts),
      },
    ];
  },
};

const asText = (facts: CallFacts): { readonly fixes?: readonly Fix[] } => {
  const title = 'Send Accept: text/plain and X-Kube-View: text';
  const accept = entryOf(facts.headers, 'accept');
  const missing = {
    ...(accept === undefined ? { Accept: 'text/plain' } : {}),
    ...(facts.header('x-kube-view') === '' ? { 'X-Kube-View': 'text' } : {}),
  };
  const added = Object.keys(missing).length === 0 ? [] : [addHeaders(facts, missing)];
  return accept === undefined
    ? fixes(title, ...added)
    : fixes(title, changeHeader(facts, accept, accept.name, 'text/plain'), ...added);
};
