import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import { BatchParser, type Grammar } from '../parser/parser.ts';
import { ParseScope } from '../parser/scope.ts';

/** A name that comes as text (EXEC @name, RPC). What is no name is one part as it stands. */
export const parseNameText = (text: string, grammar: Grammar): ObjectName => {
  const parser = new BatchParser(text, grammar, new ParseScope(false));
  try {
    const name = parser.parseObjectName();
    return parser.peek().kind === 'end' ? name : { name: text, text };
  } catch (error) {
    if (error instanceof SqlError) return { name: text, text };
    throw error;
  }
};
