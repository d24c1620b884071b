/** A name with its value, or with several lines that stand below each other. */
export type Field = readonly [name: string, value: string | readonly string[] | undefined];

/** `Name:   value` with the values in one column, as kubectl describe prints them; absent ones are left out. */
export function fields(entries: readonly Field[], indent = ''): string[] {
  const present = entries.flatMap(([name, value]) => {
    const lines = typeof value === 'string' ? [value] : (value ?? []);
    return lines.length === 0 ? [] : [{ name: `${name}:`, lines }];
  });
  const width = Math.max(0, ...present.map(({ name }) => name.length)) + 2;
  return present.flatMap(({ name, lines }) =>
    lines.map((line, index) => `${indent}${(index === 0 ? name : '').padEnd(width)}${line}`.trimEnd()),
  );
}

/** Columns aligned by spaces; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map(
    (row) =>
      indent + row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd((widths[at] ?? 0) + 2))).join(''),
  );
}

/** `key=value` lines of a map of texts, sorted by key as kubectl prints labels. */
export function pairs(map: unknown, separator = '='): readonly string[] {
  if (typeof map !== 'object' || map === null) return ['<none>'];
  const lines = Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}${separator}${oneLine(String(value))}`);
  return lines.length === 0 ? ['<none>'] : lines;
}

/** Keeps a table a table whatever a message holds. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
