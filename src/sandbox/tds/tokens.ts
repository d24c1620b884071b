import type { Column, ServerMessage } from '../engine.ts';
import type { SqlType, SqlValue } from '../values.ts';
import type { ByteWriter } from './byte-writer.ts';
import { productVersion, serverCollation } from './protocol.ts';
import { writeTypeInfo } from './type-info-writer.ts';
import { nullLength, writeValue } from './value-writer.ts';

/** MS-TDS 2.2.7. */
const token = {
  returnStatus: 0x79,
  columnMetadata: 0x81,
  error: 0xaa,
  info: 0xab,
  returnValue: 0xac,
  loginAck: 0xad,
  featureExtAck: 0xae,
  row: 0xd1,
  nullBitmapRow: 0xd2,
  environmentChange: 0xe3,
} as const;

/** Which of the three tokens ends a statement. */
export const doneToken = { done: 0xfd, doneProcedure: 0xfe, doneInProcedure: 0xff } as const;

/** MS-TDS 2.2.7.9. */
export const environment = {
  database: 1,
  language: 2,
  packetSize: 4,
  collation: 7,
  begin: 8,
  commit: 9,
  rollback: 10,
  resetConnection: 18,
} as const;

const columnFlag = { nullable: 0x01, updatable: 0x08, computed: 0x20 } as const;
const firstErrorClass = 11;
/** A token's length has 16 bits; this leaves room for its other fields. */
const longestMessage = 30_000;

export function writeColumns(writer: ByteWriter, columns: readonly Column[]): void {
  writer.u8(token.columnMetadata);
  writer.u16(columns.length);
  for (const { name, type, nullable, computed } of columns) {
    writer.u32(0);
    writer.u16((nullable ? columnFlag.nullable : 0) | (computed === true ? columnFlag.computed : columnFlag.updatable));
    writeTypeInfo(writer, type);
    writer.shortText(name);
  }
}

/** ROW, or NBCROW where its bitmap costs less than the NULLs it replaces (a client since TDS 7.3 B knows it). */
export function writeRow(
  writer: ByteWriter,
  types: readonly SqlType[],
  values: readonly SqlValue[],
  bitmapKnown: boolean,
): void {
  const compress = bitmapKnown && bitmapPays(types, values);
  writer.u8(compress ? token.nullBitmapRow : token.row);
  if (compress) writer.bytes(nullBitmap(values));
  for (const [index, type] of types.entries()) {
    const value = values[index] ?? null;
    if (!(compress && value === null)) writeValue(writer, type, value);
  }
}

function bitmapPays(types: readonly SqlType[], values: readonly SqlValue[]): boolean {
  let saved = 0;
  for (const [index, type] of types.entries()) if (values[index] === null) saved += nullLength(type);
  return saved > Math.ceil(types.length / 8);
}

function nullBitmap(values: readonly SqlValue[]): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries()) {
    const slot = index >> 3;
    if (value === null) bitmap[slot] = (bitmap[slot] ?? 0) | (1 << (index & 7));
  }
  return bitmap;
}

export function writeDone(
  writer: ByteWriter,
  kind: keyof typeof doneToken,
  done: { readonly status: number; readonly command: number; readonly rows?: number },
): void {
  writer.u8(doneToken[kind]);
  writer.u16(done.status);
  writer.u16(done.command);
  writer.u64(BigInt(done.rows ?? 0));
}

/** An ERROR token from class 11 on, else INFO. */
export function writeMessage(writer: ByteWriter, message: ServerMessage, serverName: string): void {
  writeSized(writer, message.class >= firstErrorClass ? token.error : token.info, () => {
    writer.i32(message.number);
    writer.u8(Math.min(Math.max(message.state, 0), 255));
    writer.u8(message.class);
    writer.longText(message.text.slice(0, longestMessage));
    writer.shortText(serverName);
    writer.shortText(message.procedure);
    writer.u32(Math.max(message.line, 0));
  });
}

export function writeReturnStatus(writer: ByteWriter, value: number): void {
  writer.u8(token.returnStatus);
  writer.i32(value);
}

/** `ordinal` counts all parameters of the call (python-tds places outputs by it; observed). */
export function writeReturnValue(
  writer: ByteWriter,
  output: { readonly ordinal: number; readonly name: string; readonly type: SqlType; readonly value: SqlValue },
): void {
  writer.u8(token.returnValue);
  writer.u16(output.ordinal);
  writer.shortText(output.name);
  writer.u8(0x01);
  writer.u32(0);
  writer.u16(columnFlag.nullable);
  writeTypeInfo(writer, output.type);
  writeValue(writer, output.type, output.value);
}

/** A change of database, language or packet size. */
export function writeTextChange(writer: ByteWriter, type: number, value: string, previous: string): void {
  writeSized(writer, token.environmentChange, () => {
    writer.u8(type);
    writer.shortText(value);
    writer.shortText(previous);
  });
}

/** A change of collation, transaction or session; each value has a length byte. */
export function writeByteChange(writer: ByteWriter, type: number, value: Uint8Array, previous: Uint8Array): void {
  writeSized(writer, token.environmentChange, () => {
    writer.u8(type);
    for (const part of [value, previous]) {
      writer.u8(part.length);
      writer.bytes(part);
    }
  });
}

export function writeServerCollation(writer: ByteWriter): void {
  writeByteChange(writer, environment.collation, serverCollation, new Uint8Array(0));
}

export function writeLoginAck(writer: ByteWriter, version: number): void {
  const transactSql = 1;
  writeSized(writer, token.loginAck, () => {
    writer.u8(transactSql);
    writer.u32be(version);
    writer.shortText('Microsoft SQL Server');
    writer.u8(productVersion.major);
    writer.u8(productVersion.minor);
    writer.u16be(productVersion.build);
  });
}

export function writeFeatureExtAck(writer: ByteWriter, features: readonly number[]): void {
  const terminator = 0xff;
  writer.u8(token.featureExtAck);
  for (const feature of features) {
    writer.u8(feature);
    writer.u32(1);
    writer.u8(1);
  }
  writer.u8(terminator);
}

function writeSized(writer: ByteWriter, code: number, body: () => void): void {
  writer.u8(code);
  const start = writer.length;
  writer.u16(0);
  body();
  writer.patchU16(start, writer.length - start - 2);
}
