import assert from 'node:assert/strict';
import { ageSince, humanDuration } from '../../../../src/core/kube/duration.ts';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
const year = 365 * day;

describe('durations as kubectl writes them', () => {
  // Each step of the rule from both sides; the status oracle asks a real server the same.
  const samples: readonly (readonly [number, string])[] = [
    [-2 * second, '<invalid>'],
    [-1999, '0s'],
    [0, '0s'],
    [119_999, '119s'],
    [2 * minute, '2m'],
    [8 * minute + 22 * second, '8m22s'],
    [10 * minute - 1, '9m59s'],
    [10 * minute, '10m'],
    [3 * hour - 1, '179m'],
    [3 * hour, '3h'],
    [7 * hour + 59 * minute, '7h59m'],
    [8 * hour, '8h'],
    [48 * hour - 1, '47h'],
    [48 * hour, '2d'],
    [8 * day - hour, '7d23h'],
    [8 * day, '8d'],
    [2 * year - 1, '729d'],
    [2 * year, '2y'],
    [2 * year + day, '2y1d'],
    [8 * year, '8y'],
    [100 * year, '100y'],
  ];
  for (const [span, text] of samples) it(`${span} ms: ${text}`, () => assert.equal(humanDuration(span), text));

  it('has a word for the age of what has no birthday', () => {
    assert.equal(ageSince(undefined, 0), '<unknown>');
    assert.equal(ageSince(1000, 4000), '3s');
  });
});
