import type { Duplex } from 'node:stream';
import type { RpcCall, SqlSession } from '../engine.ts';
import { notSupported } from '../not-supported.ts';
import { SqlError } from '../sql-error.ts';
import { serverError } from './server-error.ts';
import { ByteWriter } from './byte-writer.ts';
import type { MessageSource } from './message-source.ts';
import { encodeMessage, type Message } from './packets.ts';
import { doneStatus, packetStatus, packetType, ProtocolError } from './protocol.ts';
import { readBatch, readTransactionRequest, type TransactionRequest } from './requests.ts';
import { ResponseWriter } from './response-writer.ts';
import { type SinkContext, TokenSink } from './result-sink.ts';
import { readRpcRequest } from './rpc-request.ts';
import { writeDone } from './tokens.ts';

/** A logged-in connection, as the loop needs it. */
export interface SessionContext extends SinkContext {
  readonly session: SqlSession;
  readonly source: MessageSource;
  readonly stream: Duplex;
  readonly packetSize: number;
  readonly onError: (error: Error) => void;
}

const resetBits = packetStatus.resetConnection | packetStatus.resetConnectionSkipTransaction;

/** Serves requests one after the other until the client leaves; rejects on bytes that break the protocol. */
export class SessionLoop {
  readonly #context: SessionContext;
  #running: AbortController | undefined;
  #attentions = 0;
  #transactionName = '';

  constructor(context: SessionContext) {
    this.#context = context;
    context.source.onAttention = () => this.#attend();
    context.source.onClose = () => this.#running?.abort(new Error('the client has left'));
  }

  async run(): Promise<void> {
    const { source } = this.#context;
    for (let message = await source.next(); message !== undefined; message = await source.next()) {
      if (message.type === packetType.attention) this.#answerAttention();
      else if (!(await this.#serve(message))) return;
    }
  }

  /** During a run an attention ends it; else it waits its turn. */
  #attend(): boolean {
    if (this.#running === undefined) return false;
    this.#attentions++;
    this.#running.abort(new Error('the client has cancelled the request'));
    return true;
  }

  /** Answers one message, then the attentions that came meanwhile, each by a message of its own (observed with tedious). */
  async #serve(message: Message): Promise<boolean> {
    const controller = new AbortController();
    this.#running = controller;
    const { stream, packetSize, session } = this.#context;
    const rpc = message.type === packetType.rpc;
    const sink = new TokenSink(new ResponseWriter(stream, packetSize, session.spid), this.#context, {
      signal: controller.signal,
      rpc,
    });
    if ((message.status & resetBits) !== 0) this.#reset(sink);
    try {
      await this.#dispatch(message, sink, controller.signal);
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      if (!controller.signal.aborted) this.#report(error, sink);
    } finally {
      this.#running = undefined;
    }
    sink.end();
    for (; this.#attentions > 0; this.#attentions--) this.#answerAttention();
    return !sink.fatal;
  }

  #reset(sink: TokenSink): void {
    this.#context.session.reset();
    sink.connectionReset();
  }

  async #dispatch(message: Message, sink: TokenSink, signal: AbortSignal): Promise<void> {
    if ((message.status & packetStatus.ignore) !== 0) {
      // The client gave this request up while sending it, and still waits for an answer (observed with tedious).
      sink.done({ command: 0, error: true });
      return;
    }
    const { session } = this.#context;
    switch (message.type) {
      case packetType.batch:
        return session.batch(readBatch(message.payload), sink, signal);
      case packetType.rpc:
        return this.#call(readRpcRequest(message.payload), sink, signal);
      case packetType.transactionManager:
        return this.#transact(readTransactionRequest(message.payload), sink, signal);
      case packetType.bulkLoad:
        throw notSupported('bulk load', 1);
      default:
        throw new ProtocolError(`packet type ${message.type} is not expected after login`);
    }
  }

  async #call(calls: readonly RpcCall[], sink: TokenSink, signal: AbortSignal): Promise<void> {
    for (const call of calls) {
      sink.finishRpc(await this.#context.session.rpc(call, sink, signal));
      if (signal.aborted) return;
    }
  }

  async #transact(request: TransactionRequest, sink: TokenSink, signal: AbortSignal): Promise<void> {
    const { session } = this.#context;
    switch (request.kind) {
      case 'distributed':
        throw notSupported('a distributed transaction', 1);
      case 'save':
        return session.batch(`SAVE TRANSACTION ${quoteName(request.name)}`, sink, signal);
      case 'begin':
        this.#transactionName = request.name;
        return session.transaction('begin', sink);
      case 'rollback':
        // A name other than the transaction's own is a savepoint.
        if (request.name !== '' && request.name !== this.#transactionName) {
          return session.batch(`ROLLBACK TRANSACTION ${quoteName(request.name)}`, sink, signal);
        }
        break;
      case 'commit':
        break;
    }
    await session.transaction(request.kind, sink);
    if (request.begin) await session.transaction('begin', sink);
  }

  #report(error: unknown, sink: TokenSink): void {
    // Well-formed bytes that ask for what the sandbox does not do: the request fails, the connection lives.
    if (error instanceof SqlError) {
      sink.message(error.toMessage());
      return;
    }
    const cause = error instanceof Error ? error : new Error(String(error));
    this.#context.onError(cause);
    sink.message(serverError(`Sandbox: internal error: ${cause.message}`));
  }

  #answerAttention(): void {
    const writer = new ByteWriter();
    writeDone(writer, 'done', { status: doneStatus.attention, command: 0 });
    const { stream, packetSize, session } = this.#context;
    if (!stream.destroyed) stream.write(encodeMessage(packetType.response, writer.view(), packetSize, session.spid));
  }
}

function quoteName(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}
