import { argumentSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** What writes an object needs the object (documented: Kubernetes API concepts). */
export const payloadMissing: KubernetesRule = {
  name: 'payload-missing',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A POST, PUT or PATCH of Kubernetes carries no payload.',
  // No fix: what to send is for the author to say.
  check: (facts, { api }) => {
    const method = facts.writtenMethod;
    if (api?.resource === undefined || facts.constant('@payload').kind !== 'null') return [];
    if (facts.argument('@payload')?.value?.kind === 'variable') return [];
    if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return [];
    return [
      { span: argumentSpan(facts, '@method'), message: `A ${method} of Kubernetes needs an object in @payload.` },
    ];
  },
};
