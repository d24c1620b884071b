import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeMessage, type Message, MessageAssembler, PacketReader } from '../../../../src/sandbox/tds/packets.ts';
import { packetType } from '../../../../src/sandbox/tds/protocol.ts';

function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let offset = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  pieces.push(bytes.subarray(offset));
  return pieces;
}

function assemble(pieces: readonly Buffer[], limit = 1e9): Message[] {
  const reader = new PacketReader();
  const assembler = new MessageAssembler(limit);
  return pieces.flatMap((piece) =>
    reader.push(piece).flatMap((packet) => {
      const message = assembler.add(packet);
      return message === undefined ? [] : [message];
    }),
  );
}

describe('packets', () => {
  it('join to the messages they were cut from, however the network cuts them', () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 4 });
    const cuts = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 20 });
    fc.assert(
      fc.property(payloads, fc.integer({ min: 9, max: 600 }), cuts, (messages, packetSize, lengths) => {
        const stream = Buffer.concat(messages.map((payload) => encodeMessage(packetType.batch, payload, packetSize)));
        const joined = assemble(cut(stream, lengths)).map(({ payload }) => Buffer.from(payload));
        assert.deepEqual(
          joined,
          messages.map((payload) => Buffer.from(payload)),
        );
      }),
    );
  });

  it('are numbered, sized, and marked at the end', () => {
    const packets = new PacketReader().push(encodeMessage(packetType.response, new Uint8Array(1000), 512, 77));
    assert.deepEqual(
      packets.map(({ status, payload }) => [status, payload.length]),
      [
        [0, 504],
        [1, 496],
      ],
    );
  });

  it('are refused when shorter than their header or over the limit', () => {
    assert.throws(() => new PacketReader().push(Buffer.from([1, 1, 0, 7, 0, 0, 1, 0])), /length 7/);
    const big = encodeMessage(packetType.batch, new Uint8Array(5000), 512);
    assert.throws(() => assemble([big], 4000), /over the limit of 4000 bytes/);
    assert.throws(
      () => assemble([Buffer.concat(Array<Buffer>(600).fill(Buffer.from([1, 0, 0, 8, 0, 0, 1, 0])))], 4000),
      /limit/,
    );
  });

  it('of another type may not break into a message', () => {
    const first = Buffer.from([1, 0, 0, 8, 0, 0, 1, 0]);
    const second = Buffer.from([3, 1, 0, 8, 0, 0, 2, 0]);
    assert.throws(() => assemble([first, second]), /type 3 inside a message of type 1/);
  });
});
