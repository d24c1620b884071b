import { codeFence } from '../../core/setup/markdown.ts';
import { isRightsError } from '../../core/setup/rights.ts';
import type { ScriptEvent } from '../../sql/driver-contract.ts';
import type { PartOutcome } from '../../sql/script-runner.ts';

/** What one script did, as far as it came. */
export interface ScriptReport {
  readonly path: string;
  readonly owner: string;
  readonly done: readonly PartOutcome[];
  /** What was not sent, because something before it failed or the user stopped. */
  readonly unsent: readonly string[];
}

/** What a whole run was about. */
export interface RunReport {
  readonly title: string;
  readonly server: string;
  readonly database: string;
  readonly login: string;
  readonly at: Date;
  readonly scripts: readonly ScriptReport[];
  /** Why it ended early, as a sentence. */
  readonly ended?: string;
}

/** The results as Markdown. Whoever shows them redacts them first. */
export function renderRun(run: RunReport): string {
  return [
    `# ${run.title}`,
    '',
    `On **${run.server}**, database **${run.database}**, as **${run.login}**, ${run.at.toISOString()}.`,
    '',
    ...(run.ended === undefined ? ['Every statement was run.', ''] : [`**Ended early.** ${run.ended}`, '']),
    ...run.scripts.flatMap(renderScript),
  ].join('\n');
}

const renderScript = ({ path, owner, done, unsent }: ScriptReport): readonly string[] => [
  `## ${path}`,
  '',
  `Owner: ${owner}`,
  '',
  ...done.flatMap((part, at) => renderPart(part, at + 1)),
  ...unsent.map((does, at) => `${done.length + at + 1}. ${does}: **not run**`),
  ...(unsent.length > 0 ? [''] : []),
];

const renderPart = ({ does, line, events, durationMs }: PartOutcome, number: number): readonly string[] => {
  const failed = events.some(({ kind }) => kind === 'error');
  return [
    `${number}. ${does}: ${failed ? '**failed**' : 'done'} (line ${line}, ${durationMs} ms)`,
    '',
    ...(events.length === 0
      ? ['   SQL Server had nothing to tell.', '']
      : codeFence('text', events.flatMap((event) => renderEvent(event, line)).join('\n')).map((text) => `   ${text}`)),
    '',
  ];
};

function renderEvent(event: ScriptEvent, line: number): readonly string[] {
  switch (event.kind) {
    case 'rows':
      return [...table(event.columns, event.rows), `(${rows(event.total)}${left(event)})`];
    case 'count':
      return [`(${rows(event.rows)} changed)`];
    case 'message':
      return event.message.text.split(/\r?\n/u);
    case 'error': {
      const { number, class: severity, state, line: at, text } = event.message;
      const where = at === undefined ? '' : `, line ${line + at - 1} of the file`;
      const right = isRightsError(event.message) ? ['A right is missing.'] : [];
      return [`Msg ${number}, level ${severity}, state ${state}${where}`, ...text.split(/\r?\n/u), ...right];
    }
  }
}

const rows = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

const left = ({ rows: shown, total }: Extract<ScriptEvent, { kind: 'rows' }>): string =>
  shown.length < total ? `, the first ${shown.length} shown` : '';

const widest = 120;

/** Columns aligned with blanks, as sqlcmd shows them. */
function table(columns: readonly string[], sets: readonly (readonly unknown[])[]): readonly string[] {
  const head = columns.map((name, at) => (name === '' ? `(column ${at + 1})` : oneLine(name)));
  const body = sets.map((row) => row.map(cell));
  const widths = head.map((name, at) => Math.max(name.length, ...body.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`.slice(0, widest);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = oneLine(text);
  return line.length > widest ? `${line.slice(0, widest)}…` : line;
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
