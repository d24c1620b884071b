import { ByteReader } from './byte-reader.ts';
import { ProtocolError } from './protocol.ts';

/** What a transaction manager request asks for; `begin` on the last two starts the next transaction at once. */
export type TransactionRequest =
  | { readonly kind: 'begin'; readonly name: string }
  | { readonly kind: 'commit' | 'rollback'; readonly name: string; readonly begin: boolean }
  | { readonly kind: 'save'; readonly name: string }
  | { readonly kind: 'distributed' };

/** MS-TDS 2.2.6.9. */
const requestType = { getDtcAddress: 0, propagate: 1, begin: 5, promote: 6, commit: 7, rollback: 8, save: 9 } as const;
const beginNext = 0x01;

/** MS-TDS 2.2.5.3: skipped after a check, since nothing in it (transaction descriptor, trace id) changes an answer here. */
export function skipAllHeaders(reader: ByteReader): void {
  const total = reader.u32();
  let left = total - 4;
  while (left > 0) {
    const length = reader.u32();
    if (length < 6 || length > left)
      throw new ProtocolError(`ALL_HEADERS has a header of ${length} bytes where ${left} are left`);
    reader.bytes(length - 4);
    left -= length;
  }
  if (left !== 0) throw new ProtocolError(`ALL_HEADERS gives the total length ${total}`);
}

/** MS-TDS 2.2.6.7: the T-SQL text. */
export function readBatch(payload: Uint8Array): string {
  const reader = new ByteReader(payload, 'the SQL batch');
  skipAllHeaders(reader);
  if (reader.remaining % 2 !== 0) throw new ProtocolError('the SQL batch is UTF-16 and has an odd number of bytes');
  return reader.text(reader.remaining / 2);
}

export function readTransactionRequest(payload: Uint8Array): TransactionRequest {
  const reader = new ByteReader(payload, 'the transaction manager request');
  skipAllHeaders(reader);
  const type = reader.u16();
  switch (type) {
    case requestType.begin:
      // The isolation level is dropped: a session of the engine has no place for it.
      reader.u8();
      return { kind: 'begin', name: readName(reader) };
    case requestType.commit:
      return { kind: 'commit', name: readName(reader), begin: readsBegin(reader) };
    case requestType.rollback:
      return { kind: 'rollback', name: readName(reader), begin: readsBegin(reader) };
    case requestType.save:
      return { kind: 'save', name: readName(reader) };
    case requestType.getDtcAddress:
    case requestType.propagate:
    case requestType.promote:
      return { kind: 'distributed' };
    default:
      throw new ProtocolError(`transaction manager request of type ${type}`);
  }
}

/** The name's length counts bytes, unlike that of other short texts. */
function readName(reader: ByteReader): string {
  if (reader.remaining === 0) return '';
  return reader.text(Math.floor(reader.u8() / 2));
}

function readsBegin(reader: ByteReader): boolean {
  return reader.remaining > 0 && (reader.u8() & beginNext) !== 0;
}
