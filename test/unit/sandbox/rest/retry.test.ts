import assert from 'node:assert/strict';
import { retryDelayMs } from '../../../../src/sandbox/rest/retry.ts';

describe('the pause before a repeat', () => {
  const now = new Date('2026-11-23T12:00:00Z');

  it('is what Retry-After says, in seconds or as a date', () => {
    assert.equal(retryDelayMs('3', now), 3000);
    assert.equal(retryDelayMs('Mon, 23 Nov 2026 12:00:05 GMT', now), 5000);
    assert.equal(retryDelayMs('Mon, 23 Nov 2026 11:00:00 GMT', now), 0);
  });

  it('is 200 ms otherwise', () => {
    assert.equal(retryDelayMs(undefined, now), 200);
    assert.equal(retryDelayMs('soon', now), 200);
  });
});
