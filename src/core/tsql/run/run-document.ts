import type { SqlMessage } from '../../failure.ts';
import type { KubeStatus } from '../../kube/status.ts';
import { redacted } from '../../redact.ts';
import type { RunPlan } from './run-plan.ts';
import type { CallAnswer, RunReport } from './run-report.ts';
import { withoutValues } from './response-secrets.ts';
import { textTable } from './text-table.ts';

/** What is written above an answer. */
export interface RunFrame {
  /** Where it ran: `sql01 · database orders · as app_reader`. */
  readonly place: string;
  /** Local time, for people. */
  readonly time: string;
  readonly durationMs: number;
  /** What the errors mean, in words. */
  readonly meaning?: string;
}

/** A document that shows a run. */
export interface RunDocument {
  readonly text: string;
  /** The first line of it, for lists. */
  readonly headline: string;
  /** 0-based lines that are to be folded: the headers. */
  readonly folded: readonly number[];
  /** 0-based line above each result set. */
  readonly sets: readonly number[];
}

/** `71 kB`, `84 B`. */
const sizeText = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

const durationText = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

const sentence = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`);

/** Kubernetes' Status in a sentence. */
const statusSentence = ({ status, message, reason, code, details }: KubeStatus): string => {
  const known = [reason, code === undefined ? undefined : `HTTP ${code}`].filter((part) => part !== undefined);
  const behind = known.length === 0 ? '' : ` (${known.join(', ')})`;
  if (status === 'Success') {
    const name = [details?.kind, details?.name].filter((part) => part !== undefined).join(' ');
    return `Kubernetes did it${name === '' ? '' : `: ${name}`}${behind}.`;
  }
  const causes = (details?.causes ?? []).flatMap(({ field, message: text }) =>
    text === undefined ? [] : [`${field === undefined ? '' : `${field}: `}${text}`],
  );
  const further =
    causes.length === 0 || message?.includes(causes[0] ?? '') === true ? '' : ` ${sentence(causes.join('; '))}`;
  return `Kubernetes refused${behind}: ${sentence(message ?? 'it gave no reason')}${further}`;
};

const messageLine = ({ number, state, class: severity, text, line, procedure }: SqlMessage, first: number): string => {
  const place = line === undefined ? '' : `, line ${procedure === undefined ? line + first - 1 : line}`;
  const inside = procedure === undefined ? '' : `, procedure ${procedure}`;
  return number === 0 && severity <= 10
    ? text
    : `Msg ${number}, level ${severity}, state ${state}${inside}${place}: ${text}`;
};

const statusOf = (answer: CallAnswer): string => {
  if (answer.http !== undefined) return `${answer.http.code} ${answer.http.description}`.trim();
  return answer.returned === undefined || answer.returned === 0 ? 'No status' : `HTTP ${answer.returned}`;
};

const headerLine = ([name, value]: readonly [string, string]): string =>
  `  ${name}: ${/cookie|authorization|token/iu.test(name) ? redacted : value}`;

class Writer {
  readonly lines: string[] = [];

  add(...lines: readonly string[]): void {
    for (const line of lines) this.lines.push(...line.split('\n'));
  }

  gap(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
  }

  answer(answer: CallAnswer, title: string, durationMs: number): void {
    this.gap();
    const size = answer.cut ? `${sizeText(answer.size)} of text` : sizeText(answer.size);
    this.add(`${statusOf(answer)} · ${durationText(durationMs)} · ${size} · ${title}`);
    if (answer.status !== undefined) this.add(statusSentence(answer.status));
    if (answer.headers.length > 0) {
      this.gap();
      this.add(`Response headers (${answer.headers.length})`, ...answer.headers.map(headerLine));
    }
  }

  result(answer: CallAnswer, heading: string): void {
    this.gap();
    if (answer.result === undefined) this.add('The answer holds no result: the body was empty, or no JSON.');
    else {
      this.add(`${answer.cut ? 'Response, only its beginning' : 'Result'}${heading}:`);
      this.add(answer.result === '' ? '(empty text)' : answer.result);
    }
  }
}

const said = (report: RunReport, line: number): readonly string[] =>
  report.said.map((event) =>
    event.kind === 'count'
      ? `${event.rows} ${event.rows === 1 ? 'row' : 'rows'} affected`
      : withoutValues(messageLine(event.message, line), report.secrets),
  );

const headersLine = /^Response headers \(\d+\)$/u;
const setLine = /^Result set \d+: [\d]+ rows?(?:,|$)/u;

/** Found in the finished text: taking secrets out may take lines out. */
const linesLike = (lines: readonly string[], pattern: RegExp): readonly number[] =>
  lines.flatMap((line, index) => (pattern.test(line) ? [index] : []));

/** A run as a document to read. `clear` takes secrets out of every cell and, at the end, of the whole text. */
export const runDocument = (
  plan: RunPlan,
  report: RunReport,
  frame: RunFrame,
  clear: (text: string) => string,
): RunDocument => {
  const writer = new Writer();
  for (const answer of report.answers) {
    writer.answer(answer, plan.calls[answer.call]?.title ?? 'Call', frame.durationMs);
  }
  if (report.answers.length === 0) {
    const title = plan.calls[plan.at]?.title ?? 'Batch without a call';
    writer.add(`${report.failed ? 'Failed' : 'Done'} · ${durationText(frame.durationMs)} · ${title}`);
  }
  if (frame.meaning !== undefined) writer.add(frame.meaning);
  const place = `On ${frame.place} · ${frame.time}`;
  writer.lines.splice(1, 0, place);
  for (const { title, unseen } of plan.calls)
    if (unseen !== undefined) {
      writer.gap();
      writer.add(`${title}: ${unseen}`);
    }
  const answered = new Set(report.answers.map(({ call }) => call));
  for (const [index, { title, unseen }] of plan.calls.entries()) {
    if (unseen !== undefined || answered.has(index)) continue;
    writer.gap();
    writer.add(`${title}: it was not reached, or it ended with an error.`);
  }
  for (const [index, set] of report.sets.entries()) {
    writer.gap();
    const shown = set.rows.length < set.total ? `, the first ${set.rows.length} shown` : '';
    writer.add(
      `Result set ${index + 1}: ${set.total} ${set.total === 1 ? 'row' : 'rows'}${shown}`,
      textTable(set, (text) => clear(withoutValues(text, report.secrets))),
    );
  }
  const messages = said(report, plan.line);
  if (messages.length > 0) {
    writer.gap();
    writer.add('Messages', ...messages.map((text) => `  ${text.replaceAll('\n', '\n  ')}`));
  }
  // Last, because it is long: rows and messages are what a script was written for.
  for (const answer of report.answers) {
    const title = plan.calls[answer.call]?.title;
    writer.result(answer, report.answers.length > 1 && title !== undefined ? ` of ${title}` : '');
  }
  const text = clear(`${writer.lines.join('\n')}\n`);
  const lines = text.split('\n');
  return { text, headline: lines[0] ?? '', folded: linesLike(lines, headersLine), sets: linesLike(lines, setLine) };
};
