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
    (name: string, skip: boolean | ((state: State) => boolean) = false): Step<State> =>
    (state, place: Place) => {
      if (typeof skip === 'boolean' ? skip : skip(state)) return undefined;
      return () => {
        places.push(`${name} ${place.step}/${place.of}`);
        const next = left.shift();
        if (next === 'back' || next === 'cancel') return Promise.resolve({ kind: next });
        if (next?.startsWith('keep ')) return Promise.resolve({ kind: 'back', keep: { ...state, [name]: next } });
        const answer: Answer<State> = { kind: 'value', value: { ...state, [name]: next ?? '' } };
        return Promise.resolve(answer);
      };
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
    assert.deepEqual(places, ['a 1/2', 'c 2/2', 'a 1/2', 'c 2/2']);
  });

  it('counts what would be asked, so that the total differs only after an answer that makes other questions', async () => {
    const { step, places } = scripted(['x', 'back', '1', '2', '3', '4']);
    const steps = [step('a'), step('b', ({ a }) => a !== '1'), step('c', ({ a }) => a !== '1'), step('d')];
    assert.deepEqual(await runSteps('t', steps, { a: '1' }), { a: '1', b: '2', c: '3', d: '4' });
    assert.deepEqual(places, ['a 1/4', 'd 2/2', 'a 1/2', 'b 2/4', 'c 3/4', 'd 4/4']);
  });

  it('keeps what a step of several questions learnt before it goes back', async () => {
    const { step, places } = scripted(['1', 'keep this', '1b', '2']);
    assert.deepEqual(await runSteps('t', [step('a'), step('b')], {}), { a: '1b', b: '2' });
    assert.deepEqual(places, ['a 1/2', 'b 2/2', 'a 1/2', 'b 2/2']);
  });

  it('gives nothing when left', async () => {
    const { step } = scripted(['1', 'cancel']);
    assert.equal(await runSteps('t', [step('a'), step('b')], {}), undefined);
  });
});
