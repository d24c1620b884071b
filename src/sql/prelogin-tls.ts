import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** TDS packet types and status (MS-TDS 2.2.3.1, documented). */
const preloginType = 0x12;
const replyType = 0x04;
const endOfMessage = 0x01;
const headerLength = 8;
const packetSize = 4096;

/** PRELOGIN with one question, ENCRYPTION = ON (MS-TDS 2.2.6.5): what the server answers decides nothing here. */
const preloginBody = Buffer.from([
  ...[0x00, 0x00, 0x0b, 0x00, 0x06], // VERSION at 11, 6 bytes
  ...[0x01, 0x00, 0x11, 0x00, 0x01], // ENCRYPTION at 17, 1 byte
  0xff,
  ...[0, 0, 0, 0, 0, 0],
  0x01,
]);

/** ENCRYPTION = NOT_SUP: the server has no certificate to show. */
const encryptionNotSupported = 0x02;

/**
 * TLS records as TDS carries them during the handshake, inside PRELOGIN packets. Only for looking at a server's
 * certificate: nothing but the handshake ever passes.
 */
export class PreloginStream extends Duplex {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
  }

  /** Sends PRELOGIN and waits for the answer; false when the server has no TLS. Then handshake bytes flow. */
  async negotiate(): Promise<boolean> {
    this.#socket.write(packets(preloginBody));
    const answer = await this.#firstMessage();
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('end', () => this.push(null));
    this.#socket.on('error', (error) => this.destroy(error));
    this.#take(Buffer.alloc(0));
    return encryptionIn(answer) !== encryptionNotSupported;
  }

  async #firstMessage(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const fail = (error?: Error): void => reject(error ?? new Error('The server closed the connection.'));
      const collect = (chunk: Buffer): void => {
        this.#received = Buffer.concat([this.#received, chunk]);
        const packets = unwrap(this.#received);
        if (packets === undefined) fail(new Error('The server does not speak TDS.'));
        else if (packets.ended) {
          this.#received = packets.rest;
          this.#socket.off('data', collect).off('error', fail).off('end', fail);
          resolve(Buffer.concat(packets.bodies));
        }
      };
      this.#socket.on('data', collect).on('error', fail).on('end', fail);
    });
  }

  #take(chunk: Buffer): void {
    const packets = unwrap(Buffer.concat([this.#received, chunk]));
    if (packets === undefined) {
      this.destroy(new Error('The server does not speak TDS.'));
      return;
    }
    this.#received = packets.rest;
    for (const body of packets.bodies) this.push(body);
  }

  override _read(): void {
    // Bytes are pushed as they come; a handshake is too small for back-pressure.
  }

  override _write(chunk: Buffer, _encoding: string, callback: (error?: Error | null) => void): void {
    this.#socket.write(packets(chunk), callback);
  }

  override _writev(chunks: { chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.#socket.write(packets(Buffer.concat(chunks.map(({ chunk }) => chunk))), callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }
}

function packets(body: Buffer): Buffer {
  const most = packetSize - headerLength;
  const parts: Buffer[] = [];
  for (let offset = 0; offset < body.length; offset += most) {
    const part = body.subarray(offset, offset + most);
    const last = offset + most >= body.length;
    const header = Buffer.from([preloginType, last ? endOfMessage : 0, 0, 0, 0, 0, parts.length + 1, 0]);
    header.writeUInt16BE(part.length + headerLength, 2);
    parts.push(Buffer.concat([header, part]));
  }
  return Buffer.concat(parts);
}

interface Packets {
  readonly bodies: readonly Buffer[];
  /** What belongs to a packet that is not whole yet, or came after the end of the message. */
  readonly rest: Buffer<ArrayBuffer>;
  readonly ended: boolean;
}

/** The whole packets up to the end of a message; undefined for what is no TDS. */
function unwrap(bytes: Buffer): Packets | undefined {
  const bodies: Buffer[] = [];
  let offset = 0;
  let ended = false;
  while (bytes.length - offset >= headerLength && !ended) {
    const type = bytes[offset];
    const length = bytes.readUInt16BE(offset + 2);
    if ((type !== preloginType && type !== replyType) || length < headerLength) return undefined;
    if (bytes.length - offset < length) break;
    bodies.push(bytes.subarray(offset + headerLength, offset + length));
    ended = ((bytes[offset + 1] ?? 0) & endOfMessage) !== 0;
    offset += length;
  }
  return { bodies, rest: Buffer.from(bytes.subarray(offset)), ended };
}

function encryptionIn(answer: Buffer): number | undefined {
  for (let at = 0; at + 5 <= answer.length && answer[at] !== 0xff; at += 5) {
    // An offset outside the answer reads as undefined.
    if (answer[at] === 0x01) return answer[answer.readUInt16BE(at + 1)];
  }
  return undefined;
}
