import assert from 'node:assert/strict';
import { createRate } from '../../../../src/sandbox/proxy/rate.ts';

describe('the rate limit', () => {
  it('lets one and the burst pass at once, then one a period', () => {
    let now = 0;
    const isDue = createRate({ perSecond: 2, burst: 3 }, () => now);
    const take = (count: number): string => Array.from({ length: count }, () => (isDue() ? 'y' : 'n')).join('');
    assert.equal(take(6), 'yyyynn');
    now += 500;
    assert.equal(take(2), 'yn');
    now += 60_000;
    assert.equal(take(6), 'yyyyyn'.slice(0, 4) + 'nn');
  });
});
