import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { X509Certificate } from 'node:crypto';
import type { CertificatePin, ConnectionProfile, Encryption } from '../../../src/core/connection.ts';
import type { Failure } from '../../../src/core/failure.ts';
import type { Result } from '../../../src/core/result.ts';
import { sql } from '../../../src/core/tsql/quoting.ts';
import { createSandboxCertificates } from '../../../src/sandbox/proxy/certificates.ts';
import { startTdsServer, type TdsServer, type TdsServerOptions } from '../../../src/sandbox/tds/server.ts';
import type { SqlTarget } from '../../../src/sql/cluster-reader.ts';
import type { DriverTarget, SqlBatch, SqlDriver } from '../../../src/sql/driver-contract.ts';
import { mssqlDriver } from '../../../src/sql/driver.ts';
import { createGateway, type GatewayOptions, type SqlGateway } from '../../../src/sql/gateway.ts';
import { makeCertificate } from '../sandbox/tds/certificate.ts';
import { column, FakeEngine, message, password, select, untilCancelled } from '../sandbox/tds/fake-engine.ts';
import { signedBy } from './signed-by.ts';

const batch = (text = sql`select two`): SqlBatch => ({ text, parameters: [] });
const pinOf = (pem: string): CertificatePin => ({ fingerprint256: new X509Certificate(pem).fingerprint256, pem });
const never = new AbortController().signal;

function failureOf(result: Result<unknown, Failure>): Failure {
  assert.ok(!result.ok, 'expected a failure');
  return result.error;
}

