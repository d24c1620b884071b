import { changeText, fixes, placeOf } from './edits.ts';
import type { KubernetesRequest } from './kubernetes-request.ts';
import { argumentSpan } from './kubernetes-places.ts';
import { payloadObject, textNode } from './payload-facts.ts';
import type { KubernetesRule } from './rule.ts';

interface Expected {
  readonly path: readonly string[];
  readonly value: string;
  readonly what: string;
}

const expected = ({ api, kind }: KubernetesRequest, method: string): readonly Expected[] => {
  if (api?.resource === undefined || api.subresource !== undefined) return [];
  const version = api.group === '' ? api.version : `${api.group}/${api.version}`;
  return [
    { path: ['apiVersion'], value: version, what: 'The URL addresses' },
    ...(kind === undefined ? [] : [{ path: ['kind'], value: kind.kind, what: 'The URL addresses the kind' }]),
    ...(api.namespace === undefined
      ? []
      : [{ path: ['metadata', 'namespace'], value: api.namespace.text, what: 'The URL addresses the namespace' }]),
    ...(api.name === undefined || method === 'POST'
      ? []
      : [{ path: ['metadata', 'name'], value: api.name.text, what: 'The URL addresses the object' }]),
  ];
};

/** Kubernetes answers 400 when object and URL disagree (documented). */
export const payloadElsewhere: KubernetesRule = {
  name: 'payload-elsewhere',
  about: 'kubernetes',
  severity: 'error',
  summary: 'The payload names another kind, version, namespace or object than the URL.',
  check: (facts, request) => {
    const { method } = facts;
    const payload = payloadObject(facts);
    if (payload === undefined || (method !== 'POST' && method !== 'PUT' && method !== 'PATCH')) return [];
    return expected(request, method).flatMap(({ path, value, what }) => {
      const node = textNode(payload.root, ...path);
      if (node === undefined || node.value === value || /[<$]/u.test(node.value + value)) return [];
      return [
        {
          span: placeOf(payload.text, node.start, node.end, argumentSpan(facts, '@payload')),
          message: `${what} ${value}, the payload says ${node.value}. Kubernetes refuses that.`,
          ...fixes(`Change to ${value}`, changeText(facts, '@payload', [node.start, node.end], JSON.stringify(value))),
        },
      ];
    });
  },
};
