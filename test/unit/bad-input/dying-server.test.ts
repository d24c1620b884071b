import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { selfSignedIdentity } from '../../../src/sandbox/sql-identity.ts';
import { startTdsServer } from '../../../src/sandbox/tds/server.ts';
import { assertScene, assertStale } from './scene.ts';
import { openWorld, type World } from './world.ts';

/** A door in front of SQL Server that can be shut and opened again. */
async function relayTo(target: number, port = 0): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.resetAndDestroy();
      }),
  };
}

describe('a SQL Server that dies', () => {
  let sandbox: Sandbox;
  let world: World;
  beforeEach(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
    world = await openWorld(sandbox);
  });
  afterEach(async () => {
    await world.close();
    await sandbox.close();
  });

  it('in the middle of a call: says so, keeps the rows, and the next refresh is clean', async () => {
    const node = await world.good();
    const good = world.text();
    await sandbox.faults.set('timeout');
    const reading = world.model.refresh(node);
    // Dropped as soon as the call is on its way, whatever of it has arrived.
    const dropping = setInterval(() => sandbox.sqlServer.tds.dropConnections(), 50);
    await reading;
    clearInterval(dropping);
    await sandbox.faults.set(undefined);
    assertStale(world, 'kube-system', good);
    assertScene('server-dropped', world);
    await world.model.refresh(node);
    assert.equal(world.text(), good.replaceAll(/as of \S+/g, /as of \S+/.exec(world.text())?.[0] ?? ''));
  });

  it('between two calls: one refresh may find the line dead, the next logs in again', async () => {
    const node = await world.good();
    sandbox.sqlServer.tds.dropConnections();
    await world.model.refresh(node);
    // Whether this computer has heard of the reset by now is up to the network.
    for (const { headline } of world.troubles()) assert.match(headline, /^The connection to localhost,\d+ was lost$/);
    await world.model.refresh(node);
    assert.deepEqual(world.troubles(), [], world.text());
  });

  it('and comes back on the same port: the next refresh is clean', async () => {
    await world.close();
    const first = await relayTo(sandbox.sqlServer.port);
    world = await openWorld(sandbox, { connection: { server: `localhost,${first.port}` } });
    const node = await world.good();
    const good = world.text();
    await first.close();
    await world.model.refreshAll('quiet');
    await world.model.refresh(node);
    assertStale(world, 'kube-system', good);
    const second = await relayTo(sandbox.sqlServer.port, first.port);
    try {
      assert.equal(await world.model.refreshAll('quiet'), true);
      assert.deepEqual(world.troubles(), [], world.text());
      assert.doesNotMatch(world.text(), /stale/);
    } finally {
      await world.close();
      await second.close();
    }
  });

  it('and is gone: says so at every level, and trusts no stranger in its place', async () => {
    const node = await world.good();
    const good = world.text();
    await sandbox.sqlServer.tds.close();
    // The first refresh may only find the old line dead.
    await world.model.refreshAll('quiet');
    assert.equal(await world.model.refreshAll('quiet'), false);
    await world.model.refresh(node);
    assertStale(world, 'kube-system', good);
    assert.match(world.text(), /^prod \| .* · stale since \S+\n {2}Nothing listens at localhost,\d+ \| DBA\n/);
    assertScene('server-gone', world);

    const { engine, port } = sandbox.sqlServer;
    const tls = await selfSignedIdentity(['localhost']);
    const again = await startTdsServer({ engine, host: '127.0.0.1', port, tls, encryption: 'on' });
    try {
      // It came back with a certificate that nobody knows: no password goes there.
      assert.equal(await world.model.refreshAll('quiet'), false);
      assert.match(world.troubles()[0]?.headline ?? '', /shows a certificate that it signed itself$/);
    } finally {
      await world.close();
      await again.close();
    }
  });
});
