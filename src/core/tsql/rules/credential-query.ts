import { useOrigin } from './credential-facts.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';

/** A name with a query string is refused with Msg 31630 (observed, state 6). */
export const credentialQuery: ProcedureRule = {
  name: 'credential-query',
  about: 'procedure',
  severity: 'error',
  summary: 'The name of the credential holds a query string.',
  check: (facts) =>
    facts.text('@credential')?.value.includes('?') === true
      ? [
          {
            span: argumentSpan(facts, '@credential'),
            message:
              'SQL Server refuses a credential with a query string in its name. Name it by scheme, host and port.',
            ...useOrigin(facts),
          },
        ]
      : [],
};
