import { isContainer } from '../../kube/containers.ts';
import { tokenSpan } from '../calls/cursor.ts';
import { sql } from '../quoting.ts';
import { fixes } from './edits.ts';
import { responseMode, responseReads } from './response-facts.ts';
import type { ProcedureRule } from './rule.ts';

/** Objects of the envelope itself (documented). */
const ofEnvelope = /^response(?:\.(?:headers|status(?:\.http)?))?$/u;

/** JSON_VALUE gives NULL for an object or array (documented, observed). */
export const jsonValueOnObject: ProcedureRule = {
  name: 'json-value-on-object',
  about: 'procedure',
  severity: 'warning',
  summary: 'JSON_VALUE is given a path to an object or array, for which it returns NULL.',
  check: (facts) => {
    const mode = responseMode(facts);
    if (mode === undefined || mode === 'xml') return [];
    return responseReads(facts).flatMap((read) => {
      if (read.function !== 'json_value') return [];
      const [first, ...inside] = read.steps;
      const answer = first === 'result' && mode === 'json' && facts.kubernetes !== undefined;
      const { api, kind } = facts.kubernetes ?? {};
      const container =
        ofEnvelope.test(read.steps.join('.')) ||
        (answer && api !== undefined && isContainer(inside, kind !== undefined));
      if (!container) return [];
      return [
        {
          span: tokenSpan(read.path),
          message:
            'There is an object or array here, for which JSON_VALUE returns NULL. Use JSON_QUERY, or OPENJSON for its rows.',
          ...fixes('Change to JSON_QUERY', { span: tokenSpan(read.reader), text: sql`JSON_QUERY` }),
        },
      ];
    });
  },
};
