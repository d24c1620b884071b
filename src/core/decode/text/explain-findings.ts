import type { SqlMessage } from '../../failure.ts';
import { redact } from '../../redact.ts';
import { callLine, messageLine } from '../evidence.ts';
import { explain } from '../explain.ts';
import { diagnose } from '../diagnose.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { ExplainContext } from '../explanation.ts';
import { findHresult } from '../hresult.ts';
import { namesOf } from '../wording.ts';
import { unknownCall } from './answer-parts.ts';
import type { Finding, Reading } from './finding.ts';

type FailureReading = Extract<Reading, { kind: 'failure' }>;
type SqlReading = Extract<Reading, { kind: 'sql' }>;

interface Ranked {
  /** Low is near the root. */
  readonly rank: number;
  readonly diagnosis: Diagnosis;
}

/**
 * Explains what was found, root cause first: the proxy's side of the cluster causes HTTP answers, those cause messages of
 * SQL Server. Among equals the text's order counts; the same diagnosis appears once, with all its evidence.
 */
export function explainFindings(
  findings: readonly Finding[],
  text: string,
  partial: Partial<ExplainContext>,
): readonly Diagnosis[] {
  const context = contextFrom(findings, partial);
  const ranked = alike(batches(findings, text)).flatMap((group) => explained(group, context));
  ranked.sort((left, right) => left.rank - right.rank);
  return merged(ranked.map(({ diagnosis }) => diagnosis));
}

const namedIn: readonly { readonly name: 'login' | 'credential' | 'database'; readonly pattern: RegExp }[] = [
  { name: 'login', pattern: /Login failed for user '([^']{1,128})'/ },
  { name: 'credential', pattern: /Cannot find the credential '([^']{1,512})'/ },
  { name: 'database', pattern: /Cannot open database "([^"]{1,128})"/ },
];

/** What messages name themselves, where the caller knows nothing better. */
function contextFrom(findings: readonly Finding[], partial: Partial<ExplainContext>): ExplainContext {
  const texts = findings.flatMap(({ reading }) => (reading.kind === 'sql' ? [reading.error.text] : []));
  const named = namedIn.flatMap(({ name, pattern }) => {
    const found = texts.map((text) => pattern.exec(text)?.[1]).find((value) => value !== undefined);
    return found === undefined ? [] : [[name, found] as const];
  });
  return { sqlServerName: 'the SQL Server machine', ...Object.fromEntries(named), ...partial };
}

/** Messages of SQL Server with nothing between them came from one batch and are explained together. */
function batches(findings: readonly Finding[], text: string): (readonly Reading[])[] {
  const all: Reading[][] = [];
  let end = -1;
  for (const { reading, span } of findings) {
    const last = all.at(-1);
    const isNext = reading.kind === 'sql' && last?.[0]?.kind === 'sql' && text.slice(end, span.start).trim() === '';
    if (isNext) last.push(reading);
    else all.push([reading]);
    end = span.end;
  }
  return all;
}

/** Batches that mean the same, with the evidence of the others: a log repeats itself, and is explained once. */
interface Alike {
  readonly readings: readonly Reading[];
  readonly more: readonly (readonly Reading[])[];
  readonly times: number;
}

/** What one diagnosis shows of a log that repeats itself. */
const mostRepeats = 4;

function alike(all: readonly (readonly Reading[])[]): readonly Alike[] {
  const groups = new Map<string, { readings: readonly Reading[]; more: (readonly Reading[])[]; times: number }>();
  for (const readings of all) {
    const key = readings.map(meaningOf).join('\n');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { readings, more: [], times: 1 });
    else {
      known.times += 1;
      if (known.more.length < mostRepeats) known.more.push(readings);
    }
  }
  return [...groups.values()];
}

/** The same for readings that are explained alike. */
function meaningOf(reading: Reading): string {
  switch (reading.kind) {
    case 'nothing':
      return '';
    case 'hresult':
      return `hresult ${reading.value}`;
    case 'page':
      return `page ${reading.entry.code}`;
    case 'proxy-line':
      return `proxy ${reading.entry.headline}`;
    case 'sql':
      return `sql ${reading.error.number} ${reading.error.state} ${reading.error.text}`;
    case 'failure': {
      const { failure } = reading;
      // Where nothing was read but the code, lines of an access log differ in their evidence only.
      return failure.kind === 'http' && failure.status === undefined
        ? `http ${failure.code} ${failure.contentType ?? ''}`
        : JSON.stringify(failure);
    }
  }
}

const unknownEntry = 'Not in our catalogue';

