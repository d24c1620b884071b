import assert from 'node:assert/strict';
import { podFacts } from '../../../../src/core/kube/pod-facts.ts';
import { podRow, readinessGatesCell } from '../../../../src/core/kube/pod-status.ts';
import { podObjectOf, podStates, restartedAt } from '../../../support/pod-states.ts';

const now = Date.parse('2026-01-10T00:00:00Z');

/** As the API server would answer it, as far as we read it. */
const objectOf = (state: Parameters<typeof podObjectOf>[1] & { readonly status?: object | undefined }): object => ({
  ...podObjectOf('pod', state),
  metadata: {
    name: 'pod',
    namespace: 'here',
    creationTimestamp: '2026-01-01T11:00:00Z',
    ...(state.deleted ? { deletionTimestamp: '2026-01-01T13:00:00Z' } : {}),
  },
  status: state.status ?? { phase: 'Pending' },
});

describe('pod status', () => {
  for (const state of podStates) {
    // The API server itself sets the condition that goes with a gate.
    if (state.title === 'scheduling gate') continue;
    it(`${state.title}: ${state.prints}`, () => {
      const facts = podFacts(objectOf(state));
      const row = podRow(facts, now);
      assert.equal(`${row.status} ${row.ready} ${row.restarts}`, state.prints);
      assert.equal(readinessGatesCell(facts), state.gates);
    });
  }

  it('tells when the last restart was', () => {
    const row = podRow(podFacts(objectOf({ ...restartedAt(now - 8 * 60_000 - 22_000), deleted: false })), now);
    assert.equal(row.restarts, 1);
    assert.equal(row.lastRestart, '8m22s ago');
  });

  it('has names for all states, and each but once', () => {
    assert.equal(new Set(podStates.map(({ title }) => title)).size, podStates.length);
  });
});
