import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Encryption } from '../../../src/core/connection.ts';
import { startTdsServer } from '../../../src/sandbox/tds/server.ts';
import { readServerCertificate } from '../../../src/sql/server-certificate.ts';
import { makeCertificate } from '../sandbox/tds/certificate.ts';
import { FakeEngine } from '../sandbox/tds/fake-engine.ts';

const never = new AbortController().signal;
const modes: readonly Encryption[] = ['mandatory', 'strict'];
const ask = (port: number, encryption: Encryption, signal = never): ReturnType<typeof readServerCertificate> =>
  readServerCertificate({ host: '127.0.0.1', port, encryption, timeoutSeconds: 2 }, signal);

/** A listener that does anything but TDS. */
async function stranger(behave: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    behave(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('readServerCertificate', () => {
  it('sees what the server shows, without logging in', async () => {
    const tls = makeCertificate();
    const engine = new FakeEngine({});
    const server = await startTdsServer({ engine, host: '127.0.0.1', port: 0, tls, encryption: 'on' });
    for (const mode of modes) {
      const shown = await ask(server.port, mode);
      assert.equal(shown?.fingerprint256, new X509Certificate(tls.cert).fingerprint256);
      assert.equal(new X509Certificate(shown.pem).fingerprint256, shown.fingerprint256);
    }
    assert.equal(engine.logins.length, 0);
    await server.close();
  });

  const strangers: Readonly<Record<string, (socket: Socket) => void>> = {
    'speaks HTTP': (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'hangs up at once': (socket) => socket.destroy(),
    'hangs up politely': (socket) => socket.end(),
    'answers PRELOGIN without TLS': (socket) => {
      socket.once('data', () => socket.write(Buffer.from('1201000f00000000' + '0100060001ff' + '02', 'hex')));
    },
    'answers PRELOGIN, then nonsense': (socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from('1201000f00000000' + '0100060001ff' + '01', 'hex'));
        socket.once('data', () => socket.write('nonsense and more of it'));
      });
    },
    'answers PRELOGIN, then broken TLS': (socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from('1201000f00000000' + '0100060001ff' + '01', 'hex'));
        socket.once('data', () => socket.write(Buffer.from('1201000d00000000' + '1503030002', 'hex')));
      });
    },
  };
  for (const [what, behave] of Object.entries(strangers)) {
    it(`gives nothing, and does not fall over, when the server ${what}`, async () => {
      const server = await stranger(behave);
      for (const mode of modes) assert.equal(await ask(portOf(server), mode), undefined);
      server.close();
    });
  }

  it('gives up in time, and when told to', async () => {
    const server = await stranger(() => undefined);
    const hasty = { host: '127.0.0.1', port: portOf(server), encryption: 'mandatory' as const, timeoutSeconds: 0.1 };
    assert.equal(await readServerCertificate(hasty, never), undefined);
    const stop = new AbortController();
    const connected = once(server, 'connection');
    const asked = ask(portOf(server), 'strict', stop.signal);
    await connected;
    stop.abort();
    assert.equal(await asked, undefined);
    server.close();
  });
});
