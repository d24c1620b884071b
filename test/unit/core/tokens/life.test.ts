import assert from 'node:assert/strict';
import { isCutShort, lifeText, readTokenLife } from '../../../../src/core/tokens/life.ts';
import { proofName } from '../../../../src/core/tokens/credential-sql.ts';

describe('the life of a token', () => {
  it('is read as people write it', () => {
    const seconds = (text: string): number | string => {
      const life = readTokenLife(text);
      return life.ok ? life.value : life.error.reason;
    };
    assert.deepEqual(
      ['10 minutes', '12 hours', ' 90d ', '1 Year', '2w', '600 m'].map(seconds),
      [600, 43_200, 7_776_000, 31_536_000, 1_209_600, 36_000],
    );
    assert.equal(seconds('9 minutes'), 'A token lives at least 10 minutes.');
    assert.equal(seconds('0 d'), 'A token lives at least 10 minutes.');
    assert.equal(seconds('999 years'), 'No API server grants so long a life.');
    for (const text of ['', '5', 'forever', '-1 d', '1.5 h', '1 d 2 h'])
      assert.match(String(seconds(text)), /is not a time/);
  });

  it('is told in the largest unit of which there are two', () => {
    assert.deepEqual([600, 3600, 7200, 86_400, 90 * 86_400].map(lifeText), [
      '10 minutes',
      '60 minutes',
      '2 hours',
      '24 hours',
      '90 days',
    ]);
  });

  it('counts as cut short when more than a minute is missing', () => {
    assert.equal(isCutShort(7200, 7199), false);
    assert.equal(isCutShort(7200, 3600), true);
  });

  it('is proven through a credential that serves one path', () => {
    const name = proofName('https://k8s.example:8443/');
    assert.ok(name.ok);
    assert.equal(name.value, 'https://k8s.example:8443/apis/authentication.k8s.io/v1/selfsubjectreviews');
    const long = proofName(`https://${'a'.repeat(60)}.example:8443/kubernetes`);
    assert.ok(!long.ok);
    assert.match(long.error.reason, /SQL Server allows 128/);
  });
});
