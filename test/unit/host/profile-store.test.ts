import assert from 'node:assert/strict';
import { ProfileStore } from '../../../src/host/profile-store.ts';
import { Settings } from '../../../src/host/settings.ts';
import { connection, endpoint } from '../../support/fake-cluster.ts';
import { MemorySettings } from '../../support/memory-backends.ts';

function world() {
  const settings = new MemorySettings();
  const state = { trusted: true };
  return { settings, state, store: new ProfileStore(new Settings(settings), () => state.trusted) };
}

describe('ProfileStore', () => {
  it('does not let a workspace stand in for a profile of the user’s', () => {
    const { settings, store } = world();
    settings.user['connections'] = [connection()];
    settings.workspace['connections'] = [connection({ server: 'evil' })];
    assert.equal(store.connection('c1')?.profile.server, 'prod-sql01');
    assert.equal(store.connection('workspace:c1')?.source, 'workspace');
  });

  it('ties a workspace endpoint to the workspace’s own connection first', () => {
    const { settings, store } = world();
    settings.user['connections'] = [connection()];
    settings.workspace['endpoints'] = [endpoint()];
    assert.equal(store.endpoint('workspace:e1')?.profile.connectionId, 'c1');
    settings.workspace['connections'] = [connection()];
    assert.equal(store.endpoint('workspace:e1')?.profile.connectionId, 'workspace:c1');
  });

  it('ignores what the workspace says in Restricted Mode', () => {
    const { settings, state, store } = world();
    settings.workspace['connections'] = [connection()];
    settings.workspace['endpoints'] = [endpoint()];
    state.trusted = false;
    assert.deepEqual([store.connections(), store.endpoints(), store.problems()], [[], [], []]);
  });

  it('takes pins from the user alone, for one host and port', () => {
    const { settings, store } = world();
    const pin = { fingerprint256: 'AA', pem: 'pem' };
    settings.workspace['certificatePins'] = { 'prod-sql01:1433': pin };
    assert.equal(store.pin('prod-sql01'), undefined);
    settings.user['certificatePins'] = { 'PROD-SQL01:1433': pin };
    assert.deepEqual(store.pin('prod-sql01'), pin);
    assert.equal(store.pin('prod-sql01,1434'), undefined);
    settings.user['certificatePins'] = { 'prod-sql01:1433': { fingerprint256: 'AA' } };
    assert.equal(store.pin('prod-sql01'), undefined);
  });

  it('reads readOnly from the user alone', () => {
    const { settings } = world();
    settings.user['readOnly'] = true;
    settings.workspace['readOnly'] = false;
    assert.equal(new Settings(settings).readOnly, true);
  });

  it('keeps entries that it cannot read when it writes', async () => {
    const { settings, store } = world();
    const strange = { id: 'later', something: 'from a newer version' };
    settings.user['connections'] = [strange];
    await store.saveConnection(connection());
    await store.saveConnection(connection({ name: 'renamed' }));
    assert.deepEqual(settings.user['connections'], [strange, connection({ name: 'renamed' })]);
  });

  it('removes a connection with the endpoints behind it', async () => {
    const { settings, store } = world();
    await store.saveConnection(connection());
    await store.saveConnection(connection({ id: 'c2', server: 'other' }));
    await store.saveEndpoint(endpoint());
    await store.saveEndpoint(endpoint({ id: 'e2', connectionId: 'c2' }));
    await store.removeConnection('c1');
    assert.deepEqual(
      store.connections().map(({ profile }) => profile.id),
      ['c2'],
    );
    assert.deepEqual(
      store.endpoints().map(({ profile }) => profile.id),
      ['e2'],
    );
    assert.ok(!JSON.stringify(settings.user).includes('c1'));
  });

  it('holds the sandbox in memory and nowhere else', () => {
    const { settings, store } = world();
    const pin = { fingerprint256: 'AA', pem: 'pem' };
    store.setSandbox({
      connection: connection({ id: 'sandbox', server: '127.0.0.1,5000' }),
      endpoint: endpoint({ id: 'sandbox', connectionId: 'sandbox' }),
      pin,
    });
    assert.deepEqual(store.pin('127.0.0.1,5000'), pin);
    assert.equal(store.endpointsOf('sandbox').length, 1);
    store.setSandbox(undefined);
    assert.deepEqual(store.connections(), []);
    assert.deepEqual(settings.user, {});
  });

  it('moves a number that is out of range, and replaces what is no number', () => {
    const { settings } = world();
    const typed = new Settings(settings);
    const range = { low: 1, high: 5000, fallback: 500 };
    for (const [value, expected] of [
      [0, 1],
      [9999, 5000],
      ['x', 500],
      [12.4, 12],
      [Number.NaN, 500],
    ] as const) {
      settings.user['pods.pageSize'] = value;
      assert.equal(typed.wholeNumber('pods.pageSize', range), expected);
    }
  });
});
