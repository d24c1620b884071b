import { ProtocolError } from './protocol.ts';

/** Reads little-endian fields from one message; running past the end is a ProtocolError that names the part being read. */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #part: string;
  #offset = 0;

  constructor(bytes: Uint8Array, part: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#part = part;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#advance(2));
  }

  i16(): number {
    return this.#bytes.readInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4));
  }

  i32(): number {
    return this.#bytes.readInt32LE(this.#advance(4));
  }

  u64(): bigint {
    return this.#bytes.readBigUInt64LE(this.#advance(8));
  }

  i64(): bigint {
    return this.#bytes.readBigInt64LE(this.#advance(8));
  }

  f32(): number {
    return this.#bytes.readFloatLE(this.#advance(4));
  }

  f64(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  /** An unsigned integer of up to six bytes. */
  unsigned(length: number): number {
    return this.#bytes.readUIntLE(this.#advance(length), length);
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** UTF-16 text of so many code units. */
  text(units: number): string {
    return this.bytes(units * 2).toString('utf16le');
  }

  peek(): number | undefined {
    return this.#bytes[this.#offset];
  }

  #advance(length: number): number {
    if (length > this.remaining) {
      throw new ProtocolError(
        `${this.#part} is cut short: ${length} more bytes expected at offset ${this.#offset}, ${this.remaining} are there`,
      );
    }
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}
