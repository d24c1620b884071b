import type { SqlMessage } from '../../failure.ts';
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
  const ranked = batches(findings, text).flatMap((readings) => explained(readings, context));
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

const unknownEntry = 'Not in our catalogue';

function explained(readings: readonly Reading[], context: ExplainContext): readonly Ranked[] {
  const [first] = readings;
  if (first === undefined || first.kind === 'nothing') return [];
  const diagnosis = diagnosisOf(first, readings, context);
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
