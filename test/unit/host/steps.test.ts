import assert from 'node:assert/strict';
import type { Answer, Place } from '../../../src/host/prompts.ts';
import { runSteps } from '../../../src/host/steps.ts';
import type { Step } from '../../../src/host/steps.ts';

type State = Readonly<Record<string, string>>;

/** Steps that answer from a script and note where they were asked. */
function scripted(script: readonly string[]) {
  const left = [...script];
  const places: string[] = [];
  const step =
    (name: string, skip = false): Step<State> =>
    (state, place: Place) => {
      if (skip) return undefined;
      places.push(`${name} ${place.step}/${place.of}`);
      const next = left.shift();
      if (next === 'back' || next === 'cancel') return Promise.resolve({ kind: next });
      const answer: Answer<State> = { kind: 'value', value: { ...state, [name]: next ?? '' } };
      return Promise.resolve(answer);
    };
  return { step, places };
}

describe('runSteps', () => {
  it('asks in order and counts', async () => {
    const { step, places } = scripted(['1', '2', '3']);
    assert.deepEqual(await runSteps('t', [step('a'), step('b'), step('c')], {}), { a: '1', b: '2', c: '3' });
    assert.deepEqual(places, ['a 1/3', 'b 2/3', 'c 3/3']);
  });

  it('goes back with everything that was answered', async () => {
    const { step, places } = scripted(['1', '2', 'back', '2b', '3']);
    assert.deepEqual(await runSteps('t', [step('a'), step('b'), step('c')], {}), { a: '1', b: '2b', c: '3' });
    assert.deepEqual(places, ['a 1/3', 'b 2/3', 'c 3/3', 'b 2/3', 'c 3/3']);
  });

  it('does not count a step that is skipped, and goes back over it', async () => {
    const { step, places } = scripted(['1', 'back', '1b', '3']);
    assert.deepEqual(await runSteps('t', [step('a'), step('b', true), step('c')], {}), { a: '1b', c: '3' });
    assert.deepEqual(places, ['a 1/3', 'c 2/2', 'a 1/3', 'c 2/2']);
  });

  it('gives nothing when left', async () => {
    const { step } = scripted(['1', 'cancel']);
    assert.equal(await runSteps('t', [step('a'), step('b')], {}), undefined);
  });
});
