import assert from 'node:assert/strict';
import { ViewMessage } from '../../../src/views/view-message.ts';

/** The line as shown, and a clock that runs when told. */
function world() {
  const state: { shown: string; waiting: (() => void) | undefined } = {
    shown: '',
    waiting: undefined,
  };
  const message = new ViewMessage({
    show: (text) => (state.shown = text),
    after: (_delay, run) => {
      state.waiting = run;
      return { dispose: () => (state.waiting = undefined) };
    },
  });
  return { state, message };
}

describe('ViewMessage', () => {
  it('says what is left out, at once, and nothing when nothing is', () => {
    const { state, message } = world();
    message.update('filter: crash', undefined);
    assert.equal(state.shown, 'filter: crash');
    message.update('', undefined);
    assert.equal(state.shown, '');
  });

  it('keeps quiet about short work', () => {
    const { state, message } = world();
    message.update('', 'Reading shop');
    assert.equal(state.shown, '');
    message.update('', undefined);
    assert.equal(state.waiting, undefined, 'it still waits');
    assert.equal(state.shown, '');
  });

  it('says what long work is doing now, beside the filter, until it is over', () => {
    const { state, message } = world();
    message.update('problems only', 'shop: page 1, 500 pods');
    state.waiting?.();
    assert.equal(state.shown, 'problems only · shop: page 1, 500 pods');
    message.update('problems only', 'shop: page 2, 1,000 pods');
    assert.equal(state.shown, 'problems only · shop: page 2, 1,000 pods');
    message.update('problems only', undefined);
    assert.equal(state.shown, 'problems only');
  });

  it('is quiet again about the next work', () => {
    const { state, message } = world();
    message.update('', 'first');
    state.waiting?.();
    message.update('', undefined);
    message.update('', 'second');
    assert.equal(state.shown, '');
  });
});
