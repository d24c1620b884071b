import type { ServerMessage } from '../engine.ts';

/** A message of the TDS layer itself, under the number that RAISERROR gives to texts without a number. */
export function serverError(text: string): ServerMessage {
  return { number: 50_000, state: 1, class: 16, text, procedure: '', line: 1 };
}
