import { batchPlaces, scanBatch } from '../batch-scan.ts';
import type { BatchPlace } from '../batch-scan.ts';
import { readBatch, mayHoldCalls } from '../calls/call-finder.ts';
import type { Call } from '../calls/call.ts';
import { shiftCall, shiftSpan } from '../calls/shift-call.ts';
import { lintBatch } from './lint-batch.ts';
import type { Diagnostic, LintOptions } from './lint-batch.ts';
import { changedRange } from './changed-range.ts';

const procedure = /sp_invoke_external_rest_endpoint/iu;

/** What was found in a batch the last time, with offsets into the batch. */
interface Remembered {
  readonly place: BatchPlace;
  /** True when the procedure's name is in it. */
  readonly named: boolean;
  found?: { readonly database: string | undefined; readonly diagnostics: readonly Diagnostic[] };
  calls?: readonly Call[];
}

const shiftDiagnostic = (diagnostic: Diagnostic, by: number): Diagnostic =>
  by === 0
    ? diagnostic
    : {
        ...diagnostic,
        span: shiftSpan(diagnostic.span, by),
        fixes: diagnostic.fixes.map(({ title, edits }) => ({
          title,
          edits: edits.map(({ span, text }) => ({ span: shiftSpan(span, by), text })),
        })),
      };

const shiftPlace = (place: BatchPlace, by: number): BatchPlace => ({
  ...place,
  start: place.start + by,
  end: place.end + by,
  next: place.next + by,
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
    else if (this.#batches.length === 0) this.#batches = batchPlaces(text).map((place) => this.#remember(place));
    else if (before !== text) this.#batches = this.#changed(before, text);
  }

  /** What is wrong with the calls of the document. */
  diagnostics(): readonly Diagnostic[] {
    const all: Diagnostic[] = [];
    let database: string | undefined;
    for (const batch of this.#batches) {
      const { start, end } = batch.place;
      database = batch.place.database ?? database;
      if (!batch.named) continue;
      if (batch.found === undefined || batch.found.database !== database)
        batch.found = { database, diagnostics: lintBatch(this.#text.slice(start, end), database, this.#options) };
      for (const diagnostic of batch.found.diagnostics) all.push(shiftDiagnostic(diagnostic, start));
    }
    return all;
  }

  /** Every call in the document, in order, also those that are not complete. */
  calls(): readonly Call[] {
    return this.#batches.flatMap((batch) => {
      const { start, end } = batch.place;
      const text = this.#text.slice(start, end);
      batch.calls ??= mayHoldCalls(text) ? readBatch(text).calls : [];
      return batch.calls.map((call) => shiftCall(call, start));
    });
  }

  /** The batches of the document, blank ones too; none where there is no call. */
  get batches(): readonly BatchPlace[] {
    return this.#batches.map((batch) => batch.place);
  }

  #remember(place: BatchPlace): Remembered {
    return { place, named: procedure.test(this.#text.slice(place.start, place.end)) };
  }

  /** Reads again from the batch in which the change begins until a batch ends where an old one ended, behind the change. */
  #changed(before: string, text: string): readonly Remembered[] {
    const { start, oldEnd, newEnd } = changedRange(before, text);
    const moved = newEnd - oldEnd;
    // A change at the very end of a GO line may make it none, so the batch in front counts as changed.
    const first = this.#batches.findIndex(({ place }) => place.next >= start || place.next === before.length);
    const kept = this.#batches.slice(0, Math.max(first, 0));
    const old = new Map(this.#batches.map(({ place }, index) => [place.start, index]));
    const read: Remembered[] = [];
    for (let at = kept.at(-1)?.place.next ?? 0; ;) {
      const place = scanBatch(text, at);
      read.push(this.#remember(place));
      at = place.next;
      if (at >= text.length) return [...kept, ...read];
      const same = at >= newEnd ? old.get(at - moved) : undefined;
      if (same === undefined || at - moved < oldEnd) continue;
      const rest = this.#batches.slice(same);
      const later = moved === 0 ? rest : rest.map((one) => ({ ...one, place: shiftPlace(one.place, moved) }));
      return [...kept, ...read, ...later];
    }
  }
}

/** What is wrong with the calls of a document; silent on calls that are not fully understood. Never throws. */
export const lint = (document: string, options: LintOptions = {}): readonly Diagnostic[] => {
  if (!procedure.test(document)) return [];
  const linter = new Linter(options);
  linter.update(document);
  return linter.diagnostics();
};
