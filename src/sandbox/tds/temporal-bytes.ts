import type { SqlTemporal } from '../values.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { ProtocolError } from './protocol.ts';
import { timeLength } from './type-codes.ts';

/** Days from 0001-01-01 to 1900-01-01, the epoch of datetime and smalldatetime. */
const epoch1900 = 693_595;
const ticksPerDay = 864_000_000_000;
const ticksPerMinute = 600_000_000;
const ticksPerMillisecond = 10_000;
const lastDay = 3_652_058;

const temporal = (days: number, ticks: number): SqlTemporal => ({ kind: 'temporal', days, ticks });

/** Carries ticks that left the day over to its neighbours. */
function normalize(days: number, ticks: number): SqlTemporal {
  const carry = Math.floor(ticks / ticksPerDay);
  return temporal(days + carry, ticks - carry * ticksPerDay);
}

function checked(value: SqlTemporal): SqlTemporal {
  if (value.days < 0 || value.days > lastDay || value.ticks < 0 || value.ticks >= ticksPerDay) {
    throw new ProtocolError('a date or time is outside the range of its type');
  }
  return value;
}

export function readDate(reader: ByteReader): SqlTemporal {
  return checked(temporal(reader.unsigned(3), 0));
}

/** datetime counts 1/300 s; the value keeps whole milliseconds, as SQL Server prints them (.000, .003, .007). */
export function readDatetime(reader: ByteReader): SqlTemporal {
  const days = reader.i32() + epoch1900;
  const milliseconds = Math.round((reader.u32() * 10) / 3);
  return checked(normalize(days, milliseconds * ticksPerMillisecond));
}

export function readSmalldatetime(reader: ByteReader): SqlTemporal {
  const days = reader.u16() + epoch1900;
  return checked(normalize(days, reader.u16() * ticksPerMinute));
}

export function readTime(reader: ByteReader, scale: number): SqlTemporal {
  return checked(temporal(0, readTicks(reader, scale)));
}

export function readDatetime2(reader: ByteReader, scale: number): SqlTemporal {
  const ticks = readTicks(reader, scale);
  return checked(temporal(reader.unsigned(3), ticks));
}

/** On the wire in UTC; as a value in local wall time. */
export function readDatetimeoffset(reader: ByteReader, scale: number): SqlTemporal {
  const utc = readDatetime2(reader, scale);
  const offset = reader.i16();
  return { ...checked(normalize(utc.days, utc.ticks + offset * ticksPerMinute)), offset };
}

function readTicks(reader: ByteReader, scale: number): number {
  return reader.unsigned(timeLength(scale)) * 10 ** (7 - scale);
}

export function writeDate(writer: ByteWriter, value: SqlTemporal): void {
  writer.unsigned(value.days, 3);
}

export function writeDatetime(writer: ByteWriter, value: SqlTemporal): void {
  const perDay = 300 * 86_400;
  const units = Math.round((value.ticks * 300) / 10_000_000);
  writer.i32(value.days - epoch1900 + Math.floor(units / perDay));
  writer.u32(units % perDay);
}

export function writeSmalldatetime(writer: ByteWriter, value: SqlTemporal): void {
  writer.u16(value.days - epoch1900);
  writer.u16(Math.floor(value.ticks / ticksPerMinute));
}

export function writeTime(writer: ByteWriter, value: SqlTemporal, scale: number): void {
  writer.unsigned(Math.floor(value.ticks / 10 ** (7 - scale)), timeLength(scale));
}

export function writeDatetime2(writer: ByteWriter, value: SqlTemporal, scale: number): void {
  writeTime(writer, value, scale);
  writeDate(writer, value);
}

export function writeDatetimeoffset(writer: ByteWriter, value: SqlTemporal, scale: number): void {
  const offset = value.offset ?? 0;
  writeDatetime2(writer, normalize(value.days, value.ticks - offset * ticksPerMinute), scale);
  writer.i16(offset);
}
