import type { ArgumentInfo, TableFunction } from '../contracts.ts';
import { requireText } from './arguments.ts';
import { pathText } from './arguments.ts';
import { planColumns } from './column-plan.ts';
import { openColumns } from './open-columns.ts';
import { entryColumns, openEntries } from './open-entries.ts';

/** `OPENJSON(document [, path]) [WITH (…)]`. Rows come while the text is read; a NULL document has none. */
export const openJson: TableFunction = {
  name: 'openjson',
  minArgs: 1,
  maxArgs: 2,
  acceptsWith: true,
  columns(args: readonly ArgumentInfo[], withColumns) {
    requireText(args, 0, 'openjson', true);
    requireText(args, 1, 'openjson', true);
    if (withColumns === undefined) return entryColumns;
    planColumns(withColumns);
    return withColumns.map(({ name, type }) => ({ name, type, nullable: true }));
  },
  rows([document, path], withColumns) {
    const steps = path === undefined ? undefined : pathText(path, 1, 'openjson');
    if (document === undefined || typeof document.value !== 'string') return [];
    const { type, value } = document;
    return withColumns === undefined ? openEntries(value, type, steps) : openColumns(value, type, steps, withColumns);
  },
};
