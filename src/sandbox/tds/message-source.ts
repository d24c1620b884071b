import type { Duplex } from 'node:stream';
import { type Message, MessageAssembler, PacketReader } from './packets.ts';
import { packetType, ProtocolError } from './protocol.ts';

/** A client without MARS sends one request at a time; a few more may be under way around an attention. */
const mostWaiting = 16;

/** The client's messages in order, from whatever stream carries them at the moment. */
export class MessageSource {
  readonly #assembler: MessageAssembler;
  #packets = new PacketReader();
  #stream: Duplex | undefined;
  #waiting: Message[] = [];
  #failure: Error | undefined;
  #closed = false;
  #wake: (() => void) | undefined;
  /** Sees each attention first; true when it was dealt with out of turn. */
  onAttention: () => boolean = () => false;
  /** The stream ended or broke. */
  onClose: () => void = () => undefined;

  constructor(limit: number) {
    this.#assembler = new MessageAssembler(limit);
  }

  /** Bytes a message may have, headers included. */
  set limit(bytes: number) {
    this.#assembler.limit = bytes;
  }

  /** Reads from `stream` from now on, and lets go of the one before. */
  attach(stream: Duplex): void {
    this.detach();
    this.#stream = stream;
    stream.on('data', this.#onData);
    stream.on('close', this.#onStreamClose);
    stream.on('end', this.#onStreamClose);
    stream.resume();
  }

  detach(): void {
    this.#stream?.off('data', this.#onData);
    this.#stream?.off('close', this.#onStreamClose);
    this.#stream?.off('end', this.#onStreamClose);
    this.#stream = undefined;
    if (this.#packets.pending > 0) this.#fail(new ProtocolError('a packet is cut short where the encryption changes'));
  }

  /** The next message, or undefined at the end. Rejects once on bytes that are not TDS. */
  async next(): Promise<Message | undefined> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#closed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  readonly #onData = (chunk: Buffer): void => {
    try {
      for (const packet of this.#packets.push(chunk)) {
        const message = this.#assembler.add(packet);
        if (message !== undefined) this.#accept(message);
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error : new ProtocolError(String(error)));
    }
    this.#wake?.();
  };

  readonly #onStreamClose = (): void => {
    this.#closed = true;
    this.onClose();
    this.#wake?.();
  };

  #accept(message: Message): void {
    if (message.type === packetType.attention && this.onAttention()) return;
    if (this.#waiting.length >= mostWaiting) throw new ProtocolError('too many requests at once on one connection');
    this.#waiting.push(message);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#stream?.off('data', this.#onData);
    this.onClose();
  }
}
