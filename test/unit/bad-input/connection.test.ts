import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assertNoSecrets } from './secrets.ts';
import { assertScene } from './scene.ts';
import { openWorld, type Change, type World } from './world.ts';

describe('a connection that is wrong', () => {
  let sandbox: Sandbox;
  let world: World;
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
  });
  after(() => sandbox.close());
  afterEach(() => world.close());

  const connectBadly = async (change: Change): Promise<void> => {
    world = await openWorld(sandbox, change);
    assert.ok(!(await world.connect()).ok);
    assert.equal(world.troubles().length, 1, world.text());
    assertNoSecrets(world);
  };

  it('wrong host', async () => {
    await connectBadly({ connection: { server: 'no-such-host.invalid' } });
    // A machine without any DNS server answers EAI_AGAIN.
    const [told] = world.troubles();
    assert.match(told?.headline ?? '', /^This computer cannot resolve no-such-host\.invalid( at present)?$/);
    assert.match(told?.evidence[0] ?? '', /^(ENOTFOUND|EAI_AGAIN): /);
    assert.equal(told?.owner, 'you');
    assert.match(world.text(), /^prod \| connection failed\n {2}This computer cannot resolve [^\n]+ \| you$/);
  });

  it('wrong port: nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    await connectBadly({ connection: { server: `127.0.0.1,${port}` } });
    const [told] = world.troubles();
    assert.equal(told?.headline, `Nothing listens at 127.0.0.1,${port}`);
    assert.match(told.evidence[0] ?? '', /^ECONNREFUSED: /);
    assert.equal(told.owner, 'DBA');
  });

  it('wrong port: something else listens, that speaks TLS', async () => {
    const { url } = sandbox.description.proxy;
    await connectBadly({ connection: { server: `localhost,${new URL(url).port}` } });
    assertScene('wrong-port-tls', world);
  });

  it('wrong port: something else listens, that never speaks', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      await connectBadly({ connection: { server: `127.0.0.1,${port}` }, seconds: { connect: 1 } });
      const [told] = world.troubles();
      assert.equal(told?.headline, `127.0.0.1,${port} does not answer`);
    } finally {
      server.close();
    }
  });

  it('wrong password: it is forgotten, asked for again, and then all is well', async () => {
    await connectBadly({ password: 'Wrong/pass+word=1 ä', acts: [{ type: sandbox.description.sqlserver.password }] });
    assertScene('wrong-password', world);
    assert.ok((await world.connect()).ok);
    assert.deepEqual(world.troubles(), []);
    assertNoSecrets(world);
  });

  it('wrong login', async () => {
    await connectBadly({ connection: { user: 'nobody' } });
    assertScene('wrong-login', world);
  });

  it('wrong database', async () => {
    await connectBadly({ connection: { database: 'no_such_database' } });
    assertScene('wrong-database', world);
  });

  it('a certificate that this computer does not trust', async () => {
    await connectBadly({ connection: { server: `127.0.0.1,${sandbox.sqlServer.port}` }, trustsServer: false });
    const [told] = world.troubles();
    assert.equal(told?.headline, `127.0.0.1,${sandbox.sqlServer.port} shows a certificate that it signed itself`);
    assert.ok(told.actions.includes('pin-certificate'));
  });

  it('strict encryption against something that does not know it', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      // An older SQL Server takes the ClientHello for a broken packet and hangs up.
      socket.once('data', () => socket.end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      await connectBadly({ connection: { server: `127.0.0.1,${port}`, encryption: 'strict' } });
      assert.equal(world.troubles()[0]?.headline, `127.0.0.1,${port} broke the connection before the login`);
    } finally {
      server.close();
    }
  });
});
