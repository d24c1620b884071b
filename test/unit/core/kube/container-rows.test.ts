import assert from 'node:assert/strict';
import { containerRows } from '../../../../src/core/kube/container-rows.ts';
import { podFacts } from '../../../../src/core/kube/pod-facts.ts';

const now = Date.parse('2026-01-10T12:00:00Z');

const pod = {
  spec: {
    initContainers: [
      { name: 'schema', image: 'schema:1' },
      { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' },
    ],
    containers: [
      { name: 'api', image: 'api:1' },
      { name: 'web', image: 'web:1' },
      { name: 'fresh', image: 'fresh:1' },
    ],
    ephemeralContainers: [{ name: 'debugger', image: 'busybox' }],
  },
  status: {
    initContainerStatuses: [
      { name: 'schema', ready: true, state: { terminated: { exitCode: 0, reason: 'Completed' } } },
      { name: 'proxy', ready: true, started: true, state: { running: { startedAt: '2026-01-10T10:00:00Z' } } },
    ],
    containerStatuses: [
      {
        name: 'api',
        ready: false,
        restartCount: 7,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      },
      { name: 'web', ready: false, restartCount: 0, state: { running: { startedAt: '2026-01-10T11:59:00Z' } } },
    ],
    ephemeralContainerStatuses: [
      { name: 'debugger', ready: false, state: { terminated: { exitCode: 137, signal: 9 } } },
    ],
  },
};

describe('container rows', () => {
  it('tells each container in the order of the spec', () => {
    const rows = containerRows(podFacts(pod), now).map(
      ({ name, role, state, health, restarts }) => `${name} ${role} ${restarts} ${health} | ${state}`,
    );
    assert.deepEqual(rows, [
      'schema init 0 completed | terminated: Completed, exit 0',
      'proxy sidecar 0 running | running since 120m',
      'api container 7 failing | waiting: CrashLoopBackOff, last exit 1',
      'web container 0 warning | running since 60s',
      'fresh container 0 pending | no state reported yet',
      'debugger ephemeral 0 failing | terminated, signal 9',
    ]);
  });

  it('tells why a container waits or ended, when it started, and how it ended before', () => {
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=api' };
    const [startedAt, finishedAt] = ['2026-01-10T10:00:00Z', '2026-01-10T11:00:00Z'];
    const ended = { exitCode: 1, reason: 'Error', message: 'no database', startedAt, finishedAt };
    const last = { exit: 'exit 1', reason: 'Error', message: 'no database', finishedAt: Date.parse(finishedAt) };
    const rowOf = (status: object) => {
      const object = {
        spec: { containers: [{ name: 'api' }] },
        status: { containerStatuses: [{ name: 'api', ...status }] },
      };
      const [{ message, startedAt: since, lastExit } = { message: '', startedAt: 0 }] = containerRows(
        podFacts(object),
        now,
      );
      return { message, since, lastExit };
    };
    assert.deepEqual(rowOf({ state: { waiting }, lastState: { terminated: ended } }), {
      message: waiting.message,
      since: undefined,
      lastExit: last,
    });
    const since = Date.parse(startedAt);
    assert.deepEqual(rowOf({ state: { terminated: ended } }), { message: 'no database', since, lastExit: undefined });
    assert.deepEqual(
      rowOf({ state: { running: { startedAt } }, lastState: { terminated: { exitCode: 137, signal: 9 } } }),
      {
        message: undefined,
        since,
        lastExit: { exit: 'signal 9' },
      },
    );
  });
});
