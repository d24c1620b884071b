import { credentialProblem, useOrigin } from './credential-facts.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';

/** Nobody states how ports are matched; equal ones are the safe choice (inferred). */
export const credentialPort: ProcedureRule = {
  name: 'credential-port',
  about: 'procedure',
  severity: 'hint',
  unverified: true,
  summary: 'The credential’s name and the URL have different ports.',
  check: (facts) =>
    credentialProblem(facts) === 'port'
      ? [
          {
            span: argumentSpan(facts, '@credential'),
            message: 'The credential’s name has another port than the URL; most likely SQL Server refuses it.',
            ...useOrigin(facts),
          },
        ]
      : [],
};
