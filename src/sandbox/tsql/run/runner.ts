import type { ResultSink, RpcCall, RpcOutcome, SqlSession } from '../../engine.ts';
import { SqlError } from '../../sql-error.ts';
import type { CallArgument } from '../contracts.ts';
import { changeTransaction } from '../statements/transaction.ts';
import { callByName, callProcedure } from './call.ts';
import { BatchEnd, ScopeEnd } from './endings.ts';
import { parseNameText } from './name-text.ts';
import type { EngineParts } from './parts.ts';
import { Scope } from './scope.ts';
import type { EngineSession } from './session.ts';
import { parseText, runText } from './text.ts';

const failedBatch = 253;

const uncommittable = (): SqlError =>
  new SqlError(3998, 'Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.', {
    line: 1,
  });

/** One connection's batches and calls. */
export class SessionRunner implements SqlSession {
  readonly #parts: EngineParts;
  readonly #session: EngineSession;

  constructor(parts: EngineParts, session: EngineSession) {
    this.#parts = parts;
    this.#session = session;
  }

  get spid(): number {
    return this.#session.spid;
  }

  get database(): string {
    return this.#session.database;
  }

  async batch(text: string, sink: ResultSink, signal: AbortSignal): Promise<void> {
    const scope = this.#scope(sink, signal, false);
    await this.#guarded(scope, async () => {
      const errors = await runText(parseText(text, this.#parts), scope);
      for (const error of errors) scope.reportEnd(error);
      if (errors.length > 0) scope.done(failedBatch, undefined, true);
    });
  }

  async rpc(call: RpcCall, sink: ResultSink, signal: AbortSignal): Promise<RpcOutcome> {
    const scope = this.#scope(sink, signal, true);
    const given = call.parameters.map(({ name, type, value, output, useDefault }): CallArgument => ({
      name,
      value: { type, value },
      output,
      ...(useDefault === undefined ? {} : { useDefault }),
    }));
    let outcome: Omit<RpcOutcome, 'error'> = { outputs: [] };
    await this.#guarded(scope, async () => {
      try {
        outcome = await callProcedure({ name: parseNameText(call.procedure, this.#parts), arguments: given }, scope);
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        error.locate(1);
        scope.reportEnd(error);
        scope.endTransaction(error);
      }
    });
    return { ...outcome, error: scope.hadError };
  }

  transaction(action: 'begin' | 'commit' | 'rollback', sink: ResultSink): Promise<void> {
    const scope = this.#scope(sink, new AbortController().signal, false);
    return this.#guarded(scope, () => {
      try {
        changeTransaction(action, scope);
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        error.locate(1);
        scope.reportEnd(error);
      }
      return Promise.resolve();
    });
  }

  reset(): void {
    this.#session.reset();
  }

  close(): void {
    this.#session.reset();
  }

  #scope(sink: ResultSink, signal: AbortSignal, isInProcedure: boolean): Scope {
    return new Scope({
      parts: this.#parts,
      session: this.#session,
      sink,
      signal,
      isInProcedure,
      call: callByName,
    });
  }

  /** Takes the ends that concern nobody outside, and looks after a doomed transaction. */
  async #guarded(scope: Scope, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ScopeEnd) {
        scope.reportEnd(error.error);
        scope.done(failedBatch, undefined, true);
      } else if (!(error instanceof BatchEnd)) throw error;
    }
    if (this.#session.transactionState !== -1) return;
    this.#session.transaction.rollback();
    scope.sink.transaction('rollback');
    scope.reportEnd(uncommittable());
    scope.done(failedBatch, undefined, true);
  }
}
