import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import type { SqlType } from '../../../../src/sandbox/values.ts';
import { PacketReader } from '../../../../src/sandbox/tds/packets.ts';
import { ResponseWriter } from '../../../../src/sandbox/tds/response-writer.ts';
import { TokenSink } from '../../../../src/sandbox/tds/result-sink.ts';
import { TransactionMarks } from '../../../../src/sandbox/tds/transaction-marks.ts';
import { column, message } from './fake-engine.ts';

/** Takes bytes only when told to. */
class SlowClient extends Duplex {
  readonly received: Buffer[] = [];
  #held: (() => void) | undefined;
  open = true;

  override _read(): void {
    return;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.received.push(Buffer.from(chunk));
    if (this.open) done();
    else this.#held = done;
  }

  release(): void {
    this.#held?.();
  }

  /** The payload of the only message, and how many packets it took. */
  message(): { packets: number; hex: string; bytes: Buffer } {
    const packets = new PacketReader().push(Buffer.concat(this.received));
    const bytes = Buffer.concat(packets.map(({ payload }) => payload));
    return { packets: packets.length, hex: bytes.toString('hex'), bytes };
  }
}

interface Setup {
  readonly client: SlowClient;
  readonly sink: TokenSink;
  readonly controller: AbortController;
}

function setup(options: { rpc?: boolean; bitmapRows?: boolean; packetSize?: number } = {}): Setup {
  const client = new SlowClient();
  const controller = new AbortController();
  const context = { serverName: 'S', bitmapRows: options.bitmapRows ?? true, transactions: new TransactionMarks() };
  const response = new ResponseWriter(client, options.packetSize ?? 4096, 1);
  return {
    client,
    controller,
    sink: new TokenSink(response, context, { signal: controller.signal, rpc: options.rpc ?? false }),
  };
}

const int: SqlType = { name: 'int' };
const done = (kind: 'fd' | 'fe' | 'ff', status: string, command: string, rows = 0): string =>
  `${kind}${status}00${command}00${rows.toString(16).padStart(2, '0')}00000000000000`;

describe('the tokens of one answer', () => {
  it('mark every DONE but the last with MORE', () => {
    const { client, sink } = setup();
    sink.done({ command: 0xc1, rows: 2 });
    sink.done({ command: 0xc2, inProcedure: true });
    sink.done({ command: 0xe0 });
    sink.done({ command: 0xf6, error: true });
    sink.end();
    const wanted = done('fd', '11', 'c1', 2) + done('ff', '01', 'c2') + done('fe', '01', 'e0') + done('fd', '02', 'f6');
    assert.equal(client.message().hex, wanted);
  });

  it('end with a DONE of their own where the run gave none, with the error bit after an error', () => {
    const plain = setup();
    plain.sink.end();
    assert.equal(plain.client.message().hex, done('fd', '00', '00'));
    const failed = setup();
    failed.sink.message(message(1, 16, 'x'));
    failed.sink.end();
    assert.ok(failed.client.message().hex.endsWith(done('fd', '02', '00')));
  });

  it('end an RPC by RETURNSTATUS, RETURNVALUE and DONEPROC', () => {
    const { client, sink } = setup({ rpc: true });
    sink.done({ command: 0xc1, rows: 1 });
    sink.finishRpc({ returnStatus: -6, outputs: [{ ordinal: 2, name: '@a', type: int, value: 5 }], error: false });
    sink.end();
    const value = 'ac020002400061000100000000010026040405000000';
    assert.equal(client.message().hex, done('ff', '11', 'c1', 1) + '79faffffff' + value + done('fe', '00', 'e0'));
  });

  it('end an EXEC of a batch by RETURNSTATUS and DONEPROC', () => {
    const { client, sink } = setup();
    sink.done({ command: 0xc1, rows: 1, inProcedure: true });
    sink.done({ command: 0xe0, returnStatus: 3 });
    sink.done({ command: 0xe0, error: true });
    sink.end();
    const wanted = [done('ff', '11', 'c1', 1), '7903000000', done('fe', '01', 'e0'), done('fe', '02', 'e0')];
    assert.equal(client.message().hex, wanted.join(''));
  });

  it('use a bitmap for NULLs only where that is shorter and the client knows it', () => {
    const nulls = (types: readonly SqlType[], bitmapRows: boolean): number => {
      const { client, sink } = setup({ bitmapRows });
      sink.columns(types.map((type) => column('', type)));
      const before = client.received.length;
      assert.equal(before, 0);
      void sink.row(types.map(() => null));
      sink.end();
      const { bytes } = client.message();
      return bytes.includes(0xd2) ? 0xd2 : 0xd1;
    };
    const eight = Array<SqlType>(8).fill(int);
    assert.equal(nulls([int], true), 0xd1);
    assert.equal(nulls(eight, true), 0xd2);
    assert.equal(nulls(eight, false), 0xd1);
    assert.equal(nulls([{ name: 'nvarchar', length: 'max' }], true), 0xd2);
  });

  it('name the transaction that begins and the one that ends', () => {
    const { client, sink } = setup();
    sink.transaction('begin');
    sink.transaction('commit');
    sink.transaction('begin');
    sink.transaction('rollback');
    sink.end();
    const mark = (id: number): string => `080${id}00000000000000`;
    const begin = (id: number): string => `e30b0008${mark(id)}00`;
    const wanted = `${begin(1)}e30b000900${mark(1)}${begin(2)}e30b000a00${mark(2)}`;
    assert.ok(client.message().hex.startsWith(wanted));
  });

  it('stop at an abort: rows throw, the rest is not written, the end says error', () => {
    const { client, sink, controller } = setup();
    sink.columns([column('a', int)]);
    void sink.row([1]);
    controller.abort(new Error('cancelled'));
    assert.throws(() => sink.row([2]), /cancelled/);
    sink.message(message(1, 16, 'x'));
    sink.end();
    const { hex } = client.message();
    assert.ok(hex.endsWith(`d10401000000${done('fd', '02', '00')}`), hex);
  });

  it('refuse rows without columns or of another length, and leave the answer readable', () => {
    const { client, sink } = setup();
    assert.throws(() => sink.row([1]), /before its columns/);
    sink.columns([column('a', int)]);
    assert.throws(() => sink.row([1, 2]), /2 values for 1 columns/);
    assert.throws(() => sink.row(['x']), TypeError);
    void sink.row([1]);
    sink.end();
    assert.ok(client.message().hex.endsWith(`d10401000000${done('fd', '00', '00')}`));
  });

  it('turn a value found wrong after half its row is sent into broken protocol', () => {
    const { sink } = setup();
    sink.columns([column('a', { name: 'nvarchar', length: 'max' }), column('b', int)]);
    assert.throws(() => sink.row(['x'.repeat(200_000), 'no int']), { name: 'ProtocolError' });
  });

  it('cut the text of a message that no token could hold', () => {
    const { client, sink } = setup();
    sink.message(message(1, 16, 'x'.repeat(100_000)));
    sink.end();
    assert.equal(client.message().bytes.readUInt16LE(1), client.message().bytes.length - 3 - 13);
  });
});

