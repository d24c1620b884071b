import assert from 'node:assert/strict';
import { err, ok } from '../../../src/core/result.ts';
import { Access } from '../../../src/host/access.ts';
import { Approvals } from '../../../src/host/approvals.ts';
import { ProfileStore } from '../../../src/host/profile-store.ts';
import { passwordKey, SecretVault } from '../../../src/host/secrets.ts';
import { Settings } from '../../../src/host/settings.ts';
import { connection, endpoint } from '../../support/fake-cluster.ts';
import { MemorySecrets, MemorySettings, MemoryState } from '../../support/memory-backends.ts';
import { ScriptedPrompts } from '../../support/scripted-prompts.ts';
import type { Act } from '../../support/scripted-prompts.ts';

function world(...acts: Act[]) {
  const settings = new MemorySettings();
  const secrets = new MemorySecrets();
  const state = { trusted: true };
  const isTrusted = () => state.trusted;
  const profiles = new ProfileStore(new Settings(settings), isTrusted);
  const vault = new SecretVault(secrets);
  const prompts = new ScriptedPrompts(...acts);
  const access = new Access({ profiles, vault, approvals: new Approvals(new MemoryState()), prompts, isTrusted });
  return { settings, secrets, state, profiles, vault, prompts, access };
}

const login = { kind: 'login', server: 'prod-sql01', user: 'app_reader', errors: [] } as const;

