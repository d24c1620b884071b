import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import { err, ok } from '../../../src/core/result.ts';
import { facts, http, pod } from '../../support/fake-cluster.ts';
import { explain, podObject, until, world } from './world.ts';

describe('ClustersModel', () => {
  it('reads nothing over a connection that was not opened', async () => {
    const { cluster, model, text } = world();
    assert.equal(text(), 'prod-sql01 · orders | not connected');
    assert.equal(await model.refreshAll('quiet'), true);
    assert.deepEqual(cluster.calls, []);
  });

  it('shows connection, endpoint, namespace and pods with what kubectl says', async () => {
    const { openNamespace, text } = world();
    await openNamespace();
    assert.equal(
      text(),
      [
        'prod-sql01 · orders | 17.0.4055.1 as app_reader',
        '  k8s.corp.example:8443 | 1 namespace · as of 14:02:11',
        '    shop | 2 pods, 1 problem',
        '      web-1 | Running · 1/1 · 3d · node-1 ▸',
        '      api-1 | CrashLoopBackOff · 1/2 · 7 restarts (8m ago) · 3d · node-1 ▸',
      ].join('\n'),
    );
  });

  it('shows no count for a namespace that was not read', async () => {
    const { open, text } = world();
    await open();
    assert.match(text(), /\n {4}shop ▸$/);
  });

  it('shows what SQL Server lacks', async () => {
    const { cluster, open, text } = world();
    cluster.server = ok(facts({ switchInUse: false, switchConfigured: false }));
    await open();
    assert.match(text(), /\n {2}Calling REST endpoints is switched off on prod-sql01 \| DBA\n/);
  });

  it('says which entries of the settings are left out, once in the log, and not in Restricted Mode', () => {
    const { state, changed, logged, text } = world();
    state.problems = ['sqlkube.endpoints[0] url: SQL Server calls https only, not http.'];
    changed.fire(undefined);
    changed.fire(undefined);
    const row = 'sqlkube.endpoints[0] url: SQL Server calls https only, not http | left out';
    assert.equal(text(), `prod-sql01 · orders | not connected\n${row}`);
    assert.deepEqual(logged, state.problems);
    state.trusted = false;
    assert.equal(text(), '');
  });

  it('says so when a connection has no endpoint', async () => {
    const { model, state, text } = world();
    state.endpoints = 0;
    const [first] = model.connections();
    assert.ok(first);
    await model.connect(first);
    assert.match(text(), /\n {2}Add an endpoint… \| no cluster behind this connection yet$/);
  });

  it('loads page by page and says what the count covers', async () => {
    const { cluster, model, openNamespace, text } = world({ pageSize: 2 });
    cluster.pods.set(
      'shop',
      ['a', 'b', 'c', 'd', 'e'].map((name) => pod(name)),
    );
    const shop = await openNamespace();
    assert.match(
      text(),
      /shop \| 2 of 5 loaded\n(.*\n){2} {6}Load 2 more \| 3 not loaded\n {6}Load all 3 \| can be stopped$/,
    );
    await model.loadPods(shop, 'more');
    assert.match(text(), /shop \| 4 of 5 loaded/);
    await model.loadPods(shop, 'all');
    assert.match(text(), /shop \| 5 pods\n/);
    assert.deepEqual(
      cluster.calls.filter((made) => made.startsWith('pods')),
      ['pods shop after start limit 2', 'pods shop after 2 limit 2', 'pods shop after 4 limit 2'],
    );
  });

  it('refreshes as many pods as were loaded', async () => {
    const { cluster, model, openNamespace, text } = world({ pageSize: 2 });
    cluster.pods.set(
      'shop',
      ['a', 'b', 'c', 'd', 'e'].map((name) => pod(name)),
    );
    const shop = await openNamespace();
    await model.loadPods(shop, 'more');
    await model.refresh(shop);
    assert.match(text(), /shop \| 4 of 5 loaded/);
  });

  it('starts over when the continue token expired, and keeps the old rows until the new list is complete', async () => {
    const { cluster, model, openNamespace, text } = world({ pageSize: 2 });
    cluster.pods.set(
      'shop',
      ['a', 'b', 'c', 'd'].map((name) => pod(name)),
    );
    const shop = await openNamespace();
    cluster.pods.set(
      'shop',
      ['x', 'y', 'z', 'zz'].map((name) => pod(name)),
    );
    cluster.restartCount();
    cluster.podFailures.set(1, http(410));
    let open = (): void => undefined;
    cluster.gate = new Promise((resolve) => (open = resolve));
    const loading = model.loadPods(shop, 'all');
    await Promise.resolve();
    assert.match(text(), /a \| Running/);
    open();
    await loading;
    assert.doesNotMatch(text(), / a \|/);
    assert.match(text(), /shop \| 4 pods\n {6}x .*\n {6}y .*\n {6}z .*\n {6}zz/);
  });

  it('gives up on a list that expires over and over, and says so', async () => {
    const { cluster, openNamespace, text } = world();
    for (let page = 1; page <= 4; page += 1) cluster.podFailures.set(page, http(410));
    await openNamespace();
    assert.equal(cluster.calls.filter((made) => made.startsWith('pods')).length, 4);
    const { headline: words } = await explain({
      kind: 'list-expired',
      call: { method: 'GET', url: '', durationMs: 0 },
    });
    assert.ok(text().includes(words), text());
  });

  it('refreshes all that was read, and no namespace that is only drawn', async () => {
    const { cluster, model, openNamespace, text } = world();
    cluster.namespaceNames = ok(['shop', 'unread']);
    await openNamespace();
    assert.match(text(), /\n {4}unread ▸$/);
    cluster.calls.length = 0;
    assert.equal(await model.refreshAll('quiet'), true);
    assert.deepEqual(
      cluster.calls.filter((made) => made.startsWith('pods')),
      ['pods shop after start limit 500'],
    );
  });

  it('keeps the last good rows after a failure, marked stale, with the failure first; and mends', async () => {
    const { cluster, model, openNamespace, pass, text, logged } = world();
    const shop = await openNamespace();
    pass(60);
    cluster.restartCount();
    cluster.podFailures.set(1, { kind: 'connection-lost', server: 'prod-sql01', detail: 'socket closed' });
    await model.refresh(shop);
    const lines = text().split('\n');
    assert.match(lines[2] ?? '', /^ {4}shop \| 2 pods, 1 problem · stale since 14:02:11$/);
    assert.match(lines[3] ?? '', /prod-sql01/);
    assert.match(logged.at(-1) ?? '', /namespace\/e1\/shop could not be read: .*connection-lost.*socket closed/);
    assert.match(lines[4] ?? '', /web-1 \| Running · stale since 14:02:11/);
    cluster.podFailures.clear();
    await model.refresh(shop);
    assert.doesNotMatch(text(), /stale/);
  });

  it('marks what stands below a failed endpoint as stale, and does not ask for it', async () => {
    const { cluster, model, openNamespace, text } = world();
    await openNamespace();
    cluster.endpointFailure = http(503);
    cluster.calls.length = 0;
    assert.equal(await model.refreshAll('quiet'), false);
    assert.deepEqual(cluster.calls, ['probeServer', 'namespaces']);
    assert.match(text(), /web-1 \| .*stale since 14:02:11/);
    cluster.endpointFailure = undefined;
    assert.equal(await model.refreshAll('quiet'), true);
    assert.doesNotMatch(text(), /stale/);
  });

  it('says that a namespace is not allowed', async () => {
    const { cluster, openNamespace, text } = world();
    cluster.podFailures.set(1, http(403));
    await openNamespace();
    assert.match(text(), /shop \| not allowed for this token\n {6}\S/);
  });

  it('offers to type the namespaces when the token may not list them', async () => {
    const { cluster, model, open, text } = world();
    const forbidden = (user: string) =>
      err({
        ...http(403),
        status: {
          kind: 'Status',
          message: `namespaces is forbidden: User "${user}" cannot list resource "namespaces" in API group "" at the cluster scope`,
        },
      } as Failure);
    cluster.namespaceNames = forbidden('system:serviceaccount:sqlkube:reader');
    const found = await open();
    assert.match(text(), /\n {4}Type the namespaces… \| for tokens that may not list them$/);
    // Without a token, typing them changes nothing.
    cluster.namespaceNames = forbidden('system:anonymous');
    await model.refresh(found);
    assert.doesNotMatch(text(), /Type the namespaces/);
  });

  it('tells an empty namespace from an absent one, and says when it cannot', async () => {
    const typed = { endpoint: { namespaces: ['empty'] } };
    const there = world(typed);
    there.cluster.namespaceNames = ok(['empty']);
    await there.openNamespace('empty');
    assert.match(there.text(), /No pods \| the namespace is there and empty/);
    const absent = world(typed);
    await absent.openNamespace('empty');
    assert.match(absent.text(), /No such namespace/);
    const unknown = world(typed);
    unknown.cluster.namespaceNames = err(http(403));
    await unknown.openNamespace('empty');
    assert.match(unknown.text(), /No pods, or no such namespace/);
  });

  it('filters by name and status, and shows problems only, among what is loaded', async () => {
    const { model, openNamespace, text } = world();
    await openNamespace();
    model.filter = { text: 'CRASH', problemsOnly: false };
    assert.match(text(), /shop \| 1 shown, 2 pods, 1 problem\n {6}api-1/);
    model.filter = { text: 'web', problemsOnly: true };
    assert.match(text(), /shop \| 0 shown, 2 pods, 1 problem\n {6}No loaded pod matches/);
    model.filter = { text: '', problemsOnly: true };
    assert.doesNotMatch(text(), /web-1/);
    assert.match(text(), /api-1/);
  });

  it('stops: what was there stays, and a first reading says that it was stopped', async () => {
    const { cluster, model, open, text } = world();
    cluster.gate = new Promise(() => undefined);
    const [shop] = model.namespaces(await open());
    assert.ok(shop);
    const loading = model.refresh(shop);
    await until(() => model.work.busy);
    assert.equal(model.work.doing, 'Reading pods of shop');
    model.work.stop();
    await loading;
    assert.equal(model.work.busy, false);
    assert.match(text(), /\n {6}Stopped \| refresh to read$/);
  });

  it('keeps the pages of a long load that was stopped', async () => {
    const { cluster, model, openNamespace, text } = world({ pageSize: 2 });
    cluster.pods.set(
      'shop',
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => pod(name)),
    );
    const shop = await openNamespace();
    const stop = model.work.changed.on(() => {
      if (model.work.doing?.includes('4 pods') === true) model.work.stop();
    });
    await model.loadPods(shop, 'all');
    stop.dispose();
    assert.match(text(), /shop \| 4 of 6 loaded\n/);
    assert.doesNotMatch(text(), /stale/);
  });

  it('reads the containers of a pod, and says when it is gone', async () => {
    const { cluster, openNamespace, openPod, text } = world();
    const shop = await openNamespace();
    cluster.objects.set('shop/web-1', podObject('web-1'));
    for (const name of ['web-1', 'api-1']) await openPod(shop, name);
    assert.match(text(), /web-1 \|.*\n {8}app \| running since 120m\n/);
    assert.match(text(), /api-1 \|.*\n {8}\S/);
  });

  it('forgets what an edited or removed connection answered', async () => {
    const { state, changed, openNamespace, text } = world();
    await openNamespace();
    state.server = 'elsewhere';
    changed.fire(undefined);
    assert.equal(text(), 'prod-sql01 · orders | not connected');
  });

  it('shows nothing in Restricted Mode', async () => {
    const { state, openNamespace, text } = world();
    await openNamespace();
    state.trusted = false;
    assert.equal(text(), '');
  });

  it('reads once when asked twice at a time', async () => {
    const { cluster, model, open } = world();
    const [shop] = model.namespaces(await open());
    assert.ok(shop);
    await Promise.all([model.refresh(shop), model.refresh(shop)]);
    assert.equal(cluster.calls.filter((made) => made.startsWith('pods')).length, 1);
  });

  it('closes and forgets on disconnect', async () => {
    const { cluster, model, openNamespace, text } = world();
    await openNamespace();
    const [first] = model.connections();
    assert.ok(first);
    await model.disconnect(first);
    assert.deepEqual(cluster.closed, ['c1']);
    assert.equal(text(), 'prod-sql01 · orders | not connected');
  });
});
