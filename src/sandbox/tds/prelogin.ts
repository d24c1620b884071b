import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { productVersion, ProtocolError } from './protocol.ts';

/** `off`: no TLS inside PRELOGIN. `on`: the client decides. `required`: a client without TLS is turned away. */
export type EncryptionMode = 'off' | 'on' | 'required';

/** How the connection goes on after PRELOGIN. `login`: only LOGIN7 is encrypted. `refuse`: answer, then close. */
type EncryptionOutcome = 'plain' | 'login' | 'all' | 'refuse';

/** MS-TDS 2.2.6.5, the values of the ENCRYPTION option. */
export const encryptionByte = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

const option = { version: 0, encryption: 1, instance: 2, thread: 3, mars: 4, terminator: 0xff } as const;

/** The client's wish, one of `encryptionByte`. */
export function readPrelogin(payload: Uint8Array): { readonly encryption: number } {
  const table = new ByteReader(payload, 'PRELOGIN');
  let encryption: number | undefined;
  for (let token = table.u8(); token !== option.terminator; token = table.u8()) {
    // Offsets and lengths are big-endian here, unlike nearly everything else in TDS.
    const offset = (table.u8() << 8) | table.u8();
    const length = (table.u8() << 8) | table.u8();
    if (offset + length > payload.length) {
      throw new ProtocolError(
        `PRELOGIN option ${token} points outside the message (offset ${offset}, length ${length})`,
      );
    }
    if (token === option.encryption && length > 0) encryption = payload[offset];
  }
  return { encryption: encryption ?? encryptionByte.notSupported };
}

/** MS-TDS 2.2.6.5: the answer to each pair of wishes, and what follows from it. */
export function decideEncryption(
  mode: EncryptionMode,
  wish: number,
): { readonly answer: number; readonly outcome: EncryptionOutcome } {
  // 0x80 marks a client certificate, which the sandbox does not ask for.
  const client = wish & 0x7f;
  const insists = client === encryptionByte.on || client === encryptionByte.required;
  if (mode === 'off') return { answer: encryptionByte.notSupported, outcome: insists ? 'refuse' : 'plain' };
  if (insists) return { answer: encryptionByte.on, outcome: 'all' };
  if (mode === 'required') {
    return { answer: encryptionByte.required, outcome: client === encryptionByte.off ? 'all' : 'refuse' };
  }
  return client === encryptionByte.off
    ? { answer: encryptionByte.off, outcome: 'login' }
    : { answer: encryptionByte.notSupported, outcome: 'plain' };
}

/** The server's PRELOGIN payload. */
export function writePrelogin(encryption: number): Buffer {
  const version = new ByteWriter();
  version.u8(productVersion.major);
  version.u8(productVersion.minor);
  version.u16be(productVersion.build);
  version.u16(0);
  const options: readonly (readonly [number, Uint8Array])[] = [
    [option.version, version.view()],
    [option.encryption, Uint8Array.of(encryption)],
    [option.instance, Uint8Array.of(0)],
    [option.thread, new Uint8Array(0)],
    [option.mars, Uint8Array.of(0)],
  ];
  const writer = new ByteWriter();
  let offset = options.length * 5 + 1;
  for (const [token, value] of options) {
    writer.u8(token);
    writer.u16be(offset);
    writer.u16be(value.length);
    offset += value.length;
  }
  writer.u8(option.terminator);
  for (const [, value] of options) writer.bytes(value);
  return writer.view();
}
