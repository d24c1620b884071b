import { is, tokenSpan } from '../calls/cursor.ts';
import { localVariable, quoteLiteral, sql, unquoteLiteral } from '../quoting.ts';
import { dynamicOperands, textLength } from './dynamic-sql.ts';
import { fixes } from './edits.ts';
import type { BatchRule } from './rule.ts';

/** QUOTENAME returns NULL for more than 128 characters (documented). */
const longest = 128;

/** NULL in one operand makes the whole text NULL, and EXEC of that does nothing. */
export const dynamicSqlQuotename: BatchRule = {
  name: 'dynamic-sql-quotename',
  about: 'batch',
  severity: 'warning',
  summary: 'QUOTENAME quotes a text that may exceed 128 characters, and returns NULL then.',
  check: (batch) =>
    dynamicOperands(batch).flatMap(({ tokens }) => {
      const [call, open, variable, comma, quote, close] = tokens;
      if (tokens.length !== 6 || !is(call, 'quotename') || !is(open, '(') || !is(comma, ',')) return [];
      if (variable?.kind !== 'variable' || quote?.kind !== 'string' || close === undefined) return [];
      const length = textLength(batch, variable.lower);
      if (unquoteLiteral(quote.text) !== "'" || length === undefined || length <= longest) return [];
      const span = { start: call?.start ?? variable.start, end: tokenSpan(close).end };
      const mark = quoteLiteral("'");
      const text = sql`${mark} + REPLACE(${localVariable(variable.text)}, ${mark}, ${quoteLiteral("''")}) + ${mark}`;
      return [
        {
          span,
          message: `QUOTENAME returns NULL for more than ${longest} characters, which ${variable.text} may hold, and the whole statement with it.`,
          ...fixes('Use REPLACE', { span, text }),
        },
      ];
    }),
};
