import type { ResultSink } from '../../engine.ts';

/** CurCmd of a query, of an EXEC, and of a statement or batch that failed (observed). */
export const curCmd = { query: 193, call: 224, failed: 253 } as const;

/** What a DONE says of a statement. */
export function completion(
  command: number,
  rows: number | undefined,
  { error, inProcedure }: { readonly error: boolean; readonly inProcedure: boolean },
): Parameters<ResultSink['done']>[0] {
  return {
    command,
    ...(rows === undefined ? {} : { rows }),
    ...(error ? { error } : {}),
    ...(inProcedure ? { inProcedure } : {}),
  };
}
