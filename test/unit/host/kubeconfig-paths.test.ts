import assert from 'node:assert/strict';
import path from 'node:path';
import { kubeconfigPaths } from '../../../src/host/kubeconfig-paths.ts';

describe('where kubeconfigs are', () => {
  it('is what KUBECONFIG says, each file of it, else the home folder', () => {
    const both = ['/a/one', '/b/two'];
    assert.deepEqual(kubeconfigPaths({ KUBECONFIG: both.join(path.delimiter) }, '/home/me'), both);
    const own = path.join('/home/me', '.kube', 'config');
    assert.deepEqual(kubeconfigPaths({ KUBECONFIG: '' }, '/home/me'), [own]);
    assert.deepEqual(kubeconfigPaths({}, '/home/me'), [own]);
  });
});
