import type { Column } from '../../engine.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import { nvarchar } from '../types/families.ts';
import { openDocument } from './open-root.ts';
import { jsonKind, unescapeString, type JsonKind, type Scanner } from './scanner.ts';

/** OPENJSON without WITH: `type` is tinyint (observed; the documentation says int). */
export const entryColumns: readonly Column[] = [
  { name: 'key', type: nvarchar(4000), nullable: false },
  { name: 'value', type: nvarchar('max'), nullable: true },
  { name: 'type', type: { name: 'tinyint' }, nullable: false },
];

/** One row a member or element, in document order; the text is read as the rows are taken. */
export function* openEntries(text: string, type: SqlType, path: string | undefined): Generator<readonly SqlValue[]> {
  const opened = openDocument(text, type, path, false);
  if (opened === undefined) return;
  const { scanner } = opened;
  if (opened.kind === jsonKind.object) {
    let more = scanner.enterObject();
    while (more) {
      const name = scanner.readName();
      yield entry(scanner, name);
      more = scanner.nextMember();
    }
  } else {
    let more = scanner.enterArray();
    for (let index = 0; more; index += 1) {
      yield entry(scanner, String(index));
      more = scanner.nextElement();
    }
  }
  if (opened.isRoot) scanner.expectEnd();
}

function entry(scanner: Scanner, key: string): readonly SqlValue[] {
  scanner.skipBlanks();
  const start = scanner.at;
  const kind = scanner.skipValue();
  return [key, spanText(scanner.text, kind, start, scanner.at), kind];
}

/** A value as text: strings unescaped, null as SQL NULL, everything else as written. */
export function spanText(text: string, kind: JsonKind, start: number, end: number): string | null {
  if (kind === jsonKind.null) return null;
  return kind === jsonKind.string ? unescapeString(text, start, end) : text.slice(start, end);
}
