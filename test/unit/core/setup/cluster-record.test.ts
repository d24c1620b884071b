import assert from 'node:assert/strict';
import { mergeApplied, readClusterRecord, type AppliedRecord } from '../../../../src/core/setup/cluster-record.ts';
import { basicWish } from '../../../support/proxy-wishes.ts';

const chosen = {
  account: { namespace: 'sqlkube', name: 'sql-reader' },
  scope: { kind: 'namespaces', namespaces: ['shop'] },
  choices: [{ kind: 'see-pods' }],
};
const object = (name: string, uid: string, created: boolean): AppliedRecord => ({
  reference: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'sqlkube', name },
  uid,
  created,
});

describe('what is remembered of the cluster’s side', () => {
  it('is read back as JSON kept it, with the access made anew', () => {
    const kept: unknown = JSON.parse(JSON.stringify({ chosen, wish: basicWish, newNamespaces: ['a'] }));
    const { access, wish, newNamespaces } = readClusterRecord(kept);
    assert.equal(access?.account.name, 'sql-reader');
    assert.deepEqual(wish?.access, access);
    assert.deepEqual(newNamespaces, ['a']);
  });

  it('leaves out what does not pass the checks, but keeps the list of what was applied', () => {
    const applied = {
      context: 'prod',
      server: 'https://prod:6443',
      objects: [object('a', 'u', true), { uid: 1 }, null],
    };
    for (const broken of [{ ...chosen, scope: 3 }, { ...chosen, choices: 'all' }, { account: {} }, 7]) {
      const read = readClusterRecord({ chosen: broken, wish: { ...basicWish, namespace: 'A;' }, applied });
      assert.equal(read.access, undefined);
      assert.equal(read.wish, undefined);
      assert.deepEqual(read.applied?.objects, [object('a', 'u', true)]);
    }
    for (const kept of [undefined, null, 'text', 3, []])
      assert.deepEqual(readClusterRecord(kept), { newNamespaces: [] });
  });

  it('keeps what we made ours when it is applied again, and only that very object', () => {
    const before = [object('mine', '1', true), object('theirs', '2', false), object('anew', '3', true)];
    const now = [object('mine', '1', false), object('theirs', '2', false), object('anew', '4', false)];
    assert.deepEqual(
      mergeApplied(before, [...now, object('new', '5', true)]).map(({ reference, created }) => [
        reference.name,
        created,
      ]),
      [
        ['mine', true],
        ['theirs', false],
        ['anew', false],
        ['new', true],
      ],
    );
  });
});
