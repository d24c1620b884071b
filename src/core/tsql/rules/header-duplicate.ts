import { fixes, removeHeader } from './edits.ts';
import { entrySpan } from './header-facts.ts';
import type { KubernetesRule } from './rule.ts';

/** The procedure sends both (documented by its example); nginx answers two Authorization headers with 400 (observed, 1.22.1). */
export const headerDuplicate: KubernetesRule = {
  name: 'header-duplicate',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A header is given twice, and which one counts is for the receiver to say.',
  check: (facts) => {
    const { headers } = facts;
    if (headers?.json.valid !== true) return [];
    const { entries } = headers;
    return entries.flatMap((entry, index) => {
      const first = entries.findIndex((one) => one.name.toLowerCase() === entry.name.toLowerCase());
      if (first === index) return [];
      const alike = entries[first]?.value === entry.value;
      return [
        {
          span: entrySpan(headers, entry),
          message: `${entry.name} is sent twice. A proxy may refuse that, or either one may win; send it once.`,
          ...(alike ? fixes('Remove this one', removeHeader(facts, index)) : {}),
        },
      ];
    });
  },
};
