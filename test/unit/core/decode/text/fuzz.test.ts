import assert from 'node:assert/strict';
import { decode } from '../../../../../src/core/decode/text/decode.ts';
import { renderDecoded } from '../../../../../src/core/decode/text/render.ts';
import { samples } from './samples.ts';

/** Pieces of real texts and of broken ones, so that random texts reach the insides of every recogniser. */
const crumbs = [
  ...new Set(samples.flatMap(({ text }) => text.split(/(?<=[\s"{}(),:])/))),
  ...['{"', '\\"', '{"kind":"Status"', '\n', '\r\n', '\u0000', '\ud800', '}', '1e999', '0x', 'HRESULT: 0x8', "'", '\\'],
  '{"response":{"status":{"http":{"code":',
];

/** A small generator of our own (mulberry32): a seed tells which texts failed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function textFrom(random: (below: number) => number): string {
  const kind = random(3);
  if (kind === 0) return Array.from({ length: random(14) }, () => crumbs[random(crumbs.length)]).join('');
  if (kind === 1) return Array.from({ length: random(60) }, () => String.fromCharCode(random(0x300))).join('');
  const text = samples[random(samples.length)]?.text ?? '';
  const at = random(text.length);
  return (
    text.slice(Math.max(0, at - 200), at) + (crumbs[random(crumbs.length)] ?? '') + text.slice(at + random(5), at + 200)
  );
}

describe('decode on 100,000 random texts', () => {
  it('never throws, keeps its spans in order, and names a cause for whatever it explains', () => {
    const seed = Date.now() | 0;
    const random = randomFrom(seed);
    for (let run = 0; run < 100_000; run += 1) {
      const text = textFrom(random);
      const told = `seed ${seed}, run ${run}: ${JSON.stringify(text)}`;
      let decoded;
      try {
        decoded = decode(text);
        if (run % 10 === 0) renderDecoded(decoded);
      } catch (error) {
        throw new Error(told, { cause: error });
      }
      let end = 0;
      const spans = [...decoded.parts.map(({ span }) => span), ...decoded.notUnderstood];
      for (const span of spans.sort((left, right) => left.start - right.start)) {
        assert.ok(span.start >= end && span.end > span.start && span.end <= decoded.text.length, told);
        end = span.end;
      }
      for (const { causes } of decoded.diagnoses) assert.ok(causes.length > 0, told);
    }
  }).timeout(120_000);
});
