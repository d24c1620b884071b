import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { encodeMessage, PacketReader } from './packets.ts';
import { defaultPacketSize, packetType, ProtocolError } from './protocol.ts';

const recordHeaderLength = 5;
const record = { changeCipherSpec: 0x14, handshake: 0x16 } as const;

/** Watches outgoing TLS records for the end of the server's handshake: a handshake record after ChangeCipherSpec. */
export class HandshakeEnd {
  #header: number[] = [];
  #skip = 0;
  #cipherChanged = false;
  #reached = false;

  /** True once the last record of the handshake has been seen whole. */
  push(bytes: Uint8Array): boolean {
    let offset = 0;
    while (offset < bytes.length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - offset);
        this.#skip -= step;
        offset += step;
      } else {
        this.#header.push(bytes[offset++] ?? 0);
        if (this.#header.length === recordHeaderLength) this.#startRecord();
      }
    }
    return this.#reached && this.#skip === 0;
  }

  #startRecord(): void {
    const [type, , , high = 0, low = 0] = this.#header;
    this.#skip = (high << 8) | low;
    this.#header = [];
    if (type === record.changeCipherSpec) this.#cipherChanged = true;
    else if (type === record.handshake && this.#cipherChanged) this.#reached = true;
  }
}

/** Carries TLS records inside PRELOGIN packets while the handshake lasts, and as they are afterwards. */
export class HandshakeTunnel extends Duplex {
  readonly #socket: Socket;
  readonly #packets = new PacketReader();
  readonly #handshakeEnd = new HandshakeEnd();
  readonly #onData = (chunk: Buffer): void => this.#receive(chunk);
  readonly #onClose = (): void => {
    this.push(null);
  };
  #wrapping = true;
  #flight: Buffer[] = [];

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('close', this.#onClose);
    socket.resume();
  }

  /** Lets go of the socket, which goes on in clear text. */
  detach(): void {
    this.#socket.off('data', this.#onData);
    this.#socket.off('close', this.#onClose);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.#wrapping) {
      this.#socket.write(chunk, done);
      return;
    }
    // tedious reads one message per flight, and one flight may come in several writes of the same turn.
    if (this.#flight.push(chunk) === 1) setImmediate(() => this.#sendFlight());
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.detach();
    done(error);
  }

  #sendFlight(): void {
    const flight = Buffer.concat(this.#flight);
    this.#flight = [];
    if (this.#socket.destroyed) return;
    this.#wrapping = !this.#handshakeEnd.push(flight);
    this.#socket.write(encodeMessage(packetType.prelogin, flight, defaultPacketSize));
  }

  #receive(chunk: Buffer): void {
    const ok = this.#wrapping ? this.#unwrap(chunk) : this.push(chunk);
    if (!ok) this.#socket.pause();
  }

  #unwrap(chunk: Buffer): boolean {
    try {
      let ok = true;
      for (const packet of this.#packets.push(chunk)) {
        if (packet.type !== packetType.prelogin) {
          throw new ProtocolError(`packet of type ${packet.type} during the TLS handshake; expected PRELOGIN`);
        }
        ok = this.push(packet.payload);
      }
      return ok;
    } catch (error) {
      this.destroy(error instanceof Error ? error : new ProtocolError(String(error)));
      return true;
    }
  }
}
