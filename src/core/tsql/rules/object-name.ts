import { nameProblem } from '../../kube/object-name.ts';
import { changeText, fixes, placeOf } from './edits.ts';
import type { CallFacts } from './call-facts.ts';
import { argumentSpan, urlSpan } from './kubernetes-places.ts';
import type { KubernetesRequest } from './kubernetes-request.ts';
import { payloadObject, textNode } from './payload-facts.ts';
import type { Finding, KubernetesRule } from './rule.ts';

/** Stands for a name and is none. */
const placeholder = /[<>]|\$\(/u;

const repaired = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/gu, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/gu, '');

const inPath = (facts: CallFacts, request: KubernetesRequest): readonly Finding[] => {
  const { api, kind } = request;
  const parts = [
    { part: api?.namespace, plural: 'namespaces' },
    { part: kind === undefined ? undefined : api?.name, plural: kind?.plural ?? '' },
  ];
  return parts.flatMap(({ part, plural }) => {
    const problem = part === undefined || placeholder.test(part.text) ? undefined : nameProblem(plural, part.text);
    if (part === undefined || problem === undefined) return [];
    const better = repaired(part.text);
    return [
      {
        span: urlSpan(facts, request, part),
        message: `No object can have this name. ${problem}`,
        ...(nameProblem(plural, better) === undefined
          ? fixes(`Change to ${better}`, changeText(facts, '@url', [part.start, part.end], better))
          : {}),
      },
    ];
  });
};

const inPayload = (facts: CallFacts, { kind, api }: KubernetesRequest): readonly Finding[] => {
  const payload = payloadObject(facts);
  const node = payload === undefined ? undefined : textNode(payload.root, 'metadata', 'name');
  if (payload === undefined || node === undefined || kind === undefined || facts.method !== 'POST') return [];
  const problem =
    api?.subresource !== undefined || placeholder.test(node.value) ? undefined : nameProblem(kind.plural, node.value);
  if (problem === undefined) return [];
  const better = repaired(node.value);
  return [
    {
      span: placeOf(payload.text, node.start, node.end, argumentSpan(facts, '@payload')),
      message: `Kubernetes refuses this name. ${problem}`,
      ...(nameProblem(kind.plural, better) === undefined
        ? fixes(`Change to ${better}`, changeText(facts, '@payload', [node.start, node.end], JSON.stringify(better)))
        : {}),
    },
  ];
};

/** 422 Invalid for what is made, 404 for what is asked (documented: Object Names and IDs). */
export const objectName: KubernetesRule = {
  name: 'object-name',
  about: 'kubernetes',
  severity: 'error',
  summary: 'The name of an object or namespace is one that Kubernetes refuses.',
  check: (facts, request) => [...inPath(facts, request), ...inPayload(facts, request)],
};
