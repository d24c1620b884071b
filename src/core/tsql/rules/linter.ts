import { batchPlaces, scanBatch } from '../batch-scan.ts';
import type { BatchPlace } from '../batch-scan.ts';
import { mayHoldCalls } from '../call-hint.ts';
import { readBatch } from '../calls/call-finder.ts';
import type { Call } from '../calls/call.ts';
import { shiftCall, shiftSpan } from '../calls/shift-call.ts';
import { lintBatch } from './lint-batch.ts';
import type { Diagnostic, LintOptions } from './lint-batch.ts';
import { changedRange } from './changed-range.ts';

const procedure = /sp_invoke_external_rest_endpoint/iu;

/** A batch as it was read the last time. It does not know where it stands, so that it may move. */
interface Remembered {
  /** Characters up to its GO line, and with that. */
  readonly length: number;
  readonly whole: number;
  readonly count: number;
  readonly database?: string;
  /** True when the procedure's name is in it. */
  readonly named: boolean;
  /** With offsets into the batch. */
  found?: { readonly database: string | undefined; readonly diagnostics: readonly Diagnostic[] };
  /** With offsets into the document, when the batch started at `start`. */
  shown?: { readonly start: number; readonly diagnostics: readonly Diagnostic[] };
  calls?: readonly Call[];
}

const shiftDiagnostic = (diagnostic: Diagnostic, by: number): Diagnostic => ({
  ...diagnostic,
  span: shiftSpan(diagnostic.span, by),
  fixes: diagnostic.fixes.map(({ title, edits }) => ({
    title,
    edits: edits.map(({ span, text }) => ({ span: shiftSpan(span, by), text })),
  })),
});

const remember = (text: string, { start, end, next, count, database }: BatchPlace): Remembered => ({
  length: end - start,
  whole: next - start,
  count,
  named: procedure.test(text.slice(start, end)),
  ...(database === undefined ? {} : { database }),
});

/**
 * The linter of one document while it is edited: `update` takes the new text and reads only the batches that changed.
 * All offsets it gives are into the text of the last update. Never throws.
 */
export class Linter {
  #options: LintOptions;
  #text = '';
  /** Empty while the document does not hold the procedure's name or the schema's. */
  #batches: readonly Remembered[] = [];

  constructor(options: LintOptions = {}) {
    this.#options = options;
  }

  /** Takes other settings; everything is checked again at the next question. */
  configure(options: LintOptions): void {
    this.#options = options;
    for (const batch of this.#batches) delete batch.found;
  }

  update(text: string): void {
    const before = this.#text;
    this.#text = text;
    if (!mayHoldCalls(text)) this.#batches = [];
    else if (this.#batches.length === 0) this.#batches = batchPlaces(text).map((place) => remember(text, place));
    else if (before !== text) this.#batches = this.#changed(before, text);
  }

  /** What is wrong with the calls of the document. */
  diagnostics(): readonly Diagnostic[] {
    const all: Diagnostic[] = [];
    let database: string | undefined;
    let start = 0;
    for (const batch of this.#batches) {
      if (batch.named) for (const diagnostic of this.#shown(batch, start, database)) all.push(diagnostic);
      database = batch.database ?? database;
      start += batch.whole;
    }
    return all;
  }

  /** Every call in the document, in order, also those that are not complete. */
  calls(): readonly Call[] {
    return this.batches.flatMap(({ start, end }, index) => {
      const batch = this.#batches[index];
      const text = this.#text.slice(start, end);
      if (batch === undefined) return [];
      batch.calls ??= mayHoldCalls(text) ? readBatch(text).calls : [];
      return batch.calls.map((call) => shiftCall(call, start));
    });
  }

  /** The batches of the document, blank ones too; none where there is no call. */
  get batches(): readonly BatchPlace[] {
    let start = 0;
    return this.#batches.map(({ length, whole, count, database }) => {
      const place = { start, end: start + length, next: start + whole, count };
      start += whole;
      return database === undefined ? place : { ...place, database };
    });
  }

  #shown(batch: Remembered, start: number, database: string | undefined): readonly Diagnostic[] {
    if (batch.found === undefined || batch.found.database !== database) {
      const text = this.#text.slice(start, start + batch.length);
      batch.found = { database, diagnostics: lintBatch(text, database, this.#options) };
      delete batch.shown;
    }
    if (batch.shown?.start !== start)
      batch.shown = { start, diagnostics: batch.found.diagnostics.map((one) => shiftDiagnostic(one, start)) };
    return batch.shown.diagnostics;
  }

  /** Reads again from the batch in which the change begins until a batch ends where an old one ended, behind the change. */
  #changed(before: string, text: string): readonly Remembered[] {
    const { start, oldEnd, newEnd } = changedRange(before, text);
    const moved = newEnd - oldEnd;
    let first = 0;
    let at = 0;
    // A change at the very end of a GO line may make it none, so the batch in front counts as changed.
    for (const { whole } of this.#batches.slice(0, -1)) {
      if (at + whole >= start) break;
      at += whole;
      first += 1;
    }
    const read: Remembered[] = [];
    // The old batch that starts at `old`, or the first one behind.
    let same = first;
    let old = at;
    while (at < text.length) {
      const place = scanBatch(text, at);
      read.push(remember(text, place));
      at = place.next;
      for (; old < at - moved && same < this.#batches.length; same += 1) old += this.#batches[same]?.whole ?? 0;
      if (at >= newEnd && old >= oldEnd && old === at - moved) break;
    }
    return [...this.#batches.slice(0, first), ...read, ...(at < text.length ? this.#batches.slice(same) : [])];
  }
}

/** What is wrong with the calls of a document; silent on calls that are not fully understood. Never throws. */
export const lint = (document: string, options: LintOptions = {}): readonly Diagnostic[] => {
  if (!procedure.test(document)) return [];
  const linter = new Linter(options);
  linter.update(document);
  return linter.diagnostics();
};
