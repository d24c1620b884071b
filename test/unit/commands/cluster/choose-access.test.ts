import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { accessChoose } from '../../../../src/commands/access-choose.ts';
import { readClusterRecord } from '../../../../src/core/setup/cluster-record.ts';
import type { Act } from '../../../support/scripted-prompts.ts';
import { world } from '../world.ts';

const url = 'https://k8s.corp.example:8443';

describe('Choose Access', () => {
  const homes: string[] = [];
  after(async () => {
    for (const home of homes) await rm(home, { recursive: true, force: true });
  });

  const run = async (...acts: Act[]) => {
    const made = world(...acts);
    homes.push(made.home);
    const outcome = await accessChoose.run(made.context, { url });
    return { ...made, outcome, kept: () => readClusterRecord(made.context.setups.find(url)?.cluster) };
  };

  it('combines several choices, shows what they mean, and keeps them for the other commands', async () => {
    const { outcome, opened, kept, prompts } = await run(
      { tick: ['See pods and their events', 'Scale these Deployments'] },
      { pick: 'In These Namespaces…' },
      { type: 'shop, bank' },
      { type: 'web' },
      'keep',
      { type: 'sql-reader' },
      { pick: 'Use This Access' },
      { press: undefined },
    );
    assert.equal(outcome?.ok, true);
    assert.deepEqual(prompts.left, []);
    const text = opened[0]?.text ?? '';
    assert.match(text, /`sqlkube\/sql-reader`, in only the namespaces `shop`, `bank`/);
    assert.match(text, /Sets the number of pods: zero stops the application/);
    assert.doesNotMatch(text, /lets its holder run containers/);
    const { access } = kept();
    assert.deepEqual(access?.scope, { kind: 'namespaces', namespaces: ['shop', 'bank'] });
    assert.ok(access.grants.some(({ subresource, names }) => subresource === 'scale' && names?.[0] === 'web'));
  });

  it('offers a new namespace with Pod Security for what deploys, and says why', async () => {
    const { opened, kept, prompts } = await run(
      { tick: ['See pods and their events', 'Deploy: make pods and Deployments, and change Deployments'] },
      { pick: 'In a New Namespace of Its Own…' },
      { type: 'sql-apps' },
      'keep',
      'keep',
      { pick: 'Use This Access' },
      { press: undefined },
    );
    assert.match(prompts.seen[1] ?? '', /reads every Secret there, and runs as any service account/);
    assert.match(opened[0]?.text ?? '', /\*\*It lets its holder run containers\*\*.*`sql-apps` is made for it/);
    assert.deepEqual(kept().newNamespaces, ['sql-apps']);
    assert.deepEqual(kept().access?.scope, { kind: 'namespaces', namespaces: ['sql-apps'] });
  });

  it('takes dangerous grants only after their word was typed, one by one', async () => {
    const grants = 'get secrets (config); create serviceaccounts/token; list configmaps';
    const { kept, prompts, outcome } = await run(
      { tick: ['Custom'] },
      { pick: 'In These Namespaces…' },
      { type: 'shop' },
      { type: grants },
      { type: 'tokens' },
      { type: 'secrets' },
      'keep',
      'keep',
      { pick: 'Use This Access' },
      { press: undefined },
    );
    assert.equal(outcome?.ok, true);
    assert.match(prompts.seen.join('\n'), /create serviceaccounts\/token: Makes tokens: .* Type tokens to allow it/);
    assert.deepEqual(
      kept().access?.grants.map(({ resource, subresource }) => [resource, subresource].filter(Boolean).join('/')),
      ['secrets', 'serviceaccounts/token', 'configmaps'],
    );
  });

  it('keeps nothing when the user leaves at the table, and starts from what was chosen when asked again', async () => {
    const left = await run(
      { tick: ['See pods and their events'] },
      { pick: 'In the Whole Cluster' },
      'keep',
      'keep',
      'leave',
    );
    assert.equal(left.outcome, undefined);
    assert.equal(left.context.setups.find(url), undefined);
    left.prompts.follow(
      { tick: ['Read the logs of pods'] },
      { pick: 'In the Whole Cluster' },
      'keep',
      'keep',
      { pick: 'Choose Again…' },
      'keep',
      'keep',
      'keep',
      'keep',
      { pick: 'Use This Access' },
      { press: undefined },
    );
    await accessChoose.run(left.context, { url });
    left.prompts.follow('keep', 'keep', 'keep', 'keep', { pick: 'Use This Access' }, { press: undefined });
    await accessChoose.run(left.context, { url });
    assert.deepEqual(left.kept().chosen?.choices, [{ kind: 'read-logs' }]);
    assert.deepEqual(left.kept().access?.scope, { kind: 'cluster' });
  });
});
