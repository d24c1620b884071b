import assert from 'node:assert/strict';
import type { ConnectionProfile } from '../../../src/core/connection.ts';
import type { Result } from '../../../src/core/result.ts';
import { Access } from '../../../src/host/access.ts';
import { Approvals } from '../../../src/host/approvals.ts';
import { ProfileStore } from '../../../src/host/profile-store.ts';
import { passwordKey, SecretVault } from '../../../src/host/secrets.ts';
import { Settings } from '../../../src/host/settings.ts';
import { FaultSwitch } from '../../../src/sandbox/faults/fault-switch.ts';
import { createSandboxNetwork } from '../../../src/sandbox/faults/sandbox-network.ts';
import { createInstance } from '../../../src/sandbox/server/instance.ts';
import { startSqlBrowser, type BrowserInstance, type SqlBrowser } from '../../../src/sandbox/tds/browser.ts';
import { startTdsServer, type TdsServer } from '../../../src/sandbox/tds/server.ts';
import { createEngine } from '../../../src/sandbox/tsql/engine.ts';
import type { ClusterReader, SqlTarget } from '../../../src/sql/cluster-reader.ts';
import { mssqlDriver } from '../../../src/sql/driver.ts';
import { createClusterReader } from '../../../src/sql/reader.ts';
import { MemorySecrets, MemorySettings, MemoryState } from '../../support/memory-backends.ts';
import { ScriptedPrompts } from '../../support/scripted-prompts.ts';
import { makeCertificate } from '../sandbox/tds/certificate.ts';

const { signal } = new AbortController();
const password = 'Aa1!named-instance';
const tls = makeCertificate();

function value<T>(result: Result<T, unknown>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

/** A SQL Server of the sandbox on a port that nobody is told of. */
async function startServer(): Promise<TdsServer> {
  const network = createSandboxNetwork({ hosts: new Map(), trusted: [], faults: new FaultSwitch() });
  const instance = createInstance({
    password,
    network,
    switchOn: true,
    databases: ['kube'],
    clock: () => Date.now(),
    profile: 'sql-server-2025',
  });
  return startTdsServer({ engine: createEngine(instance), host: '127.0.0.1', port: 0, tls, encryption: 'on' });
}

describe('a named instance, from the settings to SQL Server', () => {
  const profile: ConnectionProfile = {
    id: 'c1',
    name: 'sales',
    server: '127.0.0.1\\SALES',
    database: 'kube',
    user: 'sa',
    encryption: 'mandatory',
  };
  const settings = new MemorySettings();
  const isTrusted = (): boolean => true;
  const profiles = new ProfileStore(new Settings(settings), isTrusted);
  const vault = new SecretVault(new MemorySecrets());
  const approvals = new Approvals(new MemoryState());
  const access = new Access({ profiles, vault, approvals, prompts: new ScriptedPrompts(), isTrusted });
  const announced: BrowserInstance[] = [];
  let server: TdsServer;
  let browser: SqlBrowser;
  let reader: ClusterReader;

  const announce = (port: number): void => {
    announced.splice(0, 1, { name: 'sales', tcpPort: port, version: '17.0.4065.4' });
  };
  const target = async (): Promise<SqlTarget> => value(await access.target('c1', 'quiet'));

  beforeEach(async () => {
    server = await startServer();
    announce(server.port);
    browser = await startSqlBrowser({ host: '127.0.0.1', port: 0, instances: () => announced });
    reader = createClusterReader({
      loadDriver: () => Promise.resolve(mssqlDriver),
      timeouts: () => ({ connect: 5, query: 20, request: 10 }),
      browserPort: browser.port,
    });
    settings.user['connections'] = [profile];
    settings.user['certificatePins'] = {};
    await vault.store(passwordKey(profile), password);
  });
  afterEach(async () => {
    await reader.close();
    await browser.close();
    await server.close();
    await vault.forgetAll();
  });

  it('is found by SQL Browser, and its certificate is shown, pinned and used under host\\instance', async () => {
    const refused = await reader.probeServer(await target(), signal);
    assert.ok(!refused.ok && refused.error.kind === 'server-certificate', JSON.stringify(refused));
    const { fingerprint256 = '', pem = '' } = refused.error;
    await profiles.savePin(profile.server, { fingerprint256, pem });
    assert.deepEqual(Object.keys(settings.user['certificatePins'] as object), ['127.0.0.1\\sales']);

    // The password was given before this certificate was trusted, so it is not sent there.
    const asked = await access.target('c1', 'quiet');
    assert.ok(!asked.ok && asked.error.kind === 'refused');
    await access.storePassword({ profile, password, pin: { fingerprint256, pem } });
    const facts = value(await reader.probeServer(await target(), signal));
    assert.equal(facts.database, 'kube');
    assert.equal(facts.isSandbox, true);

    assert.equal(profiles.pin('127.0.0.1\\Sales')?.pem, pem);
    for (const other of ['127.0.0.1', `127.0.0.1,${server.port}`, '127.0.0.1\\HR']) {
      assert.equal(profiles.pin(other), undefined, other);
    }
  });

  it('keeps pin and password when the instance comes back on another port', async () => {
    const refused = await reader.probeServer(await target(), signal);
    assert.ok(!refused.ok && refused.error.kind === 'server-certificate');
    const { fingerprint256 = '', pem = '' } = refused.error;
    await profiles.savePin(profile.server, { fingerprint256, pem });
    await access.storePassword({ profile, password, pin: { fingerprint256, pem } });
    value(await reader.probeServer(await target(), signal));

    const moved = await startServer();
    await server.close();
    server = moved;
    announce(moved.port);
    await reader.close();
    value(await reader.probeServer(await target(), signal));
  });

  it('that SQL Browser does not know is a failure with a type', async () => {
    const hasty = createClusterReader({
      loadDriver: () => Promise.resolve(mssqlDriver),
      timeouts: () => ({ connect: 0.2, query: 20, request: 10 }),
      browserPort: browser.port,
    });
    const unknown = { ...profile, server: '127.0.0.1\\HR' };
    const refused = await hasty.probeServer({ profile: unknown, password }, signal);
    assert.deepEqual(refused.ok ? undefined : refused.error, {
      kind: 'unreachable',
      server: '127.0.0.1\\HR',
      code: 'EINSTLOOKUP',
      detail: 'SQL Server Browser did not answer.',
    });
  });
});
