const initialCapacity = 512;
const spillThreshold = 65536;

/** Writes little-endian fields into a growing buffer. With a `spill`, long values leave piecewise at each checkpoint. */
export class ByteWriter {
  readonly #spill: ((bytes: Buffer) => void) | undefined;
  #buffer = Buffer.allocUnsafe(initialCapacity);
  #length = 0;
  #spilled = false;

  constructor(spill?: (bytes: Buffer) => void) {
    this.#spill = spill;
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    const at = this.#reserve(1);
    this.#buffer.writeUInt8(value, at);
  }

  u16(value: number): void {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16LE(value, at);
  }

  u16be(value: number): void {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16BE(value, at);
  }

  i16(value: number): void {
    const at = this.#reserve(2);
    this.#buffer.writeInt16LE(value, at);
  }

  u32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32LE(value, at);
  }

  u32be(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32BE(value, at);
  }

  i32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeInt32LE(value, at);
  }

  u64(value: bigint): void {
    const at = this.#reserve(8);
    this.#buffer.writeBigUInt64LE(value, at);
  }

  i64(value: bigint): void {
    const at = this.#reserve(8);
    this.#buffer.writeBigInt64LE(value, at);
  }

  f32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeFloatLE(value, at);
  }

  f64(value: number): void {
    const at = this.#reserve(8);
    this.#buffer.writeDoubleLE(value, at);
  }

  /** An unsigned integer in up to six bytes. */
  unsigned(value: number, length: number): void {
    const at = this.#reserve(length);
    this.#buffer.writeUIntLE(value, at, length);
  }

  bytes(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
  }

  /** UTF-16 text without a length. */
  text(value: string): void {
    const at = this.#reserve(value.length * 2);
    this.#buffer.write(value, at, 'utf16le');
  }

  /** B_VARCHAR: a byte counts the UTF-16 units; longer text is cut. */
  shortText(value: string): void {
    const cut = value.slice(0, 255);
    this.u8(cut.length);
    this.text(cut);
  }

  /** US_VARCHAR: two bytes count the UTF-16 units. */
  longText(value: string): void {
    this.u16(value.length);
    this.text(value);
  }

  /** A place where the bytes so far may leave. */
  checkpoint(): void {
    if (this.#spill !== undefined && this.#length >= spillThreshold) {
      this.#spill(this.view());
      this.#spilled = true;
      this.#length = 0;
    }
  }

  /** What has been written; valid until the next write. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Overwrites a byte written before. */
  patchU8(offset: number, value: number): void {
    this.#buffer.writeUInt8(value, offset);
  }

  /** Overwrites two bytes written before. */
  patchU16(offset: number, value: number): void {
    this.#buffer.writeUInt16LE(value, offset);
  }

  /** Overwrites four bytes written before. */
  patchU32(offset: number, value: number): void {
    this.#buffer.writeUInt32LE(value, offset);
  }

  /** Some bytes have left since the last `clear`. */
  get spilled(): boolean {
    return this.#spilled;
  }

  clear(): void {
    this.#spilled = false;
    this.#length = 0;
  }

  #reserve(length: number): number {
    const start = this.#length;
    const needed = start + length;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      grown.set(this.view());
      this.#buffer = grown;
    }
    this.#length = needed;
    return start;
  }
}
