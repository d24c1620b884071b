import assert from 'node:assert/strict';
import { err, ok } from '../../../src/core/result.ts';
import { connectionAdd } from '../../../src/commands/connection-add.ts';
import { connectionConnect } from '../../../src/commands/connection-connect.ts';
import { connectionEdit } from '../../../src/commands/connection-edit.ts';
import { connectionRemove } from '../../../src/commands/connection-remove.ts';
import { connectionTest } from '../../../src/commands/connection-test.ts';
import { passwordKey } from '../../../src/host/secrets.ts';
import { connection, endpoint, facts } from '../../support/fake-cluster.ts';
import { world } from './world.ts';

const typed = [
  { type: 'prod-sql01' },
  { type: 'orders' },
  { pick: 'SQL login' },
  { type: 'app_reader' },
  { type: 'hunter2' },
  'keep',
  { type: 'Production' },
] as const;

const certificate = {
  kind: 'server-certificate',
  server: 'prod-sql01',
  code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  detail: 'self-signed certificate',
  fingerprint256: 'AA:BB:CC',
  pem: 'PEM',
} as const;

describe('Add Connection', () => {
  it('asks, tests, stores without the secret, connects, and says what was found', async () => {
    const { context, prompts, settings, vault, model } = world(...typed, { press: undefined });
    await connectionAdd.run(context);
    const profile = connection({ id: 'id1', name: 'Production' });
    assert.deepEqual(settings.user['connections'], [profile]);
    assert.ok(!JSON.stringify(settings.user).includes('hunter2'));
    assert.equal(await vault.get(passwordKey(profile)), 'hunter2');
    const [first] = model.connections();
    assert.ok(first && model.isConnected(first));
    assert.match(
      prompts.seen.at(-1) ?? '',
      /17\.0\.4055\.1.*Signed in as app_reader to orders.*switch: on.*Nothing is missing.*\[Add Endpoint…\]/,
    );
    assert.ok(!prompts.seen.join().includes('hunter2'));
    assert.deepEqual(prompts.left, []);
  });

  it('goes back with what was typed', async () => {
    const { context, prompts, settings } = world({ type: 'sql1' }, 'back', { type: 'prod-sql01' }, ...typed.slice(1), {
      press: undefined,
    });
    await connectionAdd.run(context);
    assert.match(prompts.seen[2] ?? '', /1\/7: Server.* \| sql1$/);
    assert.equal((settings.user['connections'] as unknown[]).length, 1);
  });

  it('stores nothing when left', async () => {
    const { context, settings, secrets, cluster } = world(...typed.slice(0, 5), 'leave');
    await connectionAdd.run(context);
    assert.deepEqual([settings.user, secrets.all.size, cluster.calls], [{}, 0, []]);
  });

  it('offers Windows and Entra sign-in as not yet, with what to use instead', async () => {
    const { context, prompts } = world({ type: 's' }, { type: 'd' }, 'leave');
    await connectionAdd.run(context);
    assert.match(prompts.seen.at(-1) ?? '', /SQL login \/ Windows Integrated \/ Microsoft Entra/);
  });

  it('confirms a connection without encryption, and goes back to a safe one', async () => {
    const { context, prompts, settings } = world(
      ...typed.slice(0, 5),
      { pick: 'None' },
      { type: 'P' },
      { confirm: false },
      'keep',
      'keep',
      { pick: 'SQL login' },
      'keep',
      { type: 'hunter2' },
      'keep',
      'keep',
      { press: undefined },
    );
    await connectionAdd.run(context);
    assert.ok(prompts.seen.some((line) => line.includes('Your password is readable on the network')));
    assert.equal((settings.user['connections'] as { encryption: string }[])[0]?.encryption, 'mandatory');
  });

  it('shows the fingerprint of a certificate that is not trusted, and pins exactly that one', async () => {
    const { context, prompts, settings, cluster, profiles } = world(...typed, { confirm: true }, { press: undefined });
    cluster.server = err(certificate);
    profiles.changed.on(() => (cluster.server = ok(facts())));
    await connectionAdd.run(context);
    assert.match(prompts.seen.find((line) => line.startsWith('confirm')) ?? '', /SHA-256 AA:BB:CC/);
    assert.deepEqual(settings.user['certificatePins'], {
      'prod-sql01:1433': { fingerprint256: 'AA:BB:CC', pem: 'PEM' },
    });
    assert.equal(cluster.targets.at(-1)?.pin?.fingerprint256, 'AA:BB:CC');
  });

  it('connects to nothing when the certificate is not accepted', async () => {
    const { context, settings, cluster } = world(...typed, { confirm: false }, { press: undefined });
    cluster.server = err(certificate);
    await connectionAdd.run(context);
    assert.deepEqual(settings.user, {});
  });

  it('keeps everything filled in when the test failed, or saves without the password', async () => {
    const failed = err({ kind: 'unreachable', server: 'prod-sql01', code: 'ENOTFOUND', detail: '' } as const);
    const { context, prompts, settings, secrets, cluster } = world(
      ...typed,
      { press: 'Change It…' },
      'keep',
      'keep',
      { pick: 'SQL login' },
      'keep',
      { type: 'hunter2' },
      'keep',
      'keep',
      { press: 'Save Anyway' },
    );
    cluster.server = failed;
    await connectionAdd.run(context);
    assert.deepEqual(settings.user['connections'], [connection({ id: 'id1', name: 'Production' })]);
    assert.equal(secrets.all.size, 0);
    assert.match(prompts.seen.at(-1) ?? '', /^error: .*prod-sql01.*\[Change It…\] \[Save Anyway\]$/);
  });

  it('says what is missing and shows the T-SQL that mends it', async () => {
    const { context, opened, cluster } = world(...typed, { press: 'Show the Fixes' });
    cluster.server = ok(facts({ switchInUse: false, switchConfigured: false, mayCall: false }));
    await connectionAdd.run(context);
    assert.match(opened[0]?.name ?? '', /\.sql$/);
    assert.match(opened[0]?.text ?? '', /sp_configure 'external rest endpoint enabled', 1/);
    assert.match(opened[0]?.text ?? '', /GRANT EXECUTE ANY EXTERNAL ENDPOINT/i);
  });
});

