import type { CallFacts, SqlMessage } from '../failure.ts';

/** An error as SQL Server tools print it. */
export function messageLine(error: SqlMessage): string {
  const where = [
    error.procedure === undefined ? undefined : `Procedure ${error.procedure}`,
    error.line === undefined ? undefined : `Line ${error.line}`,
  ];
  const head = [`Msg ${error.number}`, `Level ${error.class}`, `State ${error.state}`, ...where];
  return `${head.filter((part) => part !== undefined).join(', ')}: ${error.text}`;
}

/** A call in one line. */
export function callLine(call: CallFacts): string {
  return `${call.method} ${call.url} · ${call.durationMs} ms`;
}
