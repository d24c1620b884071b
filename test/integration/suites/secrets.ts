import assert from 'node:assert/strict';
import { extension } from './extension.ts';

describe('secrets', () => {
  it('are kept in SecretStorage, listed by key only, and forgotten all at once', async () => {
    const { api } = await extension();
    const { vault } = api;
    await Promise.all([vault.store('sqlkube.password.a', 'Zq-first-1'), vault.store('sqlkube.token.b', 'Zq-second-2')]);
    assert.equal(await vault.get('sqlkube.password.a'), 'Zq-first-1');
    assert.deepEqual([...(await vault.keys())].sort(), ['sqlkube.password.a', 'sqlkube.token.b']);
    assert.equal(await vault.forgetAll(), 2);
    assert.equal(await vault.get('sqlkube.password.a'), undefined);
    assert.equal(await vault.get('sqlkube.token.b'), undefined);
    assert.deepEqual(await vault.keys(), []);
  });
});
