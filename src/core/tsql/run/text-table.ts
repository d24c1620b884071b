/** A result set as it came. `total` counts all rows, `rows` holds the first of them. */
export interface ResultSet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly total: number;
}

/** A cell as text; NULL as the word, binary as T-SQL writes it. */
const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return 'NULL';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
};

/** A column wider than this is cut in the table; the CSV holds all of it. */
const widest = 100;

const oneLine = (text: string): string => {
  const flat = text.replaceAll(/\s*[\r\n\t]+\s*/gu, ' ');
  return flat.length > widest ? `${flat.slice(0, widest - 1)}…` : flat;
};

const isNumeric = (rows: readonly (readonly unknown[])[], column: number): boolean =>
  rows.length > 0 && rows.every((row) => ['number', 'bigint'].includes(typeof row[column]) || row[column] === null);

/** The set as an aligned table: headings, a rule, rows; numbers to the right. `clear` goes over every cell before it is cut. */
export const textTable = ({ columns, rows }: ResultSet, clear: (text: string) => string): string => {
  const headings = columns.map((name) => oneLine(name === '' ? '(no name)' : name));
  const cells = rows.map((row) => columns.map((_, column) => oneLine(clear(cellText(row[column])))));
  const widths = headings.map((name, column) =>
    cells.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), name.length),
  );
  const numeric = columns.map((_, column) => isNumeric(rows, column));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, column) =>
        numeric[column] === true ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)].join('\n');
};

/** Text that a spreadsheet would run as a formula gets an apostrophe in front, as spreadsheets themselves do. */
const csvCell = (value: unknown, clear: (text: string) => string): string => {
  if (value === null || value === undefined) return '';
  const text = clear(cellText(value));
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The set as CSV (RFC 4180), headings first. */
export const csvTable = ({ columns, rows }: ResultSet, clear: (text: string) => string): string =>
  [columns, ...rows].map((row) => row.map((cell) => csvCell(cell, clear)).join(',')).join('\r\n') + '\r\n';
