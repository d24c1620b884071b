import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expiryOf, type ExpiryStage } from '../../../../src/core/pki/expiry.ts';
import { nestedIn, serverDays, validityFrom, validityUntil } from '../../../../src/core/pki/validity.ts';

const day = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const life = (days: number) => ({ notBefore: new Date(start), notAfter: new Date(start + days * day) });
const stage = (days: number, atDay: number): ExpiryStage => expiryOf(life(days), new Date(start + atDay * day)).stage;

describe('expiry', () => {
  it('of a server certificate: renewed from two thirds of its life, urgent in its last 30 days', () => {
    assert.equal(stage(397, -0.1), 'not-yet-valid');
    assert.equal(stage(397, 0), 'good');
    assert.equal(stage(397, 397 * 0.66 - 0.01), 'good');
    assert.equal(stage(397, 397 * 0.66 + 0.01), 'renew');
    assert.equal(stage(397, 366.9), 'renew');
    assert.equal(stage(397, 367), 'ends-soon');
    assert.equal(stage(397, 397), 'ends-soon');
    assert.equal(stage(397, 397.1), 'expired');
  });

  it('of a short life: not urgent from its first day', () => {
    assert.equal(stage(20, 1), 'good');
    assert.equal(stage(20, 13.3), 'ends-soon');
  });

  it('counts whole days', () => {
    const at = (moment: number) => expiryOf(life(10), new Date(start + moment * day)).daysLeft;
    assert.deepEqual([at(0), at(0.5), at(9.9), at(10.1)], [10, 9, 0, -1]);
  });

  it('only ever moves forward, and changes when it says', () => {
    const order: ExpiryStage[] = ['not-yet-valid', 'good', 'renew', 'ends-soon', 'expired'];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.nat(5000), fc.nat(5000), (days, one, two) => {
        const [early, late] = [Math.min(one, two), Math.max(one, two)];
        assert.ok(order.indexOf(stage(days, early)) <= order.indexOf(stage(days, late)));
        const { renewFrom, endsSoonFrom } = expiryOf(life(days), new Date(start));
        assert.ok(renewFrom <= endsSoonFrom);
        assert.notEqual(expiryOf(life(days), new Date(renewFrom.getTime() + 1)).stage, 'good');
      }),
    );
  });
});

describe('lives', () => {
  const now = new Date('2026-05-05T10:20:30.400Z');

  it('nest', () => {
    const outer = { notBefore: new Date(start), notAfter: new Date(now.getTime() + 10 * day) };
    const nested = nestedIn(validityFrom(now, serverDays), outer);
    assert.deepEqual(nested.notAfter, outer.notAfter);
    assert.equal(nested.notBefore.toISOString(), '2026-05-05T09:20:30.000Z');
    const young = { notBefore: now, notAfter: new Date(now.getTime() + 1000 * day) };
    assert.deepEqual(nestedIn(validityFrom(now, 5), young).notBefore, now);
  });

  it('end when asked, in whole seconds', () => {
    const until = validityUntil(now, new Date('2026-06-01T00:00:00.999Z'));
    assert.equal(until.notAfter.toISOString(), '2026-06-01T00:00:00.000Z');
    assert.equal(until.notBefore.toISOString(), '2026-05-05T09:20:30.000Z');
  });
});
