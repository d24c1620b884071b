import type { RpcCall, RpcParameter } from '../engine.ts';
import { ByteReader } from './byte-reader.ts';
import { ProtocolError } from './protocol.ts';
import { skipAllHeaders } from './requests.ts';
import { readTypeInfo } from './type-info-reader.ts';
import { readValue } from './value-reader.ts';

/** MS-TDS 2.2.6.6, the special stored procedures by their number. */
const specialProcedures: readonly (string | undefined)[] = [
  undefined,
  'sp_cursor',
  'sp_cursoropen',
  'sp_cursorprepare',
  'sp_cursorexecute',
  'sp_cursorprepexec',
  'sp_cursorunprepare',
  'sp_cursorfetch',
  'sp_cursoroption',
  'sp_cursorclose',
  'sp_executesql',
  'sp_prepare',
  'sp_execute',
  'sp_prepexec',
  'sp_prepexecrpc',
  'sp_unprepare',
];

const byNumber = 0xffff;
/** Between two calls of one message: run the next, or do not run it (since TDS 7.2). */
const separator = { run: 0xff, skip: 0xfe } as const;
const status = { output: 0x01, useDefault: 0x02, encrypted: 0x08 } as const;

/** The calls of one RPC message, in order. */
export function readRpcRequest(payload: Uint8Array): RpcCall[] {
  const reader = new ByteReader(payload, 'the RPC request');
  skipAllHeaders(reader);
  const calls: RpcCall[] = [];
  let run = true;
  while (reader.remaining > 0) {
    const call = readCall(reader);
    if (run) calls.push(call);
    if (reader.remaining === 0) break;
    run = reader.u8() !== separator.skip;
  }
  if (calls.length === 0) throw new ProtocolError('the RPC request calls no procedure');
  return calls;
}

function readCall(reader: ByteReader): RpcCall {
  const procedure = readProcedure(reader);
  reader.u16();
  const parameters: RpcParameter[] = [];
  while (reader.remaining > 0 && !atSeparator(reader)) parameters.push(readParameter(reader));
  return { procedure, parameters };
}

/** A parameter's name has at most 128 characters, so its length byte cannot be one of these. */
function atSeparator(reader: ByteReader): boolean {
  const next = reader.peek();
  return next === separator.run || next === separator.skip;
}

function readProcedure(reader: ByteReader): string {
  const length = reader.u16();
  if (length !== byNumber) return reader.text(length);
  const number = reader.u16();
  const name = specialProcedures[number];
  if (name === undefined)
    throw new ProtocolError(`the RPC request names the special procedure ${number}; 1 to 15 exist`);
  return name;
}

function readParameter(reader: ByteReader): RpcParameter {
  const name = reader.text(reader.u8());
  const flags = reader.u8();
  if ((flags & status.encrypted) !== 0)
    throw new ProtocolError('an encrypted parameter, though the server offers no column encryption');
  const info = readTypeInfo(reader);
  const value = readValue(reader, info);
  const useDefault = (flags & status.useDefault) !== 0;
  return { name, type: info.type, value, output: (flags & status.output) !== 0, ...(useDefault ? { useDefault } : {}) };
}
