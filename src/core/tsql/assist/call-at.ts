import { batchPlaces } from '../batch-scan.ts';
import { readBatch } from '../calls/call-finder.ts';
import type { Call } from '../calls/call.ts';
import { CallFacts } from '../rules/call-facts.ts';

/** A call at a place of a document, with what surrounds it. All offsets are into its batch. */
export interface CallThere {
  readonly call: Call;
  readonly facts: CallFacts;
  /** Where the batch begins in the document. */
  readonly batchStart: number;
}

/** The call of the procedure at `offset`, or the last one in front of it in the same batch. */
export const callAt = (
  document: string,
  offset: number,
  knownEndpoints: readonly string[] = [],
): CallThere | undefined => {
  const place = batchPlaces(document).findLast(({ start }) => start <= offset);
  if (place === undefined) return undefined;
  const batch = readBatch(document.slice(place.start, place.end));
  const calls = batch.calls.filter(({ target }) => target === 'rest');
  const call = calls.findLast(({ span }) => span.start <= offset - place.start) ?? calls[0];
  if (call === undefined) return undefined;
  return { call, facts: new CallFacts(call, { batch, knownEndpoints }), batchStart: place.start };
};
