import { headerFate } from '../../rest/header-rules.ts';
import { fixes, removeHeader } from './edits.ts';
import { entrySpan } from './header-facts.ts';
import type { ProcedureRule } from './rule.ts';

/** Forbidden request headers are not sent (documented, by reference to the Fetch standard). */
export const headerForbidden: ProcedureRule = {
  name: 'header-forbidden',
  about: 'procedure',
  severity: 'warning',
  summary: 'A header is one of those that are never sent.',
  check: (facts) => {
    const { headers } = facts;
    if (headers?.json.valid !== true) return [];
    return headers.entries.flatMap((entry, index) =>
      headerFate(entry.name, entry.value) === 'dropped'
        ? [
            {
              span: entrySpan(headers, entry),
              message: `SQL Server does not send ${entry.name}: it is a forbidden request header. Take it out.`,
              ...fixes('Remove the header', removeHeader(facts, index)),
            },
          ]
        : [],
    );
  },
};
