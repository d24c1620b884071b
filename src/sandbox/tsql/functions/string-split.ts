import { SqlError } from '../../sql-error.ts';
import type { Column } from '../../engine.ts';
import type { SqlValue } from '../../values.ts';
import type { TableFunction } from '../contracts.ts';
import { bigint } from '../types/families.ts';
import { textOf, textTypeOf } from './define.ts';

/** 214 (observed): the separator is exactly one character. */
const badSeparator = (): SqlError =>
  new SqlError(214, "Procedure expects parameter 'separator' of type 'nchar(1)/nvarchar(1)'.", {
    state: 11,
    reach: 'batch',
  });

function* split(text: string, separator: string, ordinals: boolean): Generator<readonly SqlValue[]> {
  let ordinal = 1n;
  for (let from = 0; ; ordinal += 1n) {
    const at = text.toLowerCase().indexOf(separator.toLowerCase(), from);
    const piece = text.slice(from, at < 0 ? undefined : at);
    yield ordinals ? [piece, ordinal] : [piece];
    if (at < 0) return;
    from = at + 1;
  }
}

/** `STRING_SPLIT(text, separator [, enable_ordinal])`; NULL text has no rows. */
export const stringSplit: TableFunction = {
  name: 'string_split',
  minArgs: 2,
  maxArgs: 3,
  columns([text, separator, ordinal]) {
    if (typeof separator?.constant === 'string' && separator.constant.length !== 1) throw badSeparator();
    const value: Column = { name: 'value', type: textTypeOf(text), nullable: true };
    const shown = ordinal !== undefined && Number(ordinal.constant) === 1;
    return shown ? [value, { name: 'ordinal', type: bigint, nullable: false }] : [value];
  },
  rows([text, separator, ordinal]) {
    const between = separator?.value ?? null;
    if (between !== null && textOf(separator).length !== 1) throw badSeparator();
    if (text === undefined || text.value === null || between === null) return [];
    return split(textOf(text), textOf(separator), Number(ordinal?.value ?? 0) === 1);
  },
};
