import assert from 'node:assert/strict';
import { readDemoOptions } from '../../../scripts/demo-options.ts';

describe('the options of npm run demo', () => {
  const taken: readonly (readonly [given: string, wanted: object])[] = [
    ['', { once: false, json: false }],
    ['--once', { once: true, json: false }],
    ['--json', { once: true, json: true }],
    ['--kubeconfig', { once: false, json: false, cluster: {} }],
    ['--kubeconfig a --once', { once: true, json: false, cluster: { file: 'a' } }],
    ['--kubeconfig --context b', { once: false, json: false, cluster: { context: 'b' } }],
    ['--context b --kubeconfig a', { once: false, json: false, cluster: { file: 'a', context: 'b' } }],
    ['--kubeconfig=a=b --context=c', { once: false, json: false, cluster: { file: 'a=b', context: 'c' } }],
  ];
  for (const [given, wanted] of taken) {
    it(`takes “${given}”`, () => {
      assert.deepEqual(readDemoOptions(given.split(' ').filter(Boolean)), { ok: true, value: wanted });
    });
  }

  const refused: readonly (readonly [given: string, why: string])[] = [
    ['--kube-config a', 'The demo does not know “--kube-config”.'],
    ['config', 'The demo does not know “config”.'],
    ['--once=yes', 'The demo does not know “--once=yes”.'],
    ['--context', '--context takes the name of a context.'],
    ['--kubeconfig a --context --once', '--context takes the name of a context.'],
    ['--context a', '--context goes with --kubeconfig.'],
    ['--kubeconfig a --kubeconfig b', '--kubeconfig is there twice.'],
  ];
  for (const [given, why] of refused) {
    it(`refuses “${given}”, and says how it is used`, () => {
      const read = readDemoOptions(given.split(' '));
      assert.ok(!read.ok);
      assert.equal(read.error.split('\n')[0], why);
      assert.match(read.error, /npm run demo -- \[--once\]/);
    });
  }
});
