import assert from 'node:assert/strict';
import { isProblem, podHealth } from '../../../../src/core/kube/health.ts';
import type { PodHealth } from '../../../../src/core/kube/pod.ts';

describe('pod health', () => {
  const samples: Readonly<Record<PodHealth, readonly (readonly [string, string])[]>> = {
    running: [['Running', '2/2']],
    warning: [['Running', '1/2'], ['NotReady', '1/2']],
    completed: [['Completed', '0/1'], ['Succeeded', '0/1']],
    pending: [['Pending', '0/1'], ['ContainerCreating', '0/1'], ['Init:0/2', '0/1'], ['PodInitializing', '0/1'], ['SchedulingGated', '0/1']],
    failing: [['CrashLoopBackOff', '0/1'], ['Init:Error', '0/1'], ['Init:CrashLoopBackOff', '0/1'], ['ExitCode:3', '0/1'], ['Evicted', '0/1'], ['NodeLost', '1/1'], ['SomethingNew', '1/1']],
    terminating: [['Terminating', '1/1']],
    unknown: [['Unknown', '1/1'], ['', '0/1']],
  }; // prettier-ignore
  for (const [health, rows] of Object.entries(samples)) {
    for (const [status, ready] of rows) {
      it(`${status || 'nothing'} ${ready} is ${health}`, () => assert.equal(podHealth({ status, ready }), health));
    }
  }

  it('counts as a problem what somebody should look at', () => {
    const problems = (Object.keys(samples) as PodHealth[]).filter(isProblem);
    assert.deepEqual(problems.sort(), ['failing', 'unknown', 'warning']);
  });
});
