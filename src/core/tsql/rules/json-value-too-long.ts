import { quoteIdentifier, sql, quoteLiteral, localVariable } from '../quoting.ts';
import { is, tokenSpan } from '../calls/cursor.ts';
import type { CallFacts } from './call-facts.ts';
import { fixes } from './edits.ts';
import { isLog } from './kubernetes-places.ts';
import { responseMode, responseReads, responseVariable } from './response-facts.ts';
import type { ResponseRead } from './response-facts.ts';
import type { KubernetesRule } from './rule.ts';
import { tokensBefore } from './surroundings.ts';

/** JSON_VALUE returns nvarchar(4000), and NULL for a longer text (documented, observed). */
const longest = 4000;

/** True where a read stands in the branch of a refusal, whose answer is short: behind ELSE, or in an IF that is not `= 0`. */
const isBehindRefusal = ({ call, around }: CallFacts, { reader }: ResponseRead): boolean => {
  const between = around.batch.tokens.slice(
    tokensBefore(around.batch, call.span.end),
    tokensBefore(around.batch, reader.start),
  );
  if (between.some((token) => is(token, 'else'))) return true;
  const branch = between.slice(between.findLastIndex((token) => is(token, 'if')));
  if (!is(branch[0], 'if')) return false;
  const begins = branch.filter((token) => is(token, 'begin')).length;
  const inside = begins > branch.filter((token) => is(token, 'end')).length || !branch.some((token) => is(token, ';'));
  return inside && !(is(branch[2], '=') && branch[3]?.text === '0');
};

/** A log is one long text. */
export const jsonValueTooLong: KubernetesRule = {
  name: 'json-value-too-long',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'JSON_VALUE reads a log, and returns NULL when that has more than 4,000 characters.',
  check: (facts, request) => {
    const variable = responseVariable(facts);
    if (variable === undefined || !isLog(request) || responseMode(facts) !== 'text') return [];
    const bytes = request.query.find(({ name }) => name === 'limitBytes')?.value;
    if (bytes !== undefined && Number(bytes) <= longest) return [];
    const result = quoteIdentifier('result');
    const all = sql`(SELECT ${result} FROM OPENJSON(${localVariable(variable)}) WITH (${result} nvarchar(max) ${quoteLiteral('$.result')}))`;
    return responseReads(facts).flatMap((read) =>
      read.function === 'json_value' && read.steps.join('.') === 'result' && !isBehindRefusal(facts, read)
        ? [
            {
              span: { start: read.reader.start, end: read.end ?? tokenSpan(read.path).end },
              message:
                'JSON_VALUE returns NULL for a text of more than 4,000 characters, as most logs are. Read it by OPENJSON.',
              ...(read.end === undefined
                ? {}
                : fixes('Read it by OPENJSON', { span: { start: read.reader.start, end: read.end }, text: all })),
            },
          ]
        : [],
    );
  },
};