describe('Access', () => {
  it('asks for a password once, and stores it when the login worked', async () => {
    const { settings, vault, access, prompts } = world({ type: 'hunter2' });
    settings.user['connections'] = [connection()];
    const target = await access.target('c1', 'ask');
    assert.ok(target.ok);
    assert.equal(target.value.password, 'hunter2');
    assert.equal(await vault.get(passwordKey(connection())), undefined);
    await access.settle(target.value, ok(undefined));
    assert.equal(await vault.get(passwordKey(connection())), 'hunter2');
    assert.ok((await access.target('c1', 'quiet')).ok);
    assert.deepEqual(prompts.left, []);
  });

  it('forgets a password that was refused, and asks again', async () => {
    const { settings, vault, access } = world({ type: 'right' });
    settings.user['connections'] = [connection()];
    await vault.store(passwordKey(connection()), 'wrong');
    const stored = await access.target('c1', 'ask');
    assert.ok(stored.ok);
    await access.settle(stored.value, err(login));
    const again = await access.target('c1', 'ask');
    assert.ok(again.ok);
    assert.equal(again.value.password, 'right');
  });

  it('keeps a password when the failure was not its fault', async () => {
    const { settings, vault, access } = world();
    settings.user['connections'] = [connection()];
    await vault.store(passwordKey(connection()), 'good');
    const target = await access.target('c1', 'ask');
    assert.ok(target.ok);
    await access.settle(target.value, err({ kind: 'timeout', stage: 'connect', seconds: 15 }));
    assert.equal(await vault.get(passwordKey(connection())), 'good');
  });

  it('asks again as soon as the password would go elsewhere', async () => {
    const { settings, vault, access, prompts } = world('leave');
    settings.user['connections'] = [connection({ server: 'evil' })];
    await vault.store(passwordKey(connection()), 'good');
    const target = await access.target('c1', 'ask');
    assert.equal(!target.ok && target.error.kind, 'cancelled');
    assert.match(prompts.seen[0] ?? '', /Password of SQL login app_reader on evil/);
  });

  it('asks nothing when nobody is there to answer', async () => {
    const { settings, access, prompts } = world();
    settings.user['connections'] = [connection()];
    const target = await access.target('c1', 'quiet');
    assert.equal(!target.ok && target.error.kind, 'refused');
    assert.deepEqual(prompts.seen, []);
  });

  it('hands out nothing in Restricted Mode, not even what is the user’s own', async () => {
    const { settings, vault, access, state, prompts } = world();
    settings.user['connections'] = [connection()];
    settings.user['endpoints'] = [endpoint()];
    await vault.store(passwordKey(connection()), 'good');
    state.trusted = false;
    for (const asked of [await access.target('c1', 'ask'), await access.link('e1', 'ask')]) {
      assert.equal(!asked.ok && asked.error.kind, 'refused');
    }
    assert.deepEqual(prompts.seen, []);
  });

  it('confirms what came with the workspace on first use, showing host and user', async () => {
    const { settings, access, prompts } = world({ confirm: true }, { type: 'pw' });
    settings.workspace['connections'] = [connection({ server: 'theirs', user: 'them' })];
    assert.ok((await access.target('workspace:c1', 'ask')).ok);
    assert.match(prompts.seen[0] ?? '', /Connect to theirs as them\?/);
    assert.ok((await access.target('workspace:c1', 'ask')).ok, 'it is asked once');
  });

  it('asks again when the workspace changed what was confirmed', async () => {
    const { settings, access, prompts } = world({ confirm: true }, { type: 'pw' }, { confirm: false });
    settings.workspace['connections'] = [connection()];
    assert.ok((await access.target('workspace:c1', 'ask')).ok);
    settings.workspace['connections'] = [connection({ server: 'moved' })];
    const again = await access.target('workspace:c1', 'ask');
    assert.equal(!again.ok && again.error.kind, 'cancelled');
    assert.deepEqual(prompts.left, []);
  });

  it('lets a workspace endpoint near the user’s connection only after asking', async () => {
    const { settings, vault, access, prompts } = world({ confirm: false });
    settings.user['connections'] = [connection()];
    await vault.store(passwordKey(connection()), 'good');
    settings.workspace['endpoints'] = [endpoint({ url: 'https://evil.example', authentication: { kind: 'token' } })];
    const link = await access.link('workspace:e1', 'ask');
    assert.equal(!link.ok && link.error.kind, 'cancelled');
    assert.match(prompts.seen[0] ?? '', /Let prod-sql01 call https:\/\/evil\.example\?.*app_reader/);
    const quiet = await access.link('workspace:e1', 'quiet');
    assert.equal(!quiet.ok && quiet.error.kind, 'refused');
  });

  it('asks for a token once and stores it for that endpoint only', async () => {
    const { settings, vault, access, prompts } = world({ type: ' eyJtoken ' }, 'leave');
    settings.user['connections'] = [connection()];
    const other = endpoint({ id: 'e2', url: 'https://other.example', authentication: { kind: 'token' } });
    settings.user['endpoints'] = [endpoint({ authentication: { kind: 'token' } }), other];
    await vault.store(passwordKey(connection()), 'good');
    const link = await access.link('e1', 'ask');
    assert.equal(link.ok && link.value.token, 'eyJtoken');
    assert.ok((await access.link('e1', 'quiet')).ok);
    const elsewhere = await access.link('e2', 'ask');
    assert.equal(!elsewhere.ok && elsewhere.error.kind, 'cancelled');
    assert.deepEqual(prompts.left, []);
  });

  it('keeps the sandbox’s password in memory', async () => {
    const { access, profiles, secrets } = world();
    const sandbox = connection({ id: 'sandbox', server: '127.0.0.1,5000' });
    profiles.setSandbox({ connection: sandbox, endpoint: endpoint(), pin: { fingerprint256: 'AA', pem: 'pem' } });
    access.setSandbox({ connectionId: 'sandbox', password: 'random' });
    const target = await access.target('sandbox', 'quiet');
    assert.ok(target.ok);
    assert.equal(target.value.pin?.pem, 'pem');
    await access.settle(target.value, ok(undefined));
    assert.equal(secrets.all.size, 0);
  });

  it('knows what the user asked for last, and not what refreshes by itself', async () => {
    const { settings, vault, access } = world();
    settings.user['connections'] = [connection(), connection({ id: 'c2', server: 'other' })];
    settings.user['endpoints'] = [endpoint()];
    for (const each of [connection(), connection({ id: 'c2', server: 'other' })])
      await vault.store(passwordKey(each), 'hunter2');
    assert.equal(access.lastUsed, undefined);
    await access.link('e1', 'quiet');
    assert.equal(access.lastUsed, undefined);
    await access.link('e1', 'ask');
    assert.deepEqual(access.lastUsed, { connectionId: 'c1', endpointId: 'e1' });
    await access.target('c1', 'ask');
    assert.deepEqual(access.lastUsed, { connectionId: 'c1', endpointId: 'e1' }, 'its endpoint is still the last one');
    await access.target('c2', 'ask');
    assert.deepEqual(access.lastUsed, { connectionId: 'c2' });
  });
});
