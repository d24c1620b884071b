import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';
import { databaseAt } from './surroundings.ts';

/** Msg 33158 when it is made, so there is none to use (documented; observed). */
export const credentialInMaster: ProcedureRule = {
  name: 'credential-in-master',
  about: 'procedure',
  severity: 'error',
  summary: 'The call names a credential in master, where there are none.',
  // No fix: which database holds the credential is for the author to say.
  check: (facts) =>
    databaseAt(facts.around.batch, facts.call.span.start, facts.around.database) === 'master' &&
    facts.constant('@credential').kind !== 'null'
      ? [
          {
            span: argumentSpan(facts, '@credential'),
            message:
              'There are no database scoped credentials in master. Change to the database that holds it before the call.',
          },
        ]
      : [],
};
