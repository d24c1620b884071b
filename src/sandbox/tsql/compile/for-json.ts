import { SqlError } from '../../sql-error.ts';
import type { ForJson } from '../ast.ts';
import { forJsonChunks, planForJson, writeForJson } from '../json/index.ts';
import type { CompiledQuery, Flow, Frame, QueryUse, Row } from './compiled.ts';

/** Name of the one column that FOR JSON sends (observed). */
const columnName = 'JSON_F52E2B61-18A1-11d1-B105-00805F49916B';

function* onlyRows(rows: Flow): Generator<Row> {
  for (const row of rows) if (row !== undefined) yield row;
}

/** The query's rows as JSON text: one value when nested, pieces of 2033 characters when sent to the client. */
export const asJson = (query: CompiledQuery, options: ForJson, use: QueryUse): CompiledQuery => {
  if (use === 'insert') throw new SqlError(13602, 'The FOR JSON clause is not allowed in a INSERT statement.');
  const columns = query.columns.map(({ name, type }, index) => ({
    name,
    type,
    isJson: query.jsonColumns?.[index] ?? false,
  }));
  const plan = planForJson(columns, options);
  let sourceRows = 0;
  return {
    columns: [{ name: columnName, type: { name: 'nvarchar', length: 'max' }, nullable: true }],
    // Without its array wrapper the text is embedded as a string (observed).
    isJson: options.wrapper,
    sourceRows: () => sourceRows,
    *rows(frame: Frame): Flow {
      const { text, count } = writeForJson(plan, onlyRows(query.rows(frame)));
      sourceRows = count;
      if (text === undefined) return;
      if (use === 'nested') yield [text];
      else for (const chunk of forJsonChunks(text)) yield [chunk];
    },
  };
};
