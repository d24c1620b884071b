import type { Column, ResultSink, RpcOutcome, ServerMessage, StatementDone } from '../engine.ts';
import type { SqlType, SqlValue } from '../values.ts';
import { ByteWriter } from './byte-writer.ts';
import { doneStatus, ProtocolError } from './protocol.ts';
import type { ResponseWriter } from './response-writer.ts';
import * as tokens from './tokens.ts';
import type { TransactionMarks } from './transaction-marks.ts';

/** CurCmd of DONEPROC. */
const procedureEnd = 224;
/** From this class on SQL Server ends the connection after the message. */
const fatalClass = 20;

type DoneKind = keyof typeof tokens.doneToken;
interface PendingDone {
  readonly kind: DoneKind;
  readonly status: number;
  readonly command: number;
  readonly rows?: number;
}

/** What a sink needs to know of its connection. */
export interface SinkContext {
  readonly serverName: string;
  /** The client knows NBCROW. */
  readonly bitmapRows: boolean;
  readonly transactions: TransactionMarks;
}

/**
 * Turns one run's answer into tokens. Each DONE is held back until it is known whether more follows, since that is a bit
 * inside it. After `signal` aborts nothing is written but the end, and `row` throws so that the engine stops.
 */
export class TokenSink implements ResultSink {
  readonly #response: ResponseWriter;
  readonly #context: SinkContext;
  readonly #signal: AbortSignal;
  readonly #writer: ByteWriter;
  readonly #inRpc: boolean;
  #types: readonly SqlType[] | undefined;
  #pending: PendingDone | undefined;
  #errorSinceDone = false;
  #fatal = false;

  constructor(
    response: ResponseWriter,
    context: SinkContext,
    run: { readonly signal: AbortSignal; readonly rpc: boolean },
  ) {
    this.#response = response;
    this.#context = context;
    this.#signal = run.signal;
    this.#inRpc = run.rpc;
    this.#writer = new ByteWriter((bytes) => response.append(bytes));
  }

  /** An error ended the connection. */
  get fatal(): boolean {
    return this.#fatal;
  }

  columns(columns: readonly Column[]): void {
    this.#types = columns.map(({ type }) => type);
    this.#emit((writer) => tokens.writeColumns(writer, columns));
  }

  row(values: readonly SqlValue[]): void | Promise<void> {
    this.#signal.throwIfAborted();
    const types = this.#types;
    if (types === undefined) throw new Error('the engine gave a row before its columns');
    if (types.length !== values.length)
      throw new Error(`the engine gave ${values.length} values for ${types.length} columns`);
    this.#emit((writer) => tokens.writeRow(writer, types, values, this.#context.bitmapRows));
    return this.#response.drained(this.#signal);
  }

  message(message: ServerMessage): void {
    if (message.class > 10) this.#errorSinceDone = true;
    if (message.class >= fatalClass) this.#fatal = true;
    this.#emit((writer) => tokens.writeMessage(writer, message, this.#context.serverName));
  }

  done({ command, rows, error, inProcedure, returnStatus }: StatementDone): void {
    const kind = this.#doneKind(command, inProcedure === true);
    if (returnStatus !== undefined && kind === 'doneProcedure')
      this.#emit((writer) => tokens.writeReturnStatus(writer, returnStatus));
    const status = (error === true ? doneStatus.error : 0) | (rows === undefined ? 0 : doneStatus.count);
    this.#flushPending(true);
    this.#pending = { kind, status, command, ...(rows === undefined ? {} : { rows }) };
    this.#errorSinceDone = false;
    this.#types = undefined;
  }

  database(name: string, previous: string): void {
    this.#emit((writer) => tokens.writeTextChange(writer, tokens.environment.database, name, previous));
  }

  transaction(event: 'begin' | 'commit' | 'rollback'): void {
    const { type, value, previous } = this.#context.transactions.change(event);
    this.#emit((writer) => tokens.writeByteChange(writer, type, value, previous));
  }

  /** ENVCHANGE 18, before anything else of the answer. */
  connectionReset(): void {
    const none = new Uint8Array(0);
    this.#emit((writer) => tokens.writeByteChange(writer, tokens.environment.resetConnection, none, none));
  }

  /** The end of one call of an RPC message: RETURNSTATUS, RETURNVALUEs, DONEPROC (tsql facts 5; measured). */
  finishRpc(outcome: RpcOutcome): void {
    const { returnStatus } = outcome;
    if (returnStatus !== undefined) this.#emit((writer) => tokens.writeReturnStatus(writer, returnStatus));
    for (const output of outcome.outputs) this.#emit((writer) => tokens.writeReturnValue(writer, output));
    this.#flushPending(true);
    const status = outcome.error || this.#errorSinceDone ? doneStatus.error : 0;
    this.#pending = { kind: 'doneProcedure', status, command: procedureEnd };
    this.#errorSinceDone = false;
  }

  /** Ends the message. A client waits for one final DONE, whatever the run did. */
  end(): void {
    const aborted = this.#signal.aborted;
    if (this.#pending === undefined || aborted) {
      this.#flushPending(true);
      const status = aborted || this.#errorSinceDone ? doneStatus.error : 0;
      this.#pending = { kind: this.#inRpc ? 'doneProcedure' : 'done', status, command: 0 };
    }
    this.#flushPending(false);
    this.#response.end();
  }

  #doneKind(command: number, inProcedure: boolean): DoneKind {
    if (this.#inRpc || inProcedure) return 'doneInProcedure';
    return command === procedureEnd ? 'doneProcedure' : 'done';
  }

  #emit(write: (writer: ByteWriter) => void): void {
    if (this.#signal.aborted) return;
    this.#flushPending(true);
    this.#write(write);
  }

  /** A token leaves whole or, when a value turns out wrong, not at all; half of one leaves nothing to do but hang up. */
  #write(write: (writer: ByteWriter) => void): void {
    this.#writer.clear();
    try {
      write(this.#writer);
    } catch (error) {
      if (this.#writer.spilled)
        throw new ProtocolError('a value turned out wrong after half its row was sent', { cause: error });
      throw error;
    }
    this.#response.append(this.#writer.view());
  }

  #flushPending(more: boolean): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    const status = pending.status | (more ? doneStatus.more : 0);
    this.#write((writer) => tokens.writeDone(writer, pending.kind, { ...pending, status }));
  }
}
