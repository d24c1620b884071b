import type { SqlDecimal } from '../values.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const byteMask = 0xffn;

/** Sign byte (1 is positive), then the magnitude. `length` counts both. */
export function readDecimal(reader: ByteReader, length: number, scale: number): SqlDecimal {
  const positive = reader.u8() === 1;
  const hex = Buffer.from(reader.bytes(length - 1))
    .reverse()
    .toString('hex');
  const magnitude = BigInt(`0x0${hex}`);
  return { kind: 'decimal', unscaled: positive ? magnitude : -magnitude, scale };
}

/** Scales up to the declared scale; a value with more digits than that is a bug of the caller. */
export function writeDecimal(writer: ByteWriter, value: SqlDecimal, length: number, scale: number): void {
  const unscaled = rescale(value, scale);
  writer.u8(unscaled < 0n ? 0 : 1);
  let rest = unscaled < 0n ? -unscaled : unscaled;
  for (let index = 1; index < length; index++, rest >>= 8n) writer.u8(Number(rest & byteMask));
  if (rest !== 0n) throw new RangeError('a decimal does not fit its declared precision');
}

export function readMoney(reader: ByteReader): SqlDecimal {
  const high = BigInt(reader.i32());
  return { kind: 'decimal', unscaled: (high << 32n) | BigInt(reader.u32()), scale: 4 };
}

export function readSmallmoney(reader: ByteReader): SqlDecimal {
  return { kind: 'decimal', unscaled: BigInt(reader.i32()), scale: 4 };
}

/** The high half comes first. */
export function writeMoney(writer: ByteWriter, value: SqlDecimal): void {
  const unscaled = rescale(value, 4);
  writer.i32(Number(unscaled >> 32n));
  writer.u32(Number(unscaled & 0xffff_ffffn));
}

export function writeSmallmoney(writer: ByteWriter, value: SqlDecimal): void {
  writer.i32(Number(rescale(value, 4)));
}

function rescale(value: SqlDecimal, scale: number): bigint {
  if (value.scale > scale) throw new RangeError(`a decimal of scale ${value.scale} in a type of scale ${scale}`);
  return value.unscaled * 10n ** BigInt(scale - value.scale);
}
