import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import fc from 'fast-check';
import { encodeMessage } from '../../../../src/sandbox/tds/packets.ts';
import { packetType } from '../../../../src/sandbox/tds/protocol.ts';
import { startTdsServer, type TdsServer } from '../../../../src/sandbox/tds/server.ts';
import { makeCertificate } from './certificate.ts';
import { FakeEngine, password } from './fake-engine.ts';

const certificate = makeCertificate();
const engine = new FakeEngine({});

/** A client that writes bytes and reads to the end. */
class RawClient {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];

  constructor(port: number) {
    this.socket = connectSocket(port, '127.0.0.1');
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
  }

  /** Waits for one more message of the server; a message here is one packet. */
  async answer(): Promise<Buffer> {
    while (!this.#hasPacket()) await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    const all = Buffer.concat(this.#chunks);
    const length = all.readUInt16BE(2);
    this.#chunks.splice(0, this.#chunks.length, all.subarray(length));
    return all.subarray(8, length);
  }

  #hasPacket(): boolean {
    const all = Buffer.concat(this.#chunks);
    if (this.socket.destroyed && all.length < 8) throw new Error('the server has closed the connection');
    return all.length >= 8 && all.length >= all.readUInt16BE(2);
  }

  /** Unlike `once`, does not reject on a reset. */
  closed(): Promise<void> {
    if (this.socket.closed) return Promise.resolve();
    return new Promise((resolve) => this.socket.once('close', () => resolve()));
  }
}

/** PRELOGIN with VERSION and ENCRYPTION (2: not supported). */
const prelogin = Buffer.from('00000b0006010011000 1ff 000000000000 02'.replaceAll(' ', ''), 'hex');

function login7(user: string, secret: string, version = 0x74000004): Buffer {
  const fixed = Buffer.alloc(94);
  const texts = [Buffer.from(user, 'utf16le'), disguise(secret)];
  let offset = fixed.length;
  for (const [field, text] of [
    [40, texts[0]!],
    [44, texts[1]!],
  ] as const) {
    fixed.writeUInt16LE(offset, field);
    fixed.writeUInt16LE(text.length / 2, field + 2);
    offset += text.length;
  }
  fixed.writeUInt32LE(offset, 0);
  fixed.writeUInt32LE(version, 4);
  return Buffer.concat([fixed, ...texts]);
}

function disguise(text: string): Buffer {
  return Buffer.from(Buffer.from(text, 'utf16le').map((byte) => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5));
}

const batch = (text: string): Buffer => Buffer.concat([Buffer.from([4, 0, 0, 0]), Buffer.from(text, 'utf16le')]);

