import assert from 'node:assert/strict';
import { err, ok } from '../../../src/core/result.ts';
import { diagnosticsCopy } from '../../../src/commands/diagnostics-copy.ts';
import { failureCopy } from '../../../src/commands/failure-copy.ts';
import { failureExplain } from '../../../src/commands/failure-explain.ts';
import { podDescribe } from '../../../src/commands/pod-describe.ts';
import { podShowLogs } from '../../../src/commands/pod-show-logs.ts';
import { rowCopyName } from '../../../src/commands/row-copy-name.ts';
import { sandboxBreak } from '../../../src/commands/sandbox-break.ts';
import { secretsForget } from '../../../src/commands/secrets-forget.ts';
import { passwordKey, tokenKey } from '../../../src/host/secrets.ts';
import { connection, endpoint, facts, http, pod } from '../../support/fake-cluster.ts';
import type { Act } from '../../support/scripted-prompts.ts';
import { world } from './world.ts';

const object = {
  metadata: { name: 'web-1', namespace: 'shop', creationTimestamp: '2026-01-01T10:00:00Z' },
  spec: {
    nodeName: 'node-1',
    containers: [
      { name: 'app', image: 'app:1' },
      { name: 'proxy', image: 'proxy:1' },
    ],
  },
  status: { phase: 'Running' },
};
const row = { connectionId: 'c1', endpointId: 'e1', namespace: 'shop', pod: 'web-1' };

async function opened(...acts: Act[]) {
  const made = world(...acts);
  made.settings.user['connections'] = [connection()];
  made.settings.user['endpoints'] = [endpoint()];
  await made.vault.store(passwordKey(connection()), 'hunter2');
  made.cluster.pods.set('shop', [pod('web-1')]);
  made.cluster.objects.set('shop/web-1', object);
  const [first] = made.model.connections();
  assert.ok(first && (await made.model.connect(first)).ok);
  return { ...made, first };
}

describe('Describe Pod', () => {
  it('opens a read-only text with the pod’s sections and events', async () => {
    const { context, opened: documents } = await opened();
    assert.equal(await podDescribe.run(context, row), undefined);
    const [document = { name: '', text: '' }] = documents;
    assert.equal(document.name, 'web-1 describe.txt');
    assert.match(document.text, /^Name: +web-1\nNamespace: +shop\n/);
    assert.match(document.text, /\nContainers:\n {2}app:\n[^]*\n {2}proxy:\n[^]*\nEvents: {2}<none>\n$/);
  });

  it('reports a pod that is gone', async () => {
    const { context } = await opened();
    assert.deepEqual(await podDescribe.run(context, { ...row, pod: 'gone' }), err(http(404)));
  });
});

describe('Show Logs', () => {
  it('asks for the container and how much', async () => {
    const {
      context,
      cluster,
      opened: documents,
    } = await opened({ pick: 'proxy' }, { pick: 'Previous run, last 1,000 lines' });
    await podShowLogs.run(context, row);
    assert.equal(cluster.calls.at(-1), 'log proxy 1000 true');
    assert.deepEqual(documents, [{ name: 'web-1 proxy previous.log', text: 'line 1\n' }]);
  });

  it('asks for no container on a container’s row', async () => {
    const { context, cluster } = await opened({ pick: 'Last 100 lines' });
    await podShowLogs.run(context, { ...row, container: 'app' });
    assert.equal(cluster.calls.at(-1), 'log app 100 false');
  });

  it('passes on why a log cannot be read', async () => {
    const { context, cluster } = await opened({ pick: 'Last 100 lines' });
    cluster.log = err({ kind: 'refused', reason: 'the proxy does not translate' });
    assert.deepEqual(await podShowLogs.run(context, { ...row, container: 'app' }), cluster.log);
  });
});

