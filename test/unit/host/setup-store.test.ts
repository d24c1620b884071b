import assert from 'node:assert/strict';
import { setupKey, SetupStore } from '../../../src/host/setup-store.ts';
import { MemoryState } from '../../support/memory-backends.ts';

describe('the set-ups that a computer remembers', () => {
  it('are one for each endpoint, however its URL is written, the latest first, and outlive the window', async () => {
    const state = new MemoryState();
    const store = new SetupStore(state);
    await store.update('https://K8s.Example', { folder: '/a' });
    await store.update('https://other.example:8443', {});
    await store.mark('https://k8s.example:443/', 'apply', { state: 'waiting', at: '2026-01-01T00:00:00Z' });
    const again = new SetupStore(state).all();
    assert.deepEqual(
      again.map(({ url }) => url),
      ['https://k8s.example:443', 'https://other.example:8443'],
    );
    assert.equal(again[0]?.folder, '/a');
    assert.equal(again[0].marks.apply?.state, 'waiting');
    await store.mark('https://k8s.example', 'apply', undefined);
    assert.deepEqual(store.find('https://k8s.example')?.marks, {});
    await store.forget('https://k8s.example');
    assert.equal(store.all().length, 1);
  });

  it('are nothing where another version wrote what cannot be read', () => {
    const state = new MemoryState();
    for (const kept of [undefined, 'x', [1, null, { url: 5 }, { url: 'https://a', marks: 'x' }]]) {
      state.all.set('sqlkube.setups', kept);
      assert.deepEqual(new SetupStore(state).all(), []);
    }
  });

  it('tell when they change', async () => {
    const store = new SetupStore(new MemoryState());
    let told = 0;
    store.changed.on(() => (told += 1));
    await store.update('https://a.example', {});
    assert.equal(told, 1);
    assert.equal(setupKey(' not a url '), 'not a url');
  });
});