describe('Edit Connection', () => {
  it('keeps the stored password while it goes where it went before', async () => {
    const { context, settings, vault, cluster } = world(
      'keep',
      'keep',
      { pick: 'SQL login' },
      'keep',
      { type: '' },
      'keep',
      { type: 'Renamed' },
      { press: undefined },
    );
    settings.user['connections'] = [connection()];
    await vault.store(passwordKey(connection()), 'hunter2');
    await connectionEdit.run(context, { connectionId: 'c1' });
    assert.equal(cluster.targets[0]?.password, 'hunter2');
    assert.deepEqual(settings.user['connections'], [connection({ name: 'Renamed' })]);
  });

  it('asks for the password again when the server changed, and sends the old one nowhere', async () => {
    const { context, settings, vault, cluster, prompts } = world(
      { type: 'elsewhere' },
      'keep',
      { pick: 'SQL login' },
      'keep',
      { type: '' },
      'keep',
      'keep',
      { type: 'other' },
      { press: undefined },
    );
    settings.user['connections'] = [connection()];
    await vault.store(passwordKey(connection()), 'hunter2');
    await connectionEdit.run(context, { connectionId: 'c1' });
    assert.deepEqual(
      cluster.targets.map(({ password }) => password),
      ['other', 'other'],
    );
    assert.ok(prompts.seen.some((line) => line.includes('the stored password is not sent there')));
  });

  it('never shows the stored password', async () => {
    const { context, settings, vault, prompts } = world('keep', 'keep', { pick: 'SQL login' }, 'keep', 'leave');
    settings.user['connections'] = [connection()];
    await vault.store(passwordKey(connection()), 'hunter2');
    await connectionEdit.run(context, { connectionId: 'c1' });
    assert.ok(!prompts.seen.join().includes('hunter2'));
  });
});

describe('Remove Connection', () => {
  it('removes settings, endpoints and password after one question', async () => {
    const { context, settings, vault, cluster } = world({ confirm: true });
    settings.user['connections'] = [connection()];
    settings.user['endpoints'] = [endpoint()];
    await vault.store(passwordKey(connection()), 'hunter2');
    await connectionRemove.run(context, { connectionId: 'c1' });
    assert.deepEqual(settings.user, { connections: [], endpoints: [] });
    assert.deepEqual(await vault.keys(), []);
    assert.deepEqual(cluster.closed, ['c1']);
  });

  it('leaves a password that another connection uses', async () => {
    const { context, settings, vault } = world({ confirm: true });
    settings.user['connections'] = [connection(), connection({ id: 'c2', database: 'other' })];
    await vault.store(passwordKey(connection()), 'hunter2');
    await connectionRemove.run(context, { connectionId: 'c1' });
    assert.equal(await vault.get(passwordKey(connection())), 'hunter2');
  });

  it('does nothing when the answer is no', async () => {
    const { context, settings } = world({ confirm: false });
    settings.user['connections'] = [connection()];
    await connectionRemove.run(context, { connectionId: 'c1' });
    assert.deepEqual(settings.user['connections'], [connection()]);
  });
});

describe('Connect and Test Connection', () => {
  it('offers to trust a certificate in the tree’s flow too', async () => {
    const { context, settings, cluster, profiles, model } = world({ type: 'pw' }, { confirm: true }, { type: 'pw' });
    settings.user['connections'] = [connection()];
    cluster.server = err(certificate);
    profiles.changed.on(() => (cluster.server = ok(facts())));
    await connectionConnect.run(context, { connectionId: 'c1' });
    const [first] = model.connections();
    assert.ok(first && model.isConnected(first));
  });

  it('reports why a test failed', async () => {
    const { context, settings, cluster, vault } = world();
    settings.user['connections'] = [connection()];
    await vault.store(passwordKey(connection()), 'wrong');
    cluster.server = err({ kind: 'login', server: 'prod-sql01', user: 'app_reader', errors: [] });
    const outcome = await connectionTest.run(context, { connectionId: 'c1' });
    assert.equal(outcome?.ok, false);
    assert.deepEqual(await vault.keys(), [], 'a refused password is forgotten');
  });
});
