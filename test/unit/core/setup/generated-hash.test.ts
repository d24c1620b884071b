import assert from 'node:assert/strict';
import { planProxy } from '../../../../src/core/proxy/check-wish.ts';
import { clusterNginxConf } from '../../../../src/core/proxy/manifests.ts';
import { readClusterRecord } from '../../../../src/core/setup/cluster-record.ts';
import { generatedHash } from '../../../../src/core/setup/generated-hash.ts';
import { basicWish } from '../../../support/proxy-wishes.ts';

const chosen = {
  account: { namespace: 'sqlkube', name: 'sql-reader' },
  scope: { kind: 'namespaces', namespaces: ['shop'] },
  choices: [{ kind: 'see-pods' }],
};

describe('the hash of the proxy that was generated last', () => {
  it('is the one that its nginx.conf carries and its health path tells', () => {
    const kept: unknown = { chosen, wish: basicWish };
    const { wish } = readClusterRecord(kept);
    const plan = wish && planProxy(wish);
    assert.ok(plan?.ok);
    const hash = generatedHash(kept);
    assert.ok(hash !== undefined && clusterNginxConf(plan.value).includes(`hash ${hash}`));
    const other = { ...chosen, scope: { kind: 'namespaces', namespaces: ['shop', 'more'] } };
    assert.notEqual(generatedHash({ chosen: other, wish: basicWish }), hash);
  });

  it('is unknown where nothing was generated', () => {
    assert.equal(generatedHash(undefined), undefined);
    assert.equal(generatedHash({ chosen }), undefined);
  });
});
