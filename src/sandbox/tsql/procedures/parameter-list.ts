import { BatchParser, type Grammar } from '../parser/parser.ts';
import { ParseScope } from '../parser/scope.ts';
import type { UserParameter } from '../storage/storage.ts';
import { parseParameters } from '../statements/parameters.ts';

/** `@a int, @b nvarchar(10) OUTPUT` as sp_executesql takes it. */
export const parseParameterList = (text: string, grammar: Grammar): readonly UserParameter[] => {
  if (text.trim() === '') return [];
  const parser = new BatchParser(text, grammar, new ParseScope(true));
  const found = parseParameters(parser);
  if (parser.peek().kind !== 'end') throw parser.unexpected();
  return found;
};
