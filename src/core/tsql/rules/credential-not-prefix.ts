import type { CredentialNameProblem } from '../../rest/credential-name.ts';
import { credentialProblem, useOrigin } from './credential-facts.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';

const why: Readonly<Partial<Record<CredentialNameProblem, string>>> = {
  'not-a-url': 'Its name must be a URL: https://host, with the port when the call has one.',
  'scheme-or-host': 'Its name has another host.',
  'path-longer': 'Its name has a longer path than the call.',
  'path-differs': 'Its name has another path.',
};

/** Msg 31630, before anything is sent (documented; observed). */
export const credentialNotPrefix: ProcedureRule = {
  name: 'credential-not-prefix',
  about: 'procedure',
  severity: 'error',
  summary: 'The name of the credential is no prefix of the URL, so SQL Server refuses to use it.',
  check: (facts) => {
    const problem = credentialProblem(facts);
    const reason = problem === undefined ? undefined : why[problem];
    return reason === undefined
      ? []
      : [
          {
            span: argumentSpan(facts, '@credential'),
            message: `SQL Server refuses this credential for this URL. ${reason}`,
            ...useOrigin(facts),
          },
        ];
  },
};