describe('gateway, against a TDS server', () => {
  const selfSigned = makeCertificate();
  const waiting: string[] = [];
  const engine = new FakeEngine({
    'select two': async (sink) => {
      await select(sink, [column('a', { name: 'int' })], [[1]]);
      sink.message(message(0, 0, 'by the way'));
      await select(sink, [column('b', { name: 'nvarchar', length: 'max' })], [['x'], [null]]);
    },
    wait: async (_sink, signal) => {
      waiting.push('started');
      await untilCancelled(signal).finally(() => waiting.push('cancelled'));
    },
    'fail twice': (sink) => {
      sink.message(message(31630, 16, 'no such credential', { procedure: 'sys.inner', state: 6 }));
      sink.message(message(3621, 16, 'The statement has been terminated.'));
      sink.done({ command: 193, error: true });
    },
  });
  const servers: TdsServer[] = [];
  const gateways: SqlGateway[] = [];

  const serve = async (options: Partial<TdsServerOptions> = {}): Promise<number> => {
    const defaults = { engine, host: '127.0.0.1', port: 0, tls: selfSigned, encryption: 'on' as const };
    const server = await startTdsServer({ ...defaults, ...options });
    servers.push(server);
    return server.port;
  };
  const gateway = (options: Partial<GatewayOptions> = {}): SqlGateway => {
    const made = createGateway({
      loadDriver: () => Promise.resolve(mssqlDriver),
      timeouts: () => ({ connectSeconds: 5, querySeconds: 5 }),
      ...options,
    });
    gateways.push(made);
    return made;
  };
  const target = (port: number | string, more: Partial<SqlTarget & { encryption: Encryption }> = {}): SqlTarget => {
    const { encryption = 'mandatory', ...rest } = more;
    const server = typeof port === 'string' ? port : `localhost,${port}`;
    const profile: ConnectionProfile = { id: 'c1', name: 'c1', server, database: 'kube', user: 'app', encryption };
    return { profile, password, ...rest };
  };

  beforeEach(() => {
    engine.logins.length = 0;
    engine.calls.length = 0;
    engine.events.length = 0;
    waiting.length = 0;
  });
  afterEach(async () => {
    await Promise.all(gateways.splice(0).map((each) => each.close()));
    await Promise.all(servers.splice(0).map((each) => each.close()));
  });

  it('answers with all result sets, messages and bytes', async () => {
    const port = await serve();
    const answer = await gateway().run(target(port, { pin: pinOf(selfSigned.cert) }), batch(), never);
    assert.ok(answer.ok);
    assert.deepEqual(
      answer.value.recordsets.map((rows) => rows.map((row) => ({ ...row }))),
      [[{ a: 1 }], [{ b: 'x' }, { b: null }]],
    );
    assert.equal(answer.value.messages[0]?.text, 'by the way');
    assert.ok((answer.value.bytes ?? 0) > 0 && (answer.value.bytes ?? 0) < 2000, String(answer.value.bytes));
  });

  it('binds parameters and never writes them into the text', async () => {
    const port = await serve();
    const parameters = [
      { name: 'url', type: 'nvarchar', length: 4000, value: "https://x'--" },
      { name: 'timeout', type: 'smallint', value: 30 },
      { name: 'headers', type: 'nvarchar', length: 4000, value: null },
    ] as const;
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    const answer = await gateway().run(pinned, { text: sql`select two`, parameters }, never);
    assert.ok(answer.ok);
    const call = engine.calls.at(-1);
    assert.equal(call?.procedure, 'sp_executesql');
    assert.deepEqual(
      call.parameters.slice(2).map(({ name, value, type }) => [name, value, type.name]),
      [
        ['@url', "https://x'--", 'nvarchar'],
        ['@timeout', 30, 'smallint'],
        ['@headers', null, 'nvarchar'],
      ],
    );
  });

  for (const encryption of ['mandatory', 'strict'] as const) {
    describe(`certificates, ${encryption}`, () => {
      it('refuses an untrusted one before the login, and hands over what was shown', async () => {
        const port = await serve();
        const failure = failureOf(await gateway().run(target(port, { encryption }), batch(), never));
        assert.ok(failure.kind === 'server-certificate', JSON.stringify(failure));
        assert.equal(failure.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
        assert.equal(failure.fingerprint256, new X509Certificate(selfSigned.cert).fingerprint256);
        assert.equal(new X509Certificate(failure.pem ?? '').fingerprint256, failure.fingerprint256);
        assert.equal(engine.logins.length, 0);
      });

      it('accepts the pinned one, self-signed', async () => {
        const port = await serve();
        const pinned = target(port, { encryption, pin: pinOf(selfSigned.cert) });
        assert.ok((await gateway().run(pinned, batch(), never)).ok);
      });

      it('accepts the pinned one, of an unknown CA and for another name', async () => {
        const { faulty } = await createSandboxCertificates(['localhost']);
        const port = await serve({ tls: faulty['wrong-name'] });
        const pinned = target(port, { encryption, pin: pinOf(faulty['wrong-name'].cert) });
        const answer = await gateway().run(pinned, batch(), never);
        assert.ok(answer.ok, JSON.stringify(answer));
      });

      it('accepts the pinned one when it names another IP address only', async () => {
        const { server } = await createSandboxCertificates(['10.1.2.3']);
        const port = await serve({ tls: server });
        const answer = await gateway().run(target(port, { encryption, pin: pinOf(server.cert) }), batch(), never);
        assert.ok(answer.ok, JSON.stringify(answer));
      });

      it('refuses any other than the pinned one before the login', async () => {
        const port = await serve();
        const pinned = target(port, { encryption, pin: pinOf(makeCertificate().cert) });
        const failure = failureOf(await gateway().run(pinned, batch(), never));
        assert.ok(failure.kind === 'server-certificate', JSON.stringify(failure));
        assert.equal(failure.fingerprint256, new X509Certificate(selfSigned.cert).fingerprint256);
        assert.equal(engine.logins.length, 0);
      });

      it('refuses even what the pinned certificate itself has signed', async () => {
        const port = await serve({ tls: signedBy(selfSigned, 'localhost') });
        const pinned = target(port, { encryption, pin: pinOf(selfSigned.cert) });
        const failure = failureOf(await gateway().run(pinned, batch(), never));
        assert.ok(failure.kind === 'server-certificate', JSON.stringify(failure));
        assert.equal(failure.code, 'EPIN');
        assert.equal(engine.logins.length, 0);
      });

      it('accepts a certificate of a trusted authority, and only for its name', async () => {
        const { ca, server, faulty } = await createSandboxCertificates(['localhost']);
        const right = await serve({ tls: server });
        const trusting = gateway({ authorities: [ca] });
        assert.ok((await trusting.run(target(right, { encryption }), batch(), never)).ok);
        const wrong = await serve({ tls: faulty['wrong-name'] });
        const failure = failureOf(await trusting.run(target(wrong, { encryption }), batch(), never));
        assert.ok(failure.kind === 'server-certificate');
        assert.equal(failure.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
        const expired = await serve({ tls: faulty.expired });
        const late = failureOf(await trusting.run(target(expired, { encryption }), batch(), never));
        assert.ok(late.kind === 'server-certificate');
        assert.equal(late.code, 'CERT_HAS_EXPIRED');
      });
    });
  }

  it('speaks without encryption when told to, and says so when the server insists', async () => {
    const open = await serve({ encryption: 'off' });
    assert.ok((await gateway().run(target(open, { encryption: 'none' }), batch(), never)).ok);
    assert.equal(engine.logins[0]?.encrypted, false);
    const closed = await serve({ encryption: 'required' });
    const failure = failureOf(await gateway().run(target(closed, { encryption: 'none' }), batch(), never));
    assert.ok(failure.kind === 'unreachable', JSON.stringify(failure));
    assert.equal(failure.code, 'EENCRYPT');
    const plain = failureOf(await gateway().run(target(open, { encryption: 'mandatory' }), batch(), never));
    assert.ok(plain.kind === 'unreachable', JSON.stringify(plain));
    assert.equal(plain.code, 'EENCRYPT');
  });

  it('tells a refused login with the server’s own message', async () => {
    const port = await serve();
    const wrong = { ...target(port, { pin: pinOf(selfSigned.cert) }), password: 'wrong password' };
    const failure = failureOf(await gateway().run(wrong, batch(), never));
    assert.ok(failure.kind === 'login', JSON.stringify(failure));
    assert.equal(failure.errors[0]?.number, 18456);
    assert.ok(!JSON.stringify(failure).includes('wrong password'));
  });

  it('tells a closed port, an unknown name and a malformed one apart', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    const codeOf = async (server: string): Promise<unknown> => {
      const failure = failureOf(await gateway().run(target(server), batch(), never));
      return failure.kind === 'unreachable' ? failure.code : failure.kind;
    };
    assert.equal(await codeOf(`127.0.0.1,${port}`), 'ECONNREFUSED');
    assert.match(String(await codeOf('no-such-host.invalid')), /^(ENOTFOUND|EAI_AGAIN)$/);
    assert.equal(await codeOf('host:1433'), 'refused');
  });

  it('gives up on a server that never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const hasty = gateway({ timeouts: () => ({ connectSeconds: 0.3, querySeconds: 5 }) });
    const failure = failureOf(await hasty.run(target(port), batch(), never));
    silent.close();
    assert.deepEqual(failure, { kind: 'timeout', stage: 'connect', seconds: 0.3 });
  });

  it('keeps all errors of a batch, in their order', async () => {
    const port = await serve();
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    const failure = failureOf(await gateway().run(pinned, batch(sql`fail twice`), never));
    assert.deepEqual(failure, {
      kind: 'sql',
      errors: [
        { number: 31630, state: 6, class: 16, text: 'no such credential', procedure: 'sys.inner', line: 1 },
        { number: 3621, state: 1, class: 16, text: 'The statement has been terminated.', line: 1 },
      ],
    });
  });

  it('cancels on the server, and the pool goes on', async () => {
    const port = await serve();
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    const used = gateway();
    assert.ok((await used.run(pinned, batch(), never)).ok);
    const stop = new AbortController();
    const running = used.run(pinned, batch(sql`wait`), stop.signal);
    while (!waiting.includes('started')) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    assert.deepEqual(failureOf(await running), { kind: 'cancelled' });
    assert.deepEqual(waiting, ['started', 'cancelled']);
    assert.ok((await used.run(pinned, batch(), never)).ok);
  });

  it('ends what still runs when it is closed', async () => {
    const port = await serve();
    const used = gateway();
    const running = used.run(target(port, { pin: pinOf(selfSigned.cert) }), batch(sql`wait`), never);
    while (!waiting.includes('started')) await new Promise((resolve) => setImmediate(resolve));
    await used.close('c1');
    assert.deepEqual(failureOf(await running), { kind: 'cancelled' });
    assert.deepEqual(waiting, ['started', 'cancelled']);
  });

  it('refuses a pin that is no certificate, and survives a driver that does not load', async () => {
    const port = await serve();
    const pin = { fingerprint256: 'AA', pem: 'not PEM' };
    assert.equal(failureOf(await gateway().run(target(port, { pin }), batch(), never)).kind, 'refused');
    let loads = 0;
    const flaky = gateway({
      loadDriver: () => (loads++ === 0 ? Promise.reject(new Error('no such file')) : Promise.resolve(mssqlDriver)),
    });
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    await assert.rejects(flaky.run(pinned, batch(), never), /no such file/);
    assert.ok((await flaky.run(pinned, batch(), never)).ok);
  });

  it('does nothing for a signal that has already fired', async () => {
    const port = await serve();
    const failure = failureOf(await gateway().run(target(port), batch(), AbortSignal.abort()));
    assert.deepEqual(failure, { kind: 'cancelled' });
    assert.equal(engine.logins.length, 0);
  });

  it('stops a login under way', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const accepted = once(silent, 'connection');
    const { port } = silent.address() as AddressInfo;
    const stop = new AbortController();
    const running = gateway().run(target(port), batch(), stop.signal);
    await accepted;
    stop.abort();
    assert.deepEqual(failureOf(await running), { kind: 'cancelled' });
    silent.close();
    await once(silent, 'close');
  });

  it('ends a query that takes too long', async () => {
    const port = await serve();
    const hasty = gateway({ timeouts: () => ({ connectSeconds: 5, querySeconds: 0.3 }) });
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    const failure = failureOf(await hasty.run(pinned, batch(sql`wait`), never));
    assert.deepEqual(failure, { kind: 'timeout', stage: 'query', seconds: 0.3 });
    assert.deepEqual(waiting, ['started', 'cancelled']);
  });

  it('tells a server that dies in the middle, and logs in again afterwards', async () => {
    const port = await serve();
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    const used = gateway();
    const running = used.run(pinned, batch(sql`wait`), never);
    while (!waiting.includes('started')) await new Promise((resolve) => setImmediate(resolve));
    servers[0]?.dropConnections();
    const failure = failureOf(await running);
    assert.equal(failure.kind, 'connection-lost', JSON.stringify(failure));
    assert.ok((await used.run(pinned, batch(), never)).ok);
  });

  it('logs in anew when the password has changed, and closes all sessions in the end', async () => {
    const port = await serve();
    const used = gateway();
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    assert.ok((await used.run(pinned, batch(), never)).ok);
    const other = failureOf(await used.run({ ...pinned, password: 'other' }, batch(), never));
    assert.equal(other.kind, 'login');
    assert.ok((await used.run(pinned, batch(), never)).ok);
    await used.close();
    const sessions = engine.logins.filter((login) => login.password === password).length;
    while (engine.events.filter((event) => event === 'close').length < sessions) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  const closed = async (sessions: number): Promise<void> => {
    while (engine.events.filter((event) => event === 'close').length < sessions) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('closes what is idle, lets the password go, and logs in again by itself', async () => {
    const port = await serve();
    const opened: DriverTarget[] = [];
    const ended: string[] = [];
    const watched: SqlDriver = {
      open(wanted) {
        opened.push(wanted);
        const pool = mssqlDriver.open(wanted);
        return { ...pool, close: () => pool.close().then(() => void ended.push('closed')) };
      },
    };
    const used = gateway({ loadDriver: () => Promise.resolve(watched), idleMilliseconds: 50 });
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    assert.ok((await used.run(pinned, batch(), never)).ok);
    const sessions = engine.logins.length;
    await closed(sessions);
    while (ended.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(opened.length, 1);
    assert.ok((await used.run(pinned, batch(), never)).ok);
    assert.ok(engine.logins.length > sessions, 'a new session');
    assert.equal(opened.length, 2, 'the old pool, and the password in it, is gone');
  });

  it('is not idle while something runs', async () => {
    const port = await serve();
    const used = gateway({ idleMilliseconds: 20 });
    const pinned = target(port, { pin: pinOf(selfSigned.cert) });
    const stop = new AbortController();
    const running = used.run(pinned, batch(sql`wait`), stop.signal);
    while (!waiting.includes('started')) await new Promise((resolve) => setImmediate(resolve));
    assert.ok((await used.run(pinned, batch(), never)).ok);
    // The log-in that proved the target, and the session of the second run.
    await closed(2);
    assert.deepEqual(waiting, ['started']);
    stop.abort();
    assert.deepEqual(failureOf(await running), { kind: 'cancelled' });
    assert.deepEqual(waiting, ['started', 'cancelled']);
  });

  it('has a driver that closes idle sessions and logs in again in the same pool', async () => {
    const port = await serve();
    const pool = mssqlDriver.open({
      host: 'localhost',
      port,
      database: 'kube',
      user: 'app',
      password,
      encryption: 'mandatory',
      pin: pinOf(selfSigned.cert),
      connectTimeoutSeconds: 5,
      queryTimeoutSeconds: 5,
      idleMilliseconds: 50,
      applicationName: 'test',
    });
    await pool.connect();
    await pool.run(batch(), never);
    const sessions = engine.logins.length;
    await closed(sessions);
    assert.equal((await pool.run(batch(), never)).recordsets.length, 2);
    assert.equal(engine.logins.length, sessions + 1);
    await pool.close();
  });
});
