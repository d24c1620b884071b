import assert from 'node:assert/strict';
import { compareObjects, isSameObject } from '../../../../src/core/kube/object-view.ts';

const secret = (key: string, extra: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'tls',
    namespace: 'sqlkube',
    uid: '1',
    resourceVersion: '7',
    managedFields: [{}],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"tls.key":"${key}"}}` },
  },
  data: { 'tls.crt': 'same', 'tls.key': key },
  ...extra,
});

describe('two states of one object', () => {
  it('shows no value of a Secret, only whether it changes', () => {
    const { before, after } = compareObjects(secret('planted-one'), secret('planted-two'));
    assert.doesNotMatch(before + after, /planted|managedFields|resourceVersion|last-applied/);
    assert.match(before, /tls.key: \(not shown\)/);
    assert.match(after, /tls.key: \(not shown; changes\)/);
    assert.match(after, /tls.crt: \(not shown\)/);
  });

  it('hides stringData too, and all values of one that is new', () => {
    const { before, after } = compareObjects(undefined, secret('planted', { stringData: { more: 'planted' } }));
    assert.equal(before, '');
    assert.doesNotMatch(after, /planted/);
  });

  it('is the same whatever order and status say, and another when a hidden value changes', () => {
    const map = { kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: '1', y: '2' } };
    assert.equal(isSameObject({ ...map, status: { a: 1 } }, { ...map, data: { y: '2', x: '1' } }), true);
    assert.equal(isSameObject(secret('one'), secret('two')), false);
  });
});
