import { ByteReader } from './byte-reader.ts';
import { ProtocolError } from './protocol.ts';

/** LOGIN7 as far as the sandbox looks at it. `version` is one of `tdsVersion`, or what an older client sent. */
export interface Login {
  readonly version: number;
  /** As asked for; 0 leaves it to the server. */
  readonly packetSize: number;
  readonly hostName: string;
  readonly user: string;
  readonly password: string;
  readonly applicationName: string;
  readonly database: string;
  /** Windows sign-in (OptionFlags2 0x80). */
  readonly integrated: boolean;
  /** Ids of the FeatureExt block. */
  readonly features: ReadonlySet<number>;
}

const fixedLength = 94;
const flag = { integratedSecurity: 0x80, extension: 0x10 } as const;
const at = {
  version: 4,
  packetSize: 8,
  flags2: 25,
  flags3: 27,
  host: 36,
  user: 40,
  password: 44,
  application: 48,
  extension: 56,
  database: 68,
} as const;
const featureTerminator = 0xff;

/** MS-TDS 2.2.6.4. */
export function readLogin7(payload: Buffer): Login {
  if (payload.length < fixedLength) {
    throw new ProtocolError(`LOGIN7 has ${payload.length} bytes; its fixed part alone has ${fixedLength}`);
  }
  const text = (field: number): string => readField(payload, field).toString('utf16le');
  return {
    version: payload.readUInt32LE(at.version),
    packetSize: payload.readUInt32LE(at.packetSize),
    hostName: text(at.host),
    user: text(at.user),
    password: revealPassword(readField(payload, at.password)),
    applicationName: text(at.application),
    database: text(at.database),
    integrated: (payload.readUInt8(at.flags2) & flag.integratedSecurity) !== 0,
    features: (payload.readUInt8(at.flags3) & flag.extension) === 0 ? new Set() : readFeatures(payload),
  };
}

function readField(payload: Buffer, field: number): Buffer {
  const offset = payload.readUInt16LE(field);
  const end = offset + payload.readUInt16LE(field + 2) * 2;
  if (end > payload.length) throw new ProtocolError(`LOGIN7 field at ${field} points outside the message`);
  return payload.subarray(offset, end);
}

/** Undoes the client's disguise: nibbles swapped, then XOR 0xA5. Not encryption. */
function revealPassword(disguised: Uint8Array): string {
  return Buffer.from(disguised.map((byte) => swapNibbles(byte ^ 0xa5))).toString('utf16le');
}

function swapNibbles(byte: number): number {
  return ((byte << 4) | (byte >> 4)) & 0xff;
}

function readFeatures(payload: Buffer): Set<number> {
  const pointer = payload.readUInt16LE(at.extension);
  if (pointer + 4 > payload.length) throw new ProtocolError('LOGIN7 FeatureExt pointer lies outside the message');
  const start = payload.readUInt32LE(pointer);
  if (start > payload.length) throw new ProtocolError('LOGIN7 FeatureExt block lies outside the message');
  const reader = new ByteReader(payload.subarray(start), 'LOGIN7 FeatureExt');
  const features = new Set<number>();
  for (let id = reader.u8(); id !== featureTerminator; id = reader.u8()) {
    features.add(id);
    reader.bytes(reader.u32());
  }
  return features;
}