describe('the TDS server and clients that misbehave', () => {
  let server: TdsServer;
  let errors: Error[];
  let heard: () => void;

  beforeEach(async () => {
    errors = [];
    heard = () => undefined;
    const onError = (error: Error): void => {
      errors.push(error);
      heard();
    };
    const limits = { loginMilliseconds: 2000, bytesAfterLogin: 100_000 };
    server = await startTdsServer({
      engine,
      host: '127.0.0.1',
      port: 0,
      tls: certificate,
      encryption: 'on',
      onError,
      limits,
    });
  });
  afterEach(() => server.close());

  async function loggedIn(): Promise<RawClient> {
    const client = new RawClient(server.port);
    client.socket.write(encodeMessage(packetType.prelogin, prelogin, 4096));
    await client.answer();
    client.socket.write(encodeMessage(packetType.login7, login7('sa', password), 4096));
    assert.ok((await client.answer()).includes(Buffer.from('Microsoft SQL Server', 'utf16le')));
    return client;
  }

  const bad: readonly { name: string; type: number; payload: Buffer; reason: RegExp; login?: boolean }[] = [
    { name: 'no PRELOGIN', type: packetType.login7, payload: login7('sa', 'x'), reason: /type 16 where PRELOGIN/ },
    { name: 'an endless PRELOGIN', type: packetType.prelogin, payload: Buffer.alloc(4), reason: /cut short/ },
    {
      name: 'a PRELOGIN option outside',
      type: packetType.prelogin,
      payload: Buffer.from('0000ff0006ff', 'hex'),
      reason: /points outside/,
    },
    {
      name: 'a message over the limit',
      type: packetType.prelogin,
      payload: Buffer.alloc(200_000),
      reason: /over the limit of 131072/,
    },
    {
      name: 'a batch without headers',
      type: packetType.batch,
      payload: Buffer.alloc(2),
      reason: /cut short/,
      login: true,
    },
    {
      name: 'half a character',
      type: packetType.batch,
      payload: Buffer.from([4, 0, 0, 0, 65]),
      reason: /odd number/,
      login: true,
    },
    {
      name: 'an empty RPC',
      type: packetType.rpc,
      payload: Buffer.from([4, 0, 0, 0]),
      reason: /calls no procedure/,
      login: true,
    },
    {
      name: 'an unknown special procedure',
      type: packetType.rpc,
      payload: Buffer.from('04000000ffff63000000', 'hex'),
      reason: /procedure 99/,
      login: true,
    },
    {
      name: 'an unknown transaction request',
      type: packetType.transactionManager,
      payload: Buffer.from('040000006300', 'hex'),
      reason: /type 99/,
      login: true,
    },
    {
      name: 'an unknown packet type',
      type: 0x63,
      payload: Buffer.alloc(0),
      reason: /type 99 is not expected/,
      login: true,
    },
    {
      name: 'a big batch',
      type: packetType.batch,
      payload: Buffer.alloc(200_000),
      reason: /over the limit of 100000/,
      login: true,
    },
  ];
  for (const { name, type, payload, reason, login } of bad) {
    it(`closes on ${name} and says why`, async () => {
      const client = login === true ? await loggedIn() : new RawClient(server.port);
      client.socket.write(encodeMessage(type, payload, 4096));
      await client.closed();
      assert.equal(errors.length, 1);
      assert.match(errors[0]!.message, reason);
    });
  }

  it('closes on a client of TDS 7.2 and says why', async () => {
    const client = new RawClient(server.port);
    client.socket.write(encodeMessage(packetType.prelogin, prelogin, 4096));
    await client.answer();
    client.socket.write(encodeMessage(packetType.login7, login7('sa', password, 0x72090002), 4096));
    await client.closed();
    assert.match(errors[0]!.message, /TDS 0x72090002; the sandbox speaks 7.3/);
  });

  it('closes a connection that never logs in', async () => {
    await server.close();
    const limits = { loginMilliseconds: 50 };
    const onError = (error: Error): void => void errors.push(error);
    server = await startTdsServer({
      engine,
      host: '127.0.0.1',
      port: 0,
      tls: certificate,
      encryption: 'on',
      onError,
      limits,
    });
    await new RawClient(server.port).closed();
    assert.match(errors[0]!.message, /not logged in within 50 ms/);
  });

  it('survives random bytes at any stage', async function () {
    this.timeout(60_000);
    const types = fc.constantFrom(...Object.values(packetType));
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    const framed = fc.tuple(types, garbage).map(([type, payload]) => encodeMessage(type, payload, 512));
    const withHeaders = fc
      .tuple(types, garbage)
      .map(([type, payload]) => encodeMessage(type, Buffer.concat([Buffer.from([4, 0, 0, 0]), payload]), 512));
    const bytes = fc.oneof(garbage, framed, withHeaders);
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(bytes, { minLength: 1, maxLength: 3 }), async (login, writes) => {
        const client = login ? await loggedIn() : new RawClient(server.port);
        for (const write of writes) client.socket.write(write);
        client.socket.end();
        await client.closed();
      }),
      { numRuns: 200 },
    );
    const client = await loggedIn();
    client.socket.write(encodeMessage(packetType.batch, batch('select'), 4096));
    assert.equal((await client.answer())[0], 0xfd);
    client.socket.destroy();
    const unexpected = errors.filter(
      ({ name, message }) => name !== 'ProtocolError' && !message.startsWith('the TLS handshake'),
    );
    assert.deepEqual(unexpected, []);
  });

  it('answers an attention without a run, and a request that its client gave up while sending', async () => {
    const client = await loggedIn();
    client.socket.write(encodeMessage(packetType.attention, Buffer.alloc(0), 4096));
    assert.equal((await client.answer()).toString('hex'), 'fd2000000000000000000000 00'.replace(' ', ''));
    const ignored = encodeMessage(packetType.batch, batch('select 1'), 4096);
    ignored[1] = 0x03;
    const before = engine.batches.length;
    client.socket.write(ignored);
    assert.equal((await client.answer()).readUInt16LE(1), 0x02);
    assert.equal(engine.batches.length, before);
    client.socket.destroy();
  });

  it('resets the session when a request asks for it, and says so first', async () => {
    const client = await loggedIn();
    engine.events.length = 0;
    const message = encodeMessage(packetType.batch, batch('select 1'), 4096);
    message[1] = 0x01 | 0x08;
    client.socket.write(message);
    assert.equal((await client.answer()).toString('hex', 0, 6), 'e30300120000');
    assert.deepEqual(engine.events, ['reset']);
    client.socket.destroy();
  });

  it('runs the calls of one RPC message in turn, each with its own DONEPROC', async () => {
    const client = await loggedIn();
    engine.calls.length = 0;
    const call = (name: string): Buffer =>
      Buffer.concat([Buffer.from([name.length, 0]), Buffer.from(name, 'utf16le'), Buffer.from([0, 0])]);
    const calls = [Buffer.from([4, 0, 0, 0]), call('one'), Buffer.from([0xff]), call('two')];
    client.socket.write(encodeMessage(packetType.rpc, Buffer.concat(calls), 4096));
    const end = (status: number): string => `7900000000fe0${status}00e0000000000000000000`;
    assert.equal((await client.answer()).toString('hex'), end(1) + end(0));
    assert.deepEqual(
      engine.calls.map(({ procedure }) => procedure),
      ['one', 'two'],
    );
    client.socket.destroy();
  });

  it('keeps the connection when a request asks for something unsupported', async () => {
    const client = await loggedIn();
    const rpc = Buffer.from('04000000 0100 7800 0000 00 00 f3'.replaceAll(' ', ''), 'hex');
    client.socket.write(encodeMessage(packetType.rpc, rpc, 4096));
    const answer = await client.answer();
    assert.ok(answer.includes(Buffer.from('Sandbox: not supported: a table-valued parameter (line 1)', 'utf16le')));
    client.socket.write(encodeMessage(packetType.batch, batch('x'), 4096));
    await client.answer();
    client.socket.destroy();
  });

  it('drops connections in the middle and goes on serving', async () => {
    const client = await loggedIn();
    server.dropConnections();
    await client.closed();
    (await loggedIn()).socket.destroy();
    assert.deepEqual(errors, []);
  });

  it('closes the session of a client that leaves', async () => {
    const client = await loggedIn();
    engine.events.length = 0;
    client.socket.end();
    await client.closed();
    await server.close();
    assert.deepEqual(engine.events, ['close']);
    server = await startTdsServer({ engine, host: '127.0.0.1', port: 0, tls: certificate, encryption: 'on' });
  });
});
