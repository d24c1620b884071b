import assert from 'node:assert/strict';
import { ListingFailed, listPods } from '../../../scripts/demo-pods.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';

const never = new AbortController().signal;

describe('the pods of npm run demo', () => {
  it('lists every pod that the token may see', async () => {
    const sandbox = await startSandbox({ bare: false, trust: [] });
    try {
      const { pods, calls, bytes } = await listPods(sandbox.description, never);
      assert.ok(pods.some(({ status }) => status === 'CrashLoopBackOff'));
      assert.ok(calls > 3 && bytes > 1000, `${calls} calls, ${bytes} bytes`);
    } finally {
      await sandbox.close();
    }
  });

  it('says of a broken chain where, why, what to do and by whom, in plain text', async () => {
    const sandbox = await startSandbox({ bare: false, trust: [], faults: ['untrusted-ca'] });
    try {
      await assert.rejects(listPods(sandbox.description, never), (error) => {
        assert.ok(error instanceof ListingFailed, String(error));
        const lines = error.message.split('\n');
        assert.equal(lines.length, 4, error.message);
        assert.match(error.message, /^What to do: ./m);
        assert.match(error.message, /^By: ./m);
        assert.doesNotMatch(error.message, /\*\*|`/);
        return true;
      });
    } finally {
      await sandbox.close();
    }
  });
});
