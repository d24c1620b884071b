import type { SqlType, SqlValue } from '../../values.ts';
import { convert } from '../types/convert.ts';
import { nvarchar } from '../types/families.ts';
import { toCodePage } from '../types/code-page.ts';
import type { WithColumn } from '../ast.ts';
import { findColumns, newSpans, planColumns, type ColumnPlan, type PlannedColumn } from './column-plan.ts';
import { base64TooLong, missingProperty, notAContainer, notAScalar, notBase64 } from './errors.ts';
import { findMany } from './find.ts';
import { spanText } from './open-entries.ts';
import { openDocument } from './open-root.ts';
import { jsonKind, Scanner, type JsonKind } from './scanner.ts';

/**
 * OPENJSON … WITH: an object is one row, an array one row an element, found lazily in a single pass over the text. Throws
 * 13608/6, 13623, 13624 for strict paths, 13612 and 13613 for binary columns, and the conversion errors of `nvarchar`.
 */
export function* openColumns(
  text: string,
  type: SqlType,
  path: string | undefined,
  withColumns: readonly WithColumn[],
): Generator<readonly SqlValue[]> {
  const plan = planColumns(withColumns);
  const opened = openDocument(text, type, path, true);
  if (opened === undefined) return;
  const { scanner } = opened;
  const reader = new RowReader(plan, scanner);
  if (opened.kind === jsonKind.object) {
    yield reader.read();
  } else {
    let more = scanner.enterArray();
    while (more) {
      yield reader.read();
      more = scanner.nextElement();
    }
  }
  if (opened.isRoot) scanner.expectEnd();
}

class RowReader {
  readonly #plan: ColumnPlan;
  readonly #scanner: Scanner;
  readonly #spans;
  #row = 0;

  constructor(plan: ColumnPlan, scanner: Scanner) {
    this.#plan = plan;
    this.#scanner = scanner;
    this.#spans = newSpans(plan.columns.length);
  }

  /** The row of the value at the cursor, which ends behind it. */
  read(): SqlValue[] {
    const { kinds, starts, ends } = this.#spans;
    kinds.fill(-1);
    this.#row += 1;
    const start = this.#scanner.at;
    findColumns(this.#scanner, this.#plan.root, this.#spans, this.#row);
    return this.#plan.columns.map((planned, ordinal) => {
      if (planned.path.many) return this.#readMany(planned, start);
      const kind = kinds[ordinal] ?? -1;
      return columnValue(planned, this.#scanner.text, kind, starts[ordinal] ?? 0, ends[ordinal] ?? 0);
    });
  }

  /** A path with wildcards has a search of its own; several values are NULL (observed). */
  #readMany(planned: PlannedColumn, start: number): SqlValue {
    const { text } = this.#scanner;
    const element = text.slice(start, this.#scanner.at);
    const [found, ...others] = findMany(new Scanner(element, 4), planned.path, true);
    const single = others.length === 0 ? found : undefined;
    return columnValue(planned, element, single?.kind ?? -1, single?.start ?? 0, single?.end ?? 0);
  }
}

/** `kind` is -1 when the path leads nowhere. */
function columnValue(planned: PlannedColumn, text: string, kind: number, start: number, end: number): SqlValue {
  const { column, path } = planned;
  if (kind < 0) {
    if (path.strict) throw missingProperty(6);
    return null;
  }
  if (kind === jsonKind.null) return null;
  const container = kind === jsonKind.object || kind === jsonKind.array;
  if (column.asJson !== container) {
    if (path.strict) throw column.asJson ? notAContainer(1) : notAScalar(1);
    return null;
  }
  return column.asJson ? text.slice(start, end) : scalarValue(column.type, text, kind as JsonKind, start, end);
}

function scalarValue(type: SqlType, text: string, kind: JsonKind, start: number, end: number): SqlValue {
  const value = spanText(text, kind, start, end) ?? '';
  switch (type.name) {
    case 'nvarchar':
      // Too long a string is cut silently (two published code bases say so).
      return type.length === 'max' || value.length <= type.length ? value : value.slice(0, type.length);
    case 'varchar':
      return type.length === 'max' ? toCodePage(value) : toCodePage(value).slice(0, type.length);
    case 'varbinary':
    case 'binary':
      return base64Value(type, value);
    default:
      return convert({ type: nvarchar('max'), value }, type, { explicit: true });
  }
}

function base64Value(type: SqlType & { readonly length: number | 'max' }, value: string): SqlValue {
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(value)) throw notBase64();
  const bytes = Buffer.from(value, 'base64');
  if (type.length !== 'max' && bytes.length > type.length) throw base64TooLong();
  return convert({ type: { name: 'varbinary', length: 'max' }, value: bytes }, type);
}
