import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { clusterApply } from '../../../../src/commands/cluster-apply.ts';
import { clusterRemove } from '../../../../src/commands/cluster-remove.ts';
import type { CommandContext, Outcome } from '../../../../src/commands/command.ts';
import type { ClusterFailure } from '../../../../src/core/kube/cluster-failure.ts';
import { ok } from '../../../../src/core/result.ts';
import { readClusterRecord, type ClusterRecord } from '../../../../src/core/setup/cluster-record.ts';
import { certificateFolder } from '../../../support/cluster-side.ts';
import { FakeKube } from '../../../support/fake-kube.ts';
import { basicWish } from '../../../support/proxy-wishes.ts';
import type { Act } from '../../../support/scripted-prompts.ts';
import { world } from '../world.ts';

const url = 'https://k8s.corp.example:443';
const status = (message: string) => ({ kind: 'Status', code: 403, message }) as const;
const denied: ClusterFailure = {
  kind: 'forbidden',
  status: status('deployments.apps is forbidden: User "me" cannot patch resource "deployments"'),
};
const conflict: ClusterFailure = {
  kind: 'conflict',
  status: {
    ...status('Apply failed with 1 conflict: conflict with "helm": .spec.replicas'),
    details: { causes: [{ field: '.spec.replicas', message: 'conflict with "helm"' }] },
  },
};
const reason = (outcome: Outcome): string =>
  outcome?.ok === false && outcome.error.kind === 'refused' ? outcome.error.reason : JSON.stringify(outcome);

