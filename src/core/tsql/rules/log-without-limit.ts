import { addQuery, fixes } from './edits.ts';
import { isLog, urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

const limits = ['tailLines', 'limitBytes', 'sinceSeconds', 'sinceTime'];

/** A whole log can exceed the 100 MB that an answer may have (documented). */
export const logWithoutLimit: KubernetesRule = {
  name: 'log-without-limit',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A log is asked for whole.',
  check: (facts, request) => {
    if (!isLog(request) || facts.method !== 'GET') return [];
    if (request.query.some(({ name }) => limits.includes(name))) return [];
    return [
      {
        span: urlSpan(facts, request, request.api?.subresource),
        message: 'Without tailLines, limitBytes or sinceSeconds the log comes whole, whatever its size.',
        ...fixes('Add tailLines=100', addQuery(facts, request, 'tailLines=100')),
      },
    ];
  },
};
