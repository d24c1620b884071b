import { addQuery, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** A misspelt field is dropped, and only a response header says so (observed, 1.36.3). */
export const fieldValidation: KubernetesRule = {
  name: 'field-validation',
  about: 'kubernetes',
  severity: 'hint',
  summary: 'A write does not ask for fieldValidation=Strict, so misspelt fields are dropped in silence.',
  check: (facts, request) => {
    const { api, kind, query } = request;
    const method = facts.writtenMethod;
    if (api?.resource === undefined || kind?.asked === true) return [];
    if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return [];
    if (query.some(({ name }) => name === 'fieldValidation')) return [];
    return [
      {
        span: urlSpan(facts, request),
        message: 'A misspelt field in the payload is dropped in silence. With fieldValidation=Strict it is refused.',
        ...fixes('Add fieldValidation=Strict', addQuery(facts, request, 'fieldValidation=Strict')),
      },
    ];
  },
};
