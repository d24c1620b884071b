import type { ScriptEvent } from './driver-contract.ts';
import { toMessage } from './driver-message.ts';

/** As much of a streaming request of mssql as is listened to. */
interface StreamingRequest {
  on(event: string, listener: (value: unknown) => void): unknown;
}

/** Rows that are kept of one result set, unless more are wanted: a person reads them, and a trace can hold millions. */
const usualRows = 200;

interface OpenSet {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  readonly rows: (readonly unknown[])[];
  total: number;
}

/**
 * Listens to a request in stream and array mode. The answer gives what happened, in order; it throws what ended the request
 * from outside: a cancel, a time-out, a lost connection.
 */
export function collectEvents(request: StreamingRequest, rowsKept = usualRows): () => readonly ScriptEvent[] {
  const events: ScriptEvent[] = [];
  let set: OpenSet | undefined;
  let outside: Error | undefined;
  request.on('recordset', (columns) => {
    set = { kind: 'rows', columns: namesOf(columns), rows: [], total: 0 };
    events.push(set);
  });
  request.on('row', (row) => {
    if (set === undefined) return;
    set.total += 1;
    if (set.rows.length < rowsKept) set.rows.push(Array.isArray(row) ? (row as unknown[]) : [row]);
  });
  request.on('rowsaffected', (rows) => {
    // The count of a result set is its own length; the one of any other statement is news.
    if (set === undefined) events.push({ kind: 'count', rows: Number(rows) });
    set = undefined;
  });
  request.on('info', (info) => events.push({ kind: 'message', message: toMessage(info) }));
  request.on('error', (error) => {
    const number = (error as { readonly number?: unknown }).number;
    if (typeof number === 'number') events.push({ kind: 'error', message: toMessage(error) });
    else outside ??= error instanceof Error ? error : new Error(String(error));
  });
  return () => {
    if (outside !== undefined) throw outside;
    return events;
  };
}

function namesOf(columns: unknown): readonly string[] {
  if (!Array.isArray(columns)) return Object.keys(columns as object);
  return (columns as readonly { readonly name?: unknown }[]).map(({ name }) => (typeof name === 'string' ? name : ''));
}
