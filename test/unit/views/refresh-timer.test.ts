import assert from 'node:assert/strict';
import { RefreshTimer } from '../../../src/views/refresh-timer.ts';

/** A clock that runs when told. */
function world() {
  const state = { seconds: 30, visible: true, good: true, rounds: 0, broke: 0, throws: false };
  let waiting: { readonly delay: number; readonly run: () => void } | undefined;
  const timer = new RefreshTimer({
    intervalSeconds: () => state.seconds,
    isVisible: () => state.visible,
    refresh: () => {
      state.rounds += 1;
      return state.throws ? Promise.reject(new Error('broke')) : Promise.resolve(state.good);
    },
    after: (delay, run) => {
      const mine = { delay, run };
      waiting = mine;
      return { dispose: () => (waiting = waiting === mine ? undefined : waiting) };
    },
    failed: () => (state.broke += 1),
  });
  return {
    state,
    timer,
    delay: () => waiting?.delay,
    tick: async () => {
      const now = waiting;
      waiting = undefined;
      assert.ok(now, 'nothing is waiting');
      now.run();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
  };
}

describe('RefreshTimer', () => {
  it('is off at 0, and while the view is hidden', () => {
    const { state, timer, delay } = world();
    state.seconds = 0;
    timer.update();
    assert.equal(delay(), undefined);
    state.seconds = 30;
    state.visible = false;
    timer.update();
    assert.equal(delay(), undefined);
    state.visible = true;
    timer.update();
    assert.equal(delay(), 30_000);
  });

  it('goes round, and backs off while it fails', async () => {
    const { state, timer, delay, tick } = world();
    timer.update();
    await tick();
    assert.deepEqual([state.rounds, delay()], [1, 30_000]);
    state.good = false;
    const delays = [];
    for (let round = 0; round < 6; round += 1) {
      await tick();
      delays.push(delay());
    }
    assert.deepEqual(delays, [60_000, 120_000, 240_000, 480_000, 480_000, 480_000]);
    state.good = true;
    await tick();
    assert.equal(delay(), 30_000);
  });

  it('survives a round that breaks, and says so', async () => {
    const { state, timer, delay, tick } = world();
    state.throws = true;
    timer.update();
    await tick();
    assert.deepEqual([state.broke, delay()], [1, 60_000]);
  });

  it('stops when hidden in mid-wait, and when disposed', () => {
    const { state, timer, delay } = world();
    timer.update();
    state.visible = false;
    timer.update();
    assert.equal(delay(), undefined);
    state.visible = true;
    timer.update();
    timer.dispose();
    assert.equal(delay(), undefined);
  });
});
