import { tokenSpan } from '../calls/cursor.ts';
import { localVariable, quoteLiteral, sql } from '../quoting.ts';
import { dynamicOperands, isHarmless, isTreated, textLength } from './dynamic-sql.ts';
import { fixes } from './edits.ts';
import type { BatchRule } from './rule.ts';

/** A quote in the text ends the literal; what follows is run (the rule of every dynamic SQL). */
export const dynamicSqlUnescaped: BatchRule = {
  name: 'dynamic-sql-unescaped',
  about: 'batch',
  severity: 'warning',
  summary: 'A variable is put between quotes of a text that calls the procedure, without its quotes being doubled.',
  check: (batch) =>
    dynamicOperands(batch).flatMap(({ tokens: [token, ...more], inLiteral }) => {
      if (!inLiteral || token?.kind !== 'variable' || more.length > 0) return [];
      const name = token.lower;
      if (textLength(batch, name) === undefined || isTreated(batch, name) || isHarmless(batch, name)) return [];
      const span = tokenSpan(token);
      const quote = quoteLiteral("'");
      const text = sql`REPLACE(${localVariable(token.text)}, ${quote}, ${quoteLiteral("''")})`;
      return [
        {
          span,
          message: `A quote in ${token.text} ends the literal, and what follows it is run. Call the procedure directly with variables, or double the quotes.`,
          ...fixes('Double its quotes', { span, text }),
        },
      ];
    }),
};
