import assert from 'node:assert/strict';
import { expiryLine, isDue } from '../../../src/core/expiry-line.ts';

const day = 86_400_000;
const from = Date.parse('2026-01-01T00:00:00Z');
const at = (span: number, passed: number, what: 'certificate' | 'token' = 'certificate') =>
  expiryLine(what, { from, until: from + span }, new Date(from + passed));

describe('an expiry line', () => {
  it('warns from two thirds of the life, and urgently for the last 30 days', () => {
    const life = 397 * day;
    const text = (passed: number): string => `${at(life, passed).stage}: ${at(life, passed).text}`;
    assert.equal(text(0.65 * life), 'good: certificate good until 2027-02-02');
    assert.equal(text(0.67 * life), 'renew: certificate to be renewed, 131 days left');
    assert.equal(text(life - 31 * day), 'renew: certificate to be renewed, 31 days left');
    assert.equal(text(life - 29 * day), 'ends-soon: certificate ends in 29 days');
    assert.equal(text(life + 3 * day), 'expired: certificate ended 3 days ago');
    assert.equal(text(-day), 'not-yet-valid: certificate valid only from 2026-01-01');
  });

  it('counts hours and minutes of a token', () => {
    const hour = 3_600_000;
    const text = (passed: number): string => at(24 * hour, passed, 'token').text;
    assert.equal(text(hour), 'token good for 23 hours');
    assert.equal(text(20 * hour), 'token ends in 4 hours');
    assert.equal(text(24 * hour - 61_000), 'token ends in 1 minute');
    assert.equal(text(24 * hour + 5 * 60_000), 'token ended 5 minutes ago');
  });

  it('is due when something has to be done', () => {
    assert.deepEqual(
      [0, 280, 380, 400].map((passed) => isDue(at(397 * day, passed * day))),
      [false, true, true, true],
    );
  });
});
