import { headerFate } from '../../rest/header-rules.ts';
import { fixes, removeHeader } from './edits.ts';
import { entrySpan } from './header-facts.ts';
import type { ProcedureRule } from './rule.ts';

/** Message 31616 (observed for User-Agent; inferred for the others, whose value on the wire is the engine's own). */
export const headerOverwritten: ProcedureRule = {
  name: 'header-overwritten',
  about: 'procedure',
  severity: 'information',
  summary: 'A header is one whose value SQL Server replaces by its own.',
  check: (facts) => {
    const { headers } = facts;
    if (headers?.json.valid !== true) return [];
    return headers.entries.flatMap((entry, index) =>
      headerFate(entry.name, entry.value) === 'overwritten'
        ? [
            {
              span: entrySpan(headers, entry),
              message: `SQL Server sends its own ${entry.name} instead of this one. Take it out.`,
              ...(entry.name.toLowerCase() === 'user-agent' ? {} : { unverified: true as const }),
              ...fixes('Remove the header', removeHeader(facts, index)),
            },
          ]
        : [],
    );
  },
};
