import assert from 'node:assert/strict';
import { applyAll } from '../../../src/cluster/sequence.ts';
import { FakeKube } from '../../support/fake-kube.ts';

const named = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

describe('applying in order', () => {
  it('hears a stop between two objects, and knows of everything that was sent', async () => {
    const kube = new FakeKube();
    const abort = new AbortController();
    kube.fault = (verb, key) => {
      if (verb === 'apply' && key === 'Namespace /b') abort.abort();
      return undefined;
    };
    const applied = await applyAll(kube.client, ['a', 'b', 'c'].map(named), abort.signal);
    assert.ok(!applied.ok);
    assert.deepEqual([...kube.objects.keys()], ['Namespace /a', 'Namespace /b']);
    assert.equal(applied.error.failure.kind, 'cancelled');
    assert.deepEqual(
      applied.error.done.map(({ reference }) => reference.name),
      ['a', 'b'],
    );
    assert.equal(applied.error.reference.name, 'c');
  });
});
