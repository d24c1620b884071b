import { packetHeaderLength, packetStatus, ProtocolError } from './protocol.ts';

/** One packet as it arrived. `payload` is a view. */
interface Packet {
  readonly type: number;
  readonly status: number;
  readonly payload: Buffer;
}

/** A whole message. `status` joins the bits of all its packets. */
export interface Message {
  readonly type: number;
  readonly status: number;
  readonly payload: Buffer;
}

/** Cuts a byte stream into packets, whatever way the network cut it. Cost is linear in the bytes. */
export class PacketReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #needed = packetHeaderLength;

  /** Bytes of a packet that is not complete yet. */
  get pending(): number {
    return this.#length;
  }

  push(chunk: Buffer): Packet[] {
    const packets: Packet[] = [];
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#needed) {
      const packet = this.#cut();
      if (packet !== undefined) packets.push(packet);
    }
    return packets;
  }

  /** The bytes of an incomplete packet, given up. */
  release(): Buffer {
    const rest = Buffer.concat(this.#chunks);
    this.#keep(Buffer.alloc(0));
    return rest;
  }

  #cut(): Packet | undefined {
    const buffer =
      this.#chunks.length === 1 && this.#chunks[0] !== undefined ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const length = buffer.readUInt16BE(2);
    if (length < packetHeaderLength) {
      throw new ProtocolError(
        `packet header gives the length ${length}; a packet has at least ${packetHeaderLength} bytes`,
      );
    }
    if (buffer.length < length) {
      this.#keep(buffer);
      this.#needed = length;
      return undefined;
    }
    this.#keep(buffer.subarray(length));
    return {
      type: buffer.readUInt8(0),
      status: buffer.readUInt8(1),
      payload: buffer.subarray(packetHeaderLength, length),
    };
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    this.#needed = packetHeaderLength;
  }
}

/** Joins packets to messages and refuses those over `limit` bytes (headers counted, so that empty packets cost too). */
export class MessageAssembler {
  limit: number;
  #parts: Buffer[] = [];
  #size = 0;
  #type = 0;
  #status = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(packet: Packet): Message | undefined {
    if (this.#size === 0) this.#type = packet.type;
    else if (packet.type !== this.#type) {
      throw new ProtocolError(`packet of type ${packet.type} inside a message of type ${this.#type}`);
    }
    this.#size += packet.payload.length + packetHeaderLength;
    if (this.#size > this.limit) {
      throw new ProtocolError(`message of type ${this.#type} is over the limit of ${this.limit} bytes`);
    }
    this.#parts.push(packet.payload);
    this.#status |= packet.status;
    return (packet.status & packetStatus.endOfMessage) === 0 ? undefined : this.#finish();
  }

  #finish(): Message {
    const [only] = this.#parts;
    const payload = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    const message = { type: this.#type, status: this.#status, payload };
    this.#parts = [];
    this.#size = 0;
    this.#status = 0;
    return message;
  }
}

/** What a packet header holds besides the length. */
interface PacketHeader {
  readonly type: number;
  readonly status: number;
  readonly spid: number;
  readonly id: number;
}

/** Fills in the eight header bytes of a packet of `length` bytes, header included. */
export function writePacketHeader(target: Buffer, offset: number, length: number, header: PacketHeader): void {
  target.writeUInt8(header.type, offset);
  target.writeUInt8(header.status, offset + 1);
  target.writeUInt16BE(length, offset + 2);
  target.writeUInt16BE(header.spid & 0xffff, offset + 4);
  target.writeUInt8(header.id & 0xff, offset + 6);
  target.writeUInt8(0, offset + 7);
}

/** A whole message of small size as packets in one buffer. */
export function encodeMessage(type: number, payload: Uint8Array, packetSize: number, spid = 0): Buffer {
  const room = packetSize - packetHeaderLength;
  const count = Math.max(1, Math.ceil(payload.length / room));
  const result = Buffer.allocUnsafe(payload.length + count * packetHeaderLength);
  for (let index = 0, offset = 0; index < count; index++) {
    const part = payload.subarray(index * room, (index + 1) * room);
    const length = part.length + packetHeaderLength;
    const status = index === count - 1 ? packetStatus.endOfMessage : 0;
    writePacketHeader(result, offset, length, { type, status, spid, id: index + 1 });
    result.set(part, offset + packetHeaderLength);
    offset += length;
  }
  return result;
}
