import { contentTypeMode, defaultMediaType } from '../../rest/media-types.ts';
import { addHeaders, fixes } from './edits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

/** Kubernetes takes no PATCH of plain JSON (observed, 1.36.3: 415), and the procedure sends no patch type (documented). */
export const patchWithoutType: KubernetesRule = {
  name: 'patch-without-type',
  about: 'kubernetes',
  severity: 'error',
  summary: 'A PATCH carries no X-Kube-Patch header, so Kubernetes refuses it with 415.',
  check: (facts, { api }) => {
    if (facts.method !== 'PATCH' || api === undefined || facts.header('x-kube-patch') !== '') return [];
    // A type that the procedure does not send has a rule of its own.
    if (contentTypeMode(facts.header('content-type') || defaultMediaType) === undefined) return [];
    return [
      {
        span: argumentSpan(facts, '@method'),
        message:
          'Kubernetes refuses a PATCH of application/json with 415, and SQL Server cannot send a patch type. Send X-Kube-Patch to a proxy that translates it, or use PUT.',
        ...fixes('Send X-Kube-Patch: merge', addHeaders(facts, { 'X-Kube-Patch': 'merge' })),
      },
    ];
  },
};
