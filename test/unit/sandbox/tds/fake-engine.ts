import { once } from 'node:events';
import type {
  Column,
  LoginOutcome,
  LoginRequest,
  ResultSink,
  RpcCall,
  RpcOutcome,
  ServerMessage,
  SqlEngine,
  SqlSession,
} from '../../../../src/sandbox/engine.ts';
import type { SqlType, SqlValue } from '../../../../src/sandbox/values.ts';

/** What the fake does for one text of a batch or one procedure. Unknown texts end with an empty DONE. */
export type Script = (
  sink: ResultSink,
  signal: AbortSignal,
  call?: RpcCall,
) => RpcOutcome | undefined | Promise<RpcOutcome | undefined>;

export const password = 'Pa55word!é';

export function message(number: number, klass: number, text: string, more: Partial<ServerMessage> = {}): ServerMessage {
  return { number, state: 1, class: klass, text, procedure: '', line: 1, ...more };
}

export function column(name: string, type: SqlType): Column {
  return { name, type, nullable: true };
}

/** A result set of one statement. */
export async function select(
  sink: ResultSink,
  columns: readonly Column[],
  rows: Iterable<readonly SqlValue[]>,
): Promise<undefined> {
  sink.columns(columns);
  let count = 0;
  for (const row of rows) {
    await sink.row(row);
    count++;
  }
  sink.done({ command: 193, rows: count });
}

/** Waits until the run is cancelled, as WAITFOR does. */
export async function untilCancelled(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

/** Answers by script, and keeps what the server asked of it. */
export class FakeEngine implements SqlEngine {
  readonly serverName = 'SANDBOX';
  readonly logins: LoginRequest[] = [];
  readonly calls: RpcCall[] = [];
  readonly batches: string[] = [];
  readonly events: string[] = [];
  readonly scripts: Map<string, Script>;

  constructor(scripts: Record<string, Script>) {
    this.scripts = new Map(Object.entries(scripts));
  }

  login(request: LoginRequest): Promise<LoginOutcome> {
    this.logins.push(request);
    if (request.password !== password) {
      const errors = [message(18456, 14, `Login failed for user '${request.user}'.`)];
      return Promise.resolve({ ok: false, errors });
    }
    return Promise.resolve({ ok: true, session: new FakeSession(this, 50 + this.logins.length, request.database) });
  }
}

class FakeSession implements SqlSession {
  readonly #engine: FakeEngine;
  readonly spid: number;
  readonly database: string;
  #prepared = '';

  constructor(engine: FakeEngine, spid: number, database: string) {
    this.#engine = engine;
    this.spid = spid;
    this.database = database || 'master';
  }

  async batch(text: string, sink: ResultSink, signal: AbortSignal): Promise<void> {
    this.#engine.batches.push(text);
    await this.#engine.scripts.get(text.trim())?.(sink, signal);
  }

  async rpc(call: RpcCall, sink: ResultSink, signal: AbortSignal): Promise<RpcOutcome> {
    this.#engine.calls.push(call);
    const outcome = await this.#engine.scripts.get(this.#textOf(call))?.(sink, signal, call);
    return outcome ?? { returnStatus: 0, outputs: this.#handles(call), error: false };
  }

  /** The statement that a call runs, or its procedure's own name. */
  #textOf({ procedure, parameters }: RpcCall): string {
    const textAt = (index: number): string => {
      const value = parameters[index]?.value;
      return typeof value === 'string' ? value.trim() : '';
    };
    if (procedure === 'sp_executesql') return textAt(0);
    if (procedure === 'sp_prepexec' || procedure === 'sp_prepare') this.#prepared = textAt(2);
    if (procedure === 'sp_prepexec' || procedure === 'sp_execute') return this.#prepared;
    return procedure;
  }

  #handles({ procedure, parameters }: RpcCall): RpcOutcome['outputs'] {
    const [handle] = parameters;
    const prepares = procedure === 'sp_prepexec' || procedure === 'sp_prepare';
    return prepares && handle ? [{ ordinal: 0, name: handle.name, type: { name: 'int' }, value: 1 }] : [];
  }

  transaction(action: 'begin' | 'commit' | 'rollback', sink: ResultSink): Promise<void> {
    this.#engine.events.push(action);
    sink.transaction(action);
    sink.done({ command: { begin: 212, commit: 213, rollback: 210 }[action] });
    return Promise.resolve();
  }

  reset(): void {
    this.#engine.events.push('reset');
  }

  close(): void {
    this.#engine.events.push('close');
  }
}
