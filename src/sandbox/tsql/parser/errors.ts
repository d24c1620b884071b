import { unquoteIdentifier, unquoteLiteral } from '../../../core/tsql/quoting.ts';
import { SqlError } from '../../sql-error.ts';
import type { ParserToken } from '../contracts.ts';
import { isReserved } from './keywords.ts';

const shown = (token: ParserToken): string => {
  if (token.kind === 'string') return unquoteLiteral(token.text);
  return token.kind === 'identifier' ? unquoteIdentifier(token.text) : token.text;
};

/** A compile-time error (class 15) on a line. */
export const compileError = (number: number, text: string, line: number, state = 1, severity = 15): SqlError =>
  new SqlError(number, text, { class: severity, state, reach: 'batch', line });

/** 102, or 156 when the token is a reserved word. */
export const syntaxError = (token: ParserToken): SqlError =>
  token.kind === 'word' && isReserved(token.text)
    ? compileError(156, `Incorrect syntax near the keyword '${token.text}'.`, token.line)
    : compileError(102, `Incorrect syntax near '${shown(token)}'.`, token.line);