describe('failure rows', () => {
  it('are explained and copied with evidence, without secrets', async () => {
    const { context, cluster, model, first, panel, copied } = await opened();
    const [node] = model.endpoints(first);
    assert.ok(node);
    cluster.endpointFailure = {
      kind: 'sql',
      errors: [
        {
          number: 31608,
          state: 24,
          class: 16,
          text: 'HRESULT: 0x80070008 Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.abc.def',
        },
      ],
    };
    await model.refresh(node);
    await failureExplain.run(context, { id: `${node.id}/failure` });
    await failureCopy.run(context, { id: `${node.id}/failure` });
    const [entry] = panel.diagnostics.state.entries;
    assert.equal(entry?.from, 'k8s.corp.example:8443');
    assert.equal(entry.diagnoses[0]?.causes[0]?.code, 'tls.ca-missing');
    assert.deepEqual(entry.about, { connectionId: 'c1', endpointId: 'e1' });
    assert.equal(panel.revealed.times, 1);
    const page = copied.at(0) ?? '';
    assert.match(page, /^# .+\n\n\*\*Where:\*\* k8s\.corp\.example:8443\n\n\*\*Broken:\*\* TLS\n/);
    for (const shown of [page, JSON.stringify(entry)]) {
      assert.match(shown, /Msg 31608/);
      assert.doesNotMatch(shown, /eyJhbGci/);
    }
  });

  it('are explained and copied without the password, though it looks like any word', async () => {
    const { context, cluster, model, first, panel, copied } = await opened();
    const [node] = model.endpoints(first);
    assert.ok(node);
    const text = 'The trigger says that hunter2 may not do this.';
    cluster.endpointFailure = { kind: 'sql', errors: [{ number: 50000, state: 1, class: 16, text }] };
    await model.refresh(node);
    await failureExplain.run(context, { id: `${node.id}/failure` });
    await failureCopy.run(context, { id: `${node.id}/failure` });
    for (const shown of [JSON.stringify(panel.diagnostics.state), copied.at(0) ?? '']) {
      assert.match(shown, /The trigger says that \[redacted\] may not do this\./);
      assert.doesNotMatch(shown, /hunter2/);
    }
  });

  it('do nothing when the row is gone', async () => {
    const { context, panel } = await opened();
    await failureExplain.run(context, { id: 'endpoint/x/failure' });
    assert.equal(panel.revealed.times, 0);
  });
});

describe('other commands', () => {
  it('copy the name that people search for', async () => {
    const { context, copied, first } = await opened();
    await rowCopyName.run(context, first);
    assert.deepEqual(copied, ['prod-sql01 · orders']);
  });

  it('forget all secrets and close all connections, after one question', async () => {
    const { context, vault, cluster } = await opened({ confirm: true });
    await secretsForget.run(context);
    assert.deepEqual(await vault.keys(), []);
    assert.deepEqual(cluster.closed, ['c1']);
  });

  it('copy diagnostics of a connected server without login, credentials, password or token', async () => {
    const { context, copied, vault, settings, cluster } = await opened();
    settings.user['endpoints'] = [endpoint({ authentication: { kind: 'token' } })];
    await vault.store(tokenKey(endpoint(), connection()), 'plain-token-text');
    cluster.server = ok(facts({ credentials: ['billing-credential', 'https://hr.corp.example'] }));
    const [first] = context.profiles.connections();
    assert.ok((await context.clusters.connect(first?.profile.id ?? '')).ok);
    await diagnosticsCopy.run(context);
    const text = copied[0] ?? '';
    const { connections } = JSON.parse(text) as { connections: readonly { server: string; facts: unknown }[] };
    assert.equal(connections[0]?.server, 'prod-sql01');
    assert.deepEqual(connections[0].facts, {
      productVersion: '17.0.4055.1',
      edition: 'Developer Edition (64-bit)',
      engineEdition: 3,
      switchInUse: true,
      switchConfigured: true,
      mayCall: true,
      credentials: 2,
      isSandbox: false,
    });
    for (const kept of ['app_reader', 'billing-credential', 'hr.corp.example', 'hunter2', 'plain-token-text']) {
      assert.ok(!text.includes(kept), kept);
    }
  });

  it('break the sandbox and offer to mend it', async () => {
    const { context, prompts, injected } = await opened({ pick: 'Expired certificate' }, { pick: 'Mend it' });
    await sandboxBreak.run(context);
    await sandboxBreak.run(context);
    assert.deepEqual(injected, ['expired', undefined]);
    assert.match(prompts.seen.at(-1) ?? '', /Mend it/);
  });
});
