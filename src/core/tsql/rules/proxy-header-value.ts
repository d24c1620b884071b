import { patches, views } from '../../proxy/translation.ts';
import { fixes } from './edits.ts';
import { changeHeader, entryOf, valueSpan } from './header-facts.ts';
import { nearest } from './nearest.ts';
import type { KubernetesRule } from './rule.ts';

const known: Readonly<Record<string, readonly string[]>> = { 'x-kube-view': views, 'x-kube-patch': patches };

/** What our own proxy refuses. */
export const proxyHeaderValue: KubernetesRule = {
  name: 'proxy-header-value',
  about: 'kubernetes',
  severity: 'error',
  summary: 'X-Kube-View or X-Kube-Patch has a value that the proxy does not know.',
  check: (facts) => {
    const { headers } = facts;
    return Object.entries(known).flatMap(([name, values]) => {
      const entry = entryOf(headers, name);
      if (headers === undefined || entry === undefined || values.includes(entry.value)) return [];
      const other = nearest(entry.value, values);
      return [
        {
          span: valueSpan(headers, entry),
          message: `The proxy knows ${values.join(', ')} here and nothing else.`,
          ...(other === undefined ? {} : fixes(`Change to ${other}`, changeHeader(facts, entry, entry.name, other))),
        },
      ];
    });
  },
};
