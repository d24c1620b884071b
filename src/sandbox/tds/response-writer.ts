import type { Duplex } from 'node:stream';
import { setImmediate as setImmediatePromise } from 'node:timers/promises';
import { writePacketHeader } from './packets.ts';
import { packetHeaderLength, packetStatus, packetType } from './protocol.ts';

/** Full packets wait for each other until this many bytes, so that big answers cost few writes. */
const burst = 65_536;

/**
 * Cuts one response message into packets. Full packets leave together, at the latest when the event loop turns; what is
 * left goes with `end`, so a small answer is one write.
 */
export class ResponseWriter {
  readonly #stream: Duplex;
  readonly #packetSize: number;
  readonly #spid: number;
  readonly #capacity: number;
  #buffer: Buffer;
  #packetStart = 0;
  #position = packetHeaderLength;
  #id = 1;
  #flushScheduled = false;
  #burstSent = false;

  constructor(stream: Duplex, packetSize: number, spid: number) {
    this.#stream = stream;
    this.#packetSize = packetSize;
    this.#spid = spid;
    this.#capacity = packetSize * Math.max(1, Math.floor(burst / packetSize));
    // Most answers are small: the large buffer comes with the second packet.
    this.#buffer = Buffer.allocUnsafe(packetSize);
  }

  append(bytes: Buffer): void {
    let offset = 0;
    while (offset < bytes.length) {
      // A packet is closed only when more follows, because the last one must be marked.
      if (this.#position - this.#packetStart === this.#packetSize) this.#nextPacket();
      const room = this.#packetStart + this.#packetSize - this.#position;
      const step = Math.min(room, bytes.length - offset);
      bytes.copy(this.#buffer, this.#position, offset, offset + step);
      this.#position += step;
      offset += step;
    }
  }

  /**
   * Resolves when the client has taken enough. Undefined when there is room now; once per burst there is none, so that the
   * event loop turns and an attention or a closed socket is seen in the middle of a long result.
   */
  drained(signal: AbortSignal): Promise<void> | undefined {
    if (!this.#burstSent) return undefined;
    this.#burstSent = false;
    return waitForDrain(this.#stream, signal);
  }

  end(): void {
    this.#closePacket(packetStatus.endOfMessage);
    this.#flush();
  }

  #nextPacket(): void {
    this.#closePacket(0);
    this.#packetStart = this.#position;
    if (this.#position + this.#packetSize > this.#buffer.length) {
      this.#flush();
      this.#buffer = Buffer.allocUnsafe(this.#capacity);
    } else this.#scheduleFlush();
    this.#position = this.#packetStart + packetHeaderLength;
  }

  #closePacket(status: number): void {
    const length = this.#position - this.#packetStart;
    const header = { type: packetType.response, status, spid: this.#spid, id: this.#id++ };
    writePacketHeader(this.#buffer, this.#packetStart, length, header);
  }

  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(() => {
      this.#flushScheduled = false;
      this.#flushClosed();
    });
  }

  /** The packets before the open one. */
  #flushClosed(): void {
    if (this.#packetStart === 0) return;
    const open = this.#buffer.subarray(this.#packetStart, this.#position);
    this.#write(this.#buffer.subarray(0, this.#packetStart));
    const next = Buffer.allocUnsafe(this.#capacity);
    next.set(open);
    this.#buffer = next;
    this.#position -= this.#packetStart;
    this.#packetStart = 0;
  }

  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#position));
    this.#packetStart = 0;
    this.#position = 0;
  }

  #write(bytes: Buffer): void {
    this.#burstSent = true;
    if (!this.#stream.destroyed) this.#stream.write(bytes);
  }
}

async function waitForDrain(stream: Duplex, signal: AbortSignal): Promise<void> {
  await setImmediatePromise();
  if (stream.writableNeedDrain && !stream.destroyed && !signal.aborted) {
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        stream.off('drain', settle);
        stream.off('close', settle);
        signal.removeEventListener('abort', settle);
        resolve();
      };
      stream.on('drain', settle);
      stream.on('close', settle);
      signal.addEventListener('abort', settle);
    });
  }
  signal.throwIfAborted();
}
