import assert from 'node:assert/strict';
import { endpointAdd } from '../../../src/commands/endpoint-add.ts';
import { endpointEdit } from '../../../src/commands/endpoint-edit.ts';
import { endpointRemove } from '../../../src/commands/endpoint-remove.ts';
import { endpointTest } from '../../../src/commands/endpoint-test.ts';
import { passwordKey, tokenKey } from '../../../src/host/secrets.ts';
import { connection, endpoint, http } from '../../support/fake-cluster.ts';
import type { Act } from '../../support/scripted-prompts.ts';
import { world } from './world.ts';

const url = 'https://k8s.corp.example:8443';

/** A world with one stored connection. */
async function connected(...acts: Act[]) {
  const made = world(...acts);
  made.settings.user['connections'] = [connection()];
  await made.vault.store(passwordKey(connection()), 'hunter2');
  return made;
}

describe('Add Endpoint', () => {
  it('offers the credentials found on the server first, calls for real, and stores', async () => {
    const { context, prompts, settings, cluster } = await connected(
      { type: `${url}/` },
      { pick: url },
      { pick: 'All' },
    );
    await endpointAdd.run(context, { connectionId: 'c1' });
    assert.deepEqual(settings.user['endpoints'], [endpoint({ id: 'id1' })]);
    assert.match(
      prompts.seen[1] ?? '',
      new RegExp(`\\| ${url} / Another credential… / A token kept on this computer / None$`),
    );
    assert.deepEqual(cluster.calls, ['probeServer', 'probeEndpoint', 'namespaces']);
    assert.match(
      prompts.seen.at(-1) ?? '',
      /^info: Kubernetes v1\.36\.3 .*answers, with 1 namespace\. prod-sql01 reaches it at .*; its proxy translates headers/,
    );
  });

  it('keeps a token in SecretStorage, bound to the endpoint', async () => {
    const { context, settings, vault } = await connected(
      { type: url },
      { pick: 'A token kept on this computer' },
      { type: 'eyJtoken' },
      { pick: 'These…' },
      { type: 'shop, shop-test' },
    );
    await endpointAdd.run(context, { connectionId: 'c1' });
    const stored = endpoint({ id: 'id1', authentication: { kind: 'token' }, namespaces: ['shop', 'shop-test'] });
    assert.deepEqual(settings.user['endpoints'], [stored]);
    assert.equal(await vault.get(tokenKey(stored, connection())), 'eyJtoken');
    assert.ok(!JSON.stringify(settings.user).includes('eyJtoken'));
  });

  it('takes the name of a credential that this login cannot see', async () => {
    const { context, settings } = await connected(
      { type: url },
      { pick: 'Another credential…' },
      { type: 'https://k8s.corp.example' },
      { pick: 'All' },
    );
    await endpointAdd.run(context, { connectionId: 'c1' });
    const [stored] = settings.user['endpoints'] as { authentication: unknown }[];
    assert.deepEqual(stored?.authentication, { kind: 'credential', name: 'https://k8s.corp.example' });
  });

  it('stores nothing when the call failed and the user leaves', async () => {
    const { context, prompts, settings, cluster } = await connected(
      { type: url },
      { pick: 'None' },
      { pick: 'All' },
      { press: undefined },
    );
    cluster.endpointFailure = http(401);
    await endpointAdd.run(context, { connectionId: 'c1' });
    assert.equal(settings.user['endpoints'], undefined);
    assert.match(prompts.seen.at(-1) ?? '', /^error: .*\[Change It…\] \[Save Anyway\]$/);
  });

  it('goes back with everything filled in', async () => {
    const { context, prompts, cluster, settings } = await connected(
      { type: url },
      { pick: 'None' },
      { pick: 'These…' },
      { type: 'shop' },
      { press: 'Change It…' },
      'keep',
      'keep',
      'keep',
      'keep',
      { press: 'Save Anyway' },
    );
    cluster.endpointFailure = http(401);
    await endpointAdd.run(context, { connectionId: 'c1' });
    assert.deepEqual(settings.user['endpoints'], [
      endpoint({ id: 'id1', authentication: { kind: 'none' }, namespaces: ['shop'] }),
    ]);
    assert.deepEqual(prompts.left, []);
  });
});

describe('Edit, test and remove an endpoint', () => {
  it('edits with the current values shown', async () => {
    const { context, settings } = await connected('keep', 'keep', { pick: 'These…' }, { type: 'shop' });
    settings.user['endpoints'] = [endpoint()];
    await endpointEdit.run(context, { connectionId: 'c1', endpointId: 'e1' });
    assert.deepEqual(settings.user['endpoints'], [endpoint({ namespaces: ['shop'] })]);
  });

  it('says why the sandbox’s endpoint cannot be changed, and offers what mends it', async () => {
    const { context, prompts, profiles, executed, settings } = await connected({ press: 'Break or Mend the Sandbox…' });
    const sandbox = { connection: connection({ id: 'sandbox' }), endpoint: endpoint({ connectionId: 'sandbox' }) };
    profiles.setSandbox({ ...sandbox, pin: { fingerprint256: 'AA', pem: 'pem' } });
    await endpointEdit.run(context, { connectionId: 'sandbox', endpointId: 'e1' });
    assert.match(prompts.seen.at(-1) ?? '', /^info: The sandbox makes its endpoint anew at every start/);
    assert.deepEqual(executed, [['sqlkube.sandbox.break']]);
    assert.deepEqual(prompts.left, []);
    assert.equal(settings.user['endpoints'], undefined);
  });

  it('says where an endpoint of the workspace is changed', async () => {
    const { context, prompts, settings } = await connected();
    settings.workspace['endpoints'] = [endpoint()];
    for (const command of [endpointEdit, endpointRemove]) {
      await command.run(context, { connectionId: 'c1', endpointId: 'workspace:e1' });
      assert.match(prompts.seen.at(-1) ?? '', /^info: This endpoint comes from the settings of this workspace\./);
    }
    assert.deepEqual(settings.workspace['endpoints'], [endpoint()]);
  });

  it('tests, and reports the failure', async () => {
    const { context, settings, cluster } = await connected();
    settings.user['endpoints'] = [endpoint()];
    const tested = await endpointTest.run(context, { connectionId: 'c1', endpointId: 'e1' });
    assert.equal(tested?.ok, true);
    cluster.endpointFailure = http(503);
    assert.deepEqual(await endpointTest.run(context, { connectionId: 'c1', endpointId: 'e1' }), {
      ok: false,
      error: http(503),
    });
  });

  it('removes the token with it', async () => {
    const { context, settings, vault } = await connected({ confirm: true });
    const stored = endpoint({ authentication: { kind: 'token' } });
    settings.user['endpoints'] = [stored];
    await vault.store(tokenKey(stored, connection()), 'eyJtoken');
    await endpointRemove.run(context, { connectionId: 'c1', endpointId: 'e1' });
    assert.deepEqual(settings.user['endpoints'], []);
    assert.equal(await vault.get(tokenKey(stored, connection())), undefined);
  });
});