describe('the flow of one answer', () => {
  const text: SqlType = { name: 'nvarchar', length: 'max' };

  it('is one write when it is small, whatever its number of tokens', () => {
    const { client, sink } = setup();
    for (let index = 0; index < 20; index++) sink.done({ command: 0xc1 });
    sink.end();
    assert.equal(client.received.length, 1);
    assert.equal(client.message().packets, 1);
  });

  it('fills its packets exactly, also when the end falls on a border', () => {
    for (const size of [512, 4096, 32_767]) {
      for (const extra of [0, 1, 2]) {
        const { client } = setup();
        const response = new ResponseWriter(client, size, 1);
        response.append(Buffer.alloc((size - 8) * 3 - 1 + extra, 7));
        response.end();
        const packets = new PacketReader().push(Buffer.concat(client.received));
        assert.deepEqual(
          packets.map(({ status }) => status),
          [...Array<number>(extra === 2 ? 3 : 2).fill(0), 1],
        );
      }
    }
  });

  it('sends full packets when the event loop turns, before the end', async () => {
    const { client, sink } = setup();
    sink.columns([column('a', text)]);
    await sink.row(['x'.repeat(5000)]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(client.received.length > 0);
  });

  it('makes rows wait for a slow client, and lets them go on', async () => {
    const { client, sink } = setup();
    client.open = false;
    sink.columns([column('a', text)]);
    let settled = 0;
    let rows = 0;
    let waiting: Promise<void> = Promise.resolve();
    for (; settled === rows && rows < 1000; rows++) {
      waiting = Promise.resolve(sink.row(['x'.repeat(10_000)])).then(() => {
        settled++;
      });
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(rows < 20, `${rows} rows of 20 KB before one had to wait`);
    client.open = true;
    client.release();
    await waiting;
    assert.equal(settled, rows);
  });

  it('frees a waiting row when the client cancels or leaves', async () => {
    for (const leave of [
      ({ controller }: Setup) => controller.abort(new Error('gone')),
      ({ client }: Setup) => client.destroy(),
    ]) {
      const each = setup();
      each.client.open = false;
      each.sink.columns([column('a', text)]);
      const waiting = each.sink.row(['x'.repeat(200_000)]);
      setImmediate(() => setImmediate(() => leave(each)));
      await Promise.resolve(waiting).catch((error: unknown) => assert.match(String(error), /gone/));
    }
  });
});
