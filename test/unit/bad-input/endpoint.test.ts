import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assertScene } from './scene.ts';
import { assertNoSecrets } from './secrets.ts';
import { openWorld, type Change, type World } from './world.ts';

describe('an endpoint that is wrong', () => {
  let sandbox: Sandbox;
  let world: World;
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
  });
  after(() => sandbox.close());
  afterEach(() => world.close());

  const look = async (change: Change): Promise<void> => {
    world = await openWorld(sandbox, change);
    assert.ok((await world.connect()).ok);
    await world.model.refresh(world.endpointNode());
  };
  const pods = async (name: string): Promise<void> => world.model.refresh(world.namespaceNode(name));

  it('another path', async () => {
    await look({ endpoint: { url: `${sandbox.description.proxy.url}/k8s` } });
    assertScene('wrong-path', world);
  });

  it('a port that speaks HTTP without TLS', async () => {
    const plain = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    try {
      await look({ endpoint: { url: `https://localhost:${port}`, authentication: { kind: 'none' } } });
      const [told] = world.troubles();
      assert.equal(told?.headline, `SQL Server and localhost:${port} cannot agree on TLS`);
      assert.match(told.why, /or the port speaks no TLS at all/);
      assert.match(told.evidence[0] ?? '', /^Msg 31608, /);
    } finally {
      plain.closeAllConnections();
      plain.close();
    }
  });

  it('the API server itself, whose CA SQL Server does not know', async () => {
    await look({
      endpoint: { url: sandbox.kubernetes.url.replace('127.0.0.1', 'localhost'), authentication: { kind: 'none' } },
    });
    assert.match(world.troubles()[0]?.headline ?? '', /^SQL Server does not trust the certificate of localhost:/);
  });

  it('an answer of HTML from the start', async () => {
    await sandbox.faults.set('html-body');
    try {
      await look({});
      assertScene('html', world);
    } finally {
      await sandbox.faults.set(undefined);
    }
    await world.good();
  });

  it('namespaces that were typed: one that does not exist, one that is empty, one that is not allowed', async () => {
    await look({ endpoint: { namespaces: ['no-such-namespace', 'empty', 'secret-ops'] } });
    for (const name of ['no-such-namespace', 'empty', 'secret-ops']) await pods(name);
    assertScene('namespaces-typed', world);
  });

  it('typed namespaces behind an endpoint that answers HTML', async () => {
    await sandbox.faults.set('html-body');
    try {
      await look({ endpoint: { namespaces: ['shop'] } });
      assert.equal(world.troubles().length, 1, world.text());
    } finally {
      await sandbox.faults.set(undefined);
    }
  });

  it('a URL that is not https, in the settings', async () => {
    world = await openWorld(sandbox, { endpoint: { url: 'http://localhost:8080' } });
    assert.ok((await world.connect()).ok);
    assertScene('not-https', world);
    assert.deepEqual(world.model.endpoints(world.connectionNode()), []);
    await world.run('sqlkube.diagnostics.copy');
    assert.match(world.shown.join(), /SQL Server calls https only, not http\./);
    assertNoSecrets(world);
  });
});
