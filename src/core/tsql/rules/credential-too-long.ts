import { restLimits } from '../../rest/limits.ts';
import { useOrigin } from './credential-facts.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';

const longest = restLimits.credentialNameCharacters.value;

/** sysname (documented). */
export const credentialTooLong: ProcedureRule = {
  name: 'credential-too-long',
  about: 'procedure',
  severity: 'error',
  summary: 'The name of the credential is longer than 128 characters.',
  check: (facts) => {
    const length = facts.text('@credential')?.value.length ?? 0;
    return length > longest
      ? [
          {
            span: argumentSpan(facts, '@credential'),
            message: `The name has ${length} characters; a credential's has at most ${longest}. Leave out the path.`,
            ...useOrigin(facts),
          },
        ]
      : [];
  },
};
