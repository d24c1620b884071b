import assert from 'node:assert/strict';
import { planProxy } from '../../../../src/core/proxy/check-wish.ts';
import { proxyManifests } from '../../../../src/core/proxy/manifests.ts';
import type { ProxyPlan, ProxyWish } from '../../../../src/core/proxy/proxy-plan.ts';
import { accountRights, proxyRights } from '../../../../src/core/setup/cluster-rights.ts';
import { clusterSide } from '../../../../src/core/setup/cluster-steps.ts';
import type { ClusterRight, RightUse } from '../../../../src/core/setup/right.ts';
import { renderRights } from '../../../../src/core/setup/run-book-rights.ts';
import { basicWish, sampleAccesses, sampleWishes } from '../../../support/proxy-wishes.ts';

const planOf = (wish: ProxyWish): ProxyPlan => {
  const plan = planProxy(wish);
  assert.ok(plan.ok, JSON.stringify(plan));
  return plan.value;
};

/** `verb resource name namespace`, each alone. */
const flat = (rights: readonly ClusterRight[], use: RightUse): readonly string[] =>
  rights
    .filter((right) => right.use === use)
    .flatMap(({ verbs, resources, names = ['*'], namespace = '-' }) =>
      verbs.flatMap((verb) =>
        resources.flatMap((resource) => names.map((name) => `${verb} ${resource} ${name} ${namespace}`)),
      ),
    );

describe('what a cluster admin must be allowed', () => {
  for (const [name, wish] of Object.entries(sampleWishes))
    it(`is to apply and to take away each object of the proxy by its name: ${name}`, () => {
      const plan = planOf({ ...wish, createNamespace: false });
      const rights = proxyRights(plan);
      const objects = proxyManifests(plan).length;
      for (const verb of ['patch', 'create'])
        assert.equal(
          flat(rights, 'run').filter((text) => text.startsWith(`${verb} `) && !text.includes(' * ')).length,
          objects,
        );
      const secret = `delete secrets ${plan.tlsSecret} ${plan.namespace}`;
      const others = plan.upstream.caConfigMap === 'kube-root-ca.crt' ? [] : [plan.upstream.caConfigMap];
      assert.ok(flat(rights, 'undo').includes(secret));
      assert.equal(flat(rights, 'undo').length, objects + 1 + others.length);
      for (const right of rights) assert.equal(right.namespace, plan.namespace);
    });

  it('is to make and to delete the namespace, and nothing in it one by one, where the proxy has one of its own', () => {
    const rights = proxyRights(planOf({ ...basicWish, createNamespace: true }));
    const { namespace } = basicWish;
    assert.deepEqual(flat(rights, 'undo'), [`delete namespaces ${namespace} -`]);
    assert.deepEqual(
      flat(rights, 'run').filter((text) => text.includes(' namespaces ')),
      ['create namespaces * -', `patch namespaces ${namespace} -`],
    );
  });

  it('includes the CA of another API server, from its ConfigMap to the way back', () => {
    const wish: ProxyWish = {
      ...{ ...basicWish, createNamespace: false },
      upstream: { url: 'https://192.0.2.41:6443', caConfigMap: 'their-ca' },
    };
    const rights = proxyRights(planOf(wish));
    assert.ok(flat(rights, 'run').includes(`create configmaps * ${wish.namespace}`));
    assert.ok(flat(rights, 'undo').includes(`delete configmaps their-ca ${wish.namespace}`));
    const [access] = Object.values(sampleAccesses);
    assert.ok(access);
    const side = clusterSide({ access, wish });
    assert.ok(side.ok);
    assert.match(side.value.steps[0]?.before?.join('\n') ?? '', /create configmap their-ca --from-file=ca\.crt/);
    assert.match(side.value.steps[0]?.undo.join('\n') ?? '', /delete configmap their-ca/);
  });

  for (const [name, access] of Object.entries(sampleAccesses))
    it(`is to hold what the service account gets, where it gets it: ${name}`, () => {
      const rights = accountRights(access, ['dev']);
      const { namespace } = access.account;
      const run = flat(rights, 'run');
      for (const place of access.scope.kind === 'cluster' ? ['-'] : access.scope.namespaces)
        for (const { verbs, resource, names } of access.grants)
          for (const verb of verbs)
            for (const one of names ?? ['*'])
              assert.ok(
                run.some((text) => text.startsWith(`${verb} ${resource}`) && text.endsWith(` ${one} ${place}`)),
                `${verb} ${resource} ${one} ${place}`,
              );
      assert.ok(run.includes(`create serviceaccounts/token ${access.account.name} ${namespace}`));
      assert.ok(run.includes('create namespaces dev -'));
      assert.ok(flat(rights, 'undo').includes('delete namespaces dev -'));
      const roles = access.scope.kind === 'cluster' ? 'clusterroles' : 'roles';
      assert.ok(flat(rights, 'undo').some((text) => text.startsWith(`delete ${roles}.rbac.authorization.k8s.io `)));
    });

  it('stands in a table without a cell that another could be read from', () => {
    const steps = Object.values(sampleWishes).map((wish) => ({
      owner: 'cluster-admin' as const,
      rights: proxyRights(planOf(wish)),
    }));
    const rows = renderRights(steps).filter((line) => line.startsWith('| '));
    assert.ok(rows.length > steps.length * 5);
    for (const row of rows) assert.equal(row.split('|').length, 7, row);
  });
});