describe('Apply to Cluster and Remove from Cluster', () => {
  const homes: string[] = [];
  after(async () => {
    for (const home of homes) await rm(home, { recursive: true, force: true });
  });

  const place = async () => {
    const made = world();
    homes.push(made.home);
    const kube = new FakeKube();
    kube.objects.set('Namespace /shop', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', uid: 'shop', labels: {} },
    });
    const context: CommandContext = {
      ...made.context,
      kube: { ...made.context.kube, load: () => Promise.resolve(ok(kube.kubeconfig)) },
    };
    const folder = path.join(made.home, 'certificates');
    const set = await certificateFolder(folder, url);
    const cluster: ClusterRecord = {
      chosen: {
        account: { namespace: 'sqlkube', name: 'sql-reader' },
        scope: { kind: 'namespaces', namespaces: ['shop'] },
        choices: [{ kind: 'see-pods' }],
      },
      newNamespaces: [],
      wish: { ...basicWish, hosts: ['k8s.corp.example'], certificateFingerprint: set.server.fingerprint256 },
      certificate: path.join(folder, 'tls.crt'),
    };
    await context.setups.update(url, { cluster });
    const kept = (): ClusterRecord => readClusterRecord(context.setups.find(url)?.cluster);
    const apply = (...acts: Act[]): Promise<Outcome> => {
      made.prompts.follow({ pick: 'prod' }, ...acts);
      return clusterApply.run(context, { url });
    };
    const remove = (...acts: Act[]): Promise<Outcome> => {
      made.prompts.follow({ pick: 'prod' }, ...acts);
      return clusterRemove.run(context, { url });
    };
    return { ...made, context, kube, kept, apply, remove };
  };

  it('applies in order, keeps references only, and copies the hosts entry', async () => {
    const { apply, kube, kept, copied, prompts, opened } = await place();
    assert.equal((await apply({ pick: 'Apply' }, { press: 'Copy Hosts Entry' }))?.ok, true);
    assert.deepEqual(prompts.left, []);
    assert.deepEqual(copied, ['203.0.113.7 k8s.corp.example']);
    const order = kube.calls.filter((call) => call.startsWith('apply ')).map((call) => call.split(' ')[1]);
    assert.deepEqual(order.slice(0, 4), ['Namespace', 'Secret', 'ConfigMap', 'Deployment']);
    assert.equal(kept().applied?.objects.length, order.length);
    assert.match(prompts.seen.join('\n'), /to create in context prod, namespace sqlkube/);
    assert.match(opened[0]?.text ?? '', /tls\.key: \(not shown\)/);
  });

  it('tries the rest as soon as the namespace is there, and takes the namespace away when it is refused', async () => {
    const { apply, kube, kept } = await place();
    kube.fault = (verb, key) => (verb === 'dryRun' && key.startsWith('Deployment') ? denied : undefined);
    const outcome = await apply({ pick: 'Apply' });
    assert.match(
      reason(outcome),
      /Context prod may not do this\. Could not apply Deployment sqlkube\/sqlkube-proxy\. .*cannot patch resource "deployments".*Namespace sqlkube was taken away again\./,
    );
    assert.deepEqual([...kube.objects.keys()], ['Namespace /shop']);
    assert.equal(kept().applied, undefined);
  });

  it('remembers what was applied when it ends half-way, so that it can be removed; and goes on when applied again', async () => {
    const { apply, remove, kube, kept } = await place();
    kube.fault = (verb, key) => (verb === 'apply' && key.startsWith('Deployment') ? conflict : undefined);
    const outcome = await apply({ pick: 'Apply' });
    assert.match(
      reason(outcome),
      /Somebody else manages a part of it\..*conflict with "helm".*3 objects before it are/,
    );
    assert.deepEqual(
      kept().applied?.objects.map(({ reference }) => reference.kind),
      ['Namespace', 'Secret', 'ConfigMap'],
    );
    kube.fault = () => undefined;
    assert.equal((await apply({ pick: 'Apply' }, { press: undefined }))?.ok, true);
    assert.ok(
      kept().applied?.objects.every(({ created }) => created),
      'what the first run made is still ours',
    );
    assert.equal((await remove({ type: 'k8s.corp.example' }, { press: undefined }))?.ok, true);
    assert.deepEqual([...kube.objects.keys()], ['Namespace /shop']);
    assert.equal(kept().applied, undefined);
  });

  it('leaves a namespace that somebody else made as it is, at both ends', async () => {
    const { apply, remove, kube } = await place();
    const theirs = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'sqlkube', uid: 'theirs', labels: { team: 'a' } },
    };
    kube.objects.set('Namespace /sqlkube', theirs);
    await apply({ pick: 'Apply' }, { press: undefined });
    assert.equal(kube.objects.get('Namespace /sqlkube'), theirs);
    await remove({ type: 'k8s.corp.example' }, { press: undefined });
    assert.deepEqual([...kube.objects.keys()].sort(), ['Namespace /shop', 'Namespace /sqlkube']);
  });

  it('goes on with the rest when removing stopped half-way', async () => {
    const { apply, remove, kube, kept } = await place();
    await apply({ pick: 'Apply' }, { press: undefined });
    const all = kept().applied?.objects.length ?? 0;
    kube.fault = (verb, key) => (verb === 'remove' && key.startsWith('Deployment') ? denied : undefined);
    assert.match(
      reason(await remove({ type: 'k8s.corp.example' })),
      new RegExp(`of ${all} objects were removed; run it`),
    );
    assert.ok((kept().applied?.objects.length ?? 0) < all);
    kube.fault = () => undefined;
    assert.equal((await remove({ type: 'k8s.corp.example' }, { press: undefined }))?.ok, true);
    assert.deepEqual([...kube.objects.keys()], ['Namespace /shop']);
  });

  it('refuses another cluster than the one that it was applied to', async () => {
    const { apply, context, kept, prompts } = await place();
    await apply({ pick: 'Apply' }, { press: undefined });
    const { applied } = kept();
    assert.ok(applied);
    await context.setups.update(url, { cluster: { ...kept(), applied: { ...applied, server: 'https://other:6443' } } });
    prompts.follow({ pick: 'prod' });
    assert.match(
      reason(await clusterRemove.run(context, { url })),
      /context prod leads to https:\/\/prod\.example:6443/,
    );
  });

  it('refuses a key of another certificate, and a certificate that ended', async () => {
    const { apply, context } = await place();
    const late = { ...context, now: () => new Date('2040-01-01') };
    assert.equal((await clusterApply.run({ ...late, prompts: world('leave').prompts }, { url }))?.ok, false);
    const { certificate = '' } = readClusterRecord(context.setups.find(url)?.cluster);
    const { copyFile } = await import('node:fs/promises');
    const other = path.join(path.dirname(certificate), 'other');
    await certificateFolder(other, url);
    await copyFile(certificate, path.join(path.dirname(certificate), 'tls.key'));
    assert.match(reason(await apply()), /tls\.key holds a certificate and no private key/);
  });

  it('offers what comes first when nothing was chosen, and has nothing to remove', async () => {
    const { context, prompts } = world({ press: undefined });
    assert.equal(await clusterApply.run(context, { url }), undefined);
    assert.match(prompts.seen.at(-1) ?? '', /choose the access first\. \[Choose Access…\]/);
    assert.equal(await clusterRemove.run(context, { url }), undefined);
    assert.match(prompts.seen.at(-1) ?? '', /Nothing was applied for k8s\.corp\.example from this computer\./);
  });

  it('is refused in read-only mode and in Restricted Mode', () => {
    assert.deepEqual(
      [clusterApply, clusterRemove].map(({ writes, needsTrust }) => [writes, needsTrust]),
      [
        [true, true],
        [true, true],
      ],
    );
  });
});
