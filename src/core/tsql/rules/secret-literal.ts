import type { JsonNode } from '../calls/json-positions.ts';
import { placeOf } from './edits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import { memberOf, payloadObject } from './payload-facts.ts';
import type { KubernetesRule } from './rule.ts';

const placeholder = /<[^>]*>|\$\(/u;

const holdsSecrets = (node: JsonNode | undefined): boolean =>
  node?.kind === 'object' &&
  node.members.some(({ value }) => value?.kind === 'string' && value.value !== '' && !placeholder.test(value.value));

/** The text of a statement ends in plan caches and in the Query Store, as the payload of a Secret would. */
export const secretLiteral: KubernetesRule = {
  name: 'secret-literal',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'The data of a Kubernetes Secret stands in the script.',
  // No fix: where the data should come from is for the author to say.
  check: (facts) => {
    const payload = payloadObject(facts);
    const kind = payload === undefined ? undefined : memberOf(payload.root, 'kind')?.value;
    if (payload === undefined || kind?.kind !== 'string' || kind.value !== 'Secret') return [];
    return ['data', 'stringData'].flatMap((name) => {
      const member = memberOf(payload.root, name);
      if (member?.value === undefined || !holdsSecrets(member.value)) return [];
      return [
        {
          span: placeOf(payload.text, member.key.start, member.value.end, argumentSpan(facts, '@payload')),
          message:
            'This data stays in plan caches and in the Query Store. Pass it as a parameter, or make the Secret with other tools.',
        },
      ];
    });
  },
};