function explained({ readings, more, times }: Alike, context: ExplainContext): readonly Ranked[] {
  const [first] = readings;
  if (first === undefined || first.kind === 'nothing') return [];
  const once = diagnosisOf(first, readings, context);
  const repeats = more.flatMap((others) => others.flatMap(evidenceOf));
  const left = times - 1 - more.length;
  const rest = left > 0 ? [`and ${left} more like these`] : [];
  const diagnosis = {
    ...once,
    evidence: [...new Set([...once.evidence, ...repeats.map((line) => redact(line))]), ...rest],
  };
  const isUnknown = diagnosis.sources.includes(unknownEntry);
  // Where no name is known, “the endpoint” may begin the sentence.
  const headline = diagnosis.headline.replace(/^the /, 'The ');
  return [{ rank: isUnknown ? 9 : rankOf(first), diagnosis: { ...diagnosis, headline } }];
}

function diagnosisOf(
  first: Exclude<Reading, { kind: 'nothing' }>,
  readings: readonly Reading[],
  context: ExplainContext,
): Diagnosis {
  switch (first.kind) {
    case 'sql':
      return explainMessages(
        readings.filter((reading) => reading.kind === 'sql'),
        context,
      );
    case 'hresult':
      return explainHresult(first.value, context);
    case 'failure':
      return explainFailure(first, context);
    case 'page':
      return diagnose({
        code: first.entry.code,
        entry: first.entry,
        names: namesOf(context),
        evidence: [first.line],
        context,
      });
    case 'proxy-line':
      return diagnose({
        code: `proxy-log.${first.entry.code}`,
        entry: first.entry,
        names: namesOf(context),
        evidence: [first.line],
        context,
      });
  }
}

function rankOf(reading: Reading): number {
  if (reading.kind === 'proxy-line') return reading.side === 'cluster' ? 0 : 3;
  if (reading.kind === 'page') return 1;
  if (reading.kind !== 'failure') return 2;
  return reading.failure.kind === 'http' || reading.failure.kind === 'no-result' ? 1 : 4;
}

function explainMessages(readings: readonly SqlReading[], context: ExplainContext): Diagnosis {
  const told = explain({ kind: 'sql', errors: readings.map(({ error }) => error) }, context);
  const lines = new Map(readings.map((reading) => [messageLine(reading.error), shownLine(reading)]));
  const evidence = told.evidence.map((line) => lines.get(line) ?? line);
  return { ...told, ...(readings.every(lacksCode) ? withoutCode : {}), evidence };
}

const lacksCode = ({ error }: SqlReading): boolean => error.number === 31608 && findHresult(error.text) === undefined;

const withoutCode: Partial<Diagnosis> = {
  why: 'Msg 31608 only says that the call failed. Its HRESULT says why, and the text has none.',
  fix: 'Take the whole message, with its HRESULT, and decode that.',
};

function evidenceOf(reading: Reading): readonly string[] {
  if (reading.kind === 'proxy-line' || reading.kind === 'page') return [reading.line];
  if (reading.kind === 'sql') return [shownLine(reading)];
  return reading.kind === 'failure' && reading.seen !== undefined ? [reading.seen] : [];
}

/** As evidence: without the fields that the text did not name. */
function shownLine({ error, seen }: SqlReading): string {
  if (seen === 'all') return messageLine(error);
  if (seen === 'words') return error.text;
  return error.text === '' ? `Msg ${error.number}` : `Msg ${error.number}: ${error.text}`;
}

/** As the procedure's Msg 31608 would carry it; that message itself was not seen and is no evidence. */
function explainHresult(value: number, context: ExplainContext): Diagnosis {
  const text = `HRESULT: 0x${(value >>> 0).toString(16)}`;
  const error: SqlMessage = { number: 31608, state: 0, class: 16, text };
  const told = explain({ kind: 'sql', errors: [error] }, context);
  return { ...told, evidence: [text, ...told.evidence.filter((line) => line !== messageLine(error))] };
}

function explainFailure({ failure, seen }: FailureReading, context: ExplainContext): Diagnosis {
  const told = explain(failure, context);
  if (seen !== undefined) return { ...told, evidence: [seen] };
  return { ...told, evidence: told.evidence.filter((line) => line !== callLine(unknownCall)) };
}

/** The same headline and fix are one diagnosis. */
function merged(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const byMeaning = new Map<string, Diagnosis>();
  for (const next of diagnoses) {
    const key = `${next.headline}\n${next.fix}`;
    const known = byMeaning.get(key);
    if (known === undefined) byMeaning.set(key, next);
    else byMeaning.set(key, { ...known, evidence: [...new Set([...known.evidence, ...next.evidence])] });
  }
  return [...byMeaning.values()];
}
