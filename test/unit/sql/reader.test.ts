import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import type { Result } from '../../../src/core/result.ts';
import { apiTime, startChain, type Api, type Chain } from './chain.ts';

const signal = new AbortController().signal;
const page = '/api/v1/namespaces/shop/pods?limit=2';

const column = (name: string): object => ({ name, type: 'string', format: '', description: 'x', priority: 0 });
// Another order than today's, and one column missing: columns are found by name.
const columns = ['IP', 'Name', 'Status', 'Ready', 'Restarts', 'Node'].map(column);
const table = {
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { resourceVersion: '1', continue: 'bmV4dA', remainingItemCount: 3 },
  columnDefinitions: columns,
  rows: [
    { cells: ['10.0.0.1', 'web-1', 'Running', '1/1', '7 (8m22s ago)', 'node-1'], object: null },
    { cells: ['<none>', 'wéb-2 "ö"', 'Pending', '0/1', 0, '<none>'], object: null },
  ],
};

const pod = (name: string, status: object, spec: object = {}): object => ({
  metadata: { name, namespace: 'shop', creationTimestamp: new Date(apiTime.getTime() - 600_000).toISOString() },
  spec: { nodeName: 'node-1', containers: [{ name: 'a' }, { name: 'b' }], ...spec },
  status: { phase: 'Running', podIP: '10.0.0.9', ...status },
});
const running = { name: 'a', ready: true, restartCount: 0, state: { running: { startedAt: '2026-11-23T10:00:00Z' } } };
const crashing = {
  name: 'b',
  ready: false,
  restartCount: 7,
  state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off '.repeat(200) } },
  lastState: {
    terminated: { exitCode: 1, reason: 'Error', finishedAt: new Date(apiTime.getTime() - 480_000).toISOString() },
  },
};
const init = { name: 'i', ready: false, restartCount: 0, state: { running: { startedAt: null } } };
const fullList = {
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '1' },
  items: [
    pod('crash', { containerStatuses: [running, crashing] }),
    pod(
      'init',
      { phase: 'Pending', initContainerStatuses: [init] },
      { initContainers: [{ name: 'i' }, { name: 'j' }] },
    ),
    pod('done', {
      phase: 'Succeeded',
      containerStatuses: [
        { name: 'a', ready: false, restartCount: 0, state: { terminated: { exitCode: 0, reason: 'Completed' } } },
      ],
    }),
    pod('gated', {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
    }),
  ],
};

const longLog = Array.from({ length: 500 }, (_, line) => `${line} ünïcode “log” line`).join('\n');
const event = (name: string, lastTimestamp: string): object => ({
  metadata: { name },
  type: 'Warning',
  reason: 'BackOff',
  message: `${'long '.repeat(1200)}end`,
  count: 12,
  lastTimestamp,
  source: { component: 'kubelet' },
});

const answers: Readonly<Record<string, unknown>> = {
  '/version': { gitVersion: 'v1.36.3' },
  '/api/v1/namespaces?limit=500': {
    kind: 'NamespaceList',
    metadata: {},
    items: [
      { metadata: { name: 'default' }, status: { phase: 'Active' } },
      { metadata: { name: 'shop' }, status: { phase: 'Terminating' } },
    ],
  },
  [page]: fullList,
  '/api/v1/namespaces/empty/pods?limit=2': { kind: 'PodList', metadata: {}, items: null },
  '/api/v1/namespaces/shop/pods/web-1': {
    kind: 'Pod',
    metadata: { name: 'web-1', labels: { long: 'x'.repeat(9000) } },
  },
  '/api/v1/namespaces/shop/events?fieldSelector=involvedObject.kind=Pod,involvedObject.name=web-1&limit=500': {
    kind: 'EventList',
    metadata: {},
    items: [event('old', '2026-11-23T10:00:00Z'), event('new', '2026-11-23T11:00:00Z')],
  },
};

const expired = {
  kind: 'Status',
  status: 'Failure',
  message: 'too old',
  reason: 'Expired',
  code: 410,
  metadata: { continue: 'fresh' },
};

const api: Api = (path, accept) => {
  if (path.includes('/log?')) {
    return accept.includes('*/*')
      ? { type: 'text/plain', body: longLog }
      : { status: 406, body: '{"kind":"Status","code":406}' };
  }
  if (path === `${page}&includeObject=None` && accept.includes('as=Table')) return { body: JSON.stringify(table) };
  if (path.includes('continue=old')) return { status: 410, body: JSON.stringify(expired) };
  if (path.includes('/namespaces/html/')) return { type: 'text/html', body: '<html>' };
  if (path.includes('/namespaces/nothing/')) return { status: 502, type: 'text/html', body: '<html>' };
  const body = answers[path];
  return body === undefined ? undefined : { body: JSON.stringify(body) };
};

function value<T>(result: Result<T, Failure>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function failure(result: Result<unknown, Failure>): Failure {
  assert.ok(!result.ok, 'expected a failure');
  return result.error;
}

describe('reader, through the sandbox’s SQL Server and proxy', () => {
  let chain: Chain;
  before(async () => {
    chain = await startChain(api);
  });
  after(() => chain.close());

  it('learns what SQL Server is and lacks', async () => {
    const facts = value(await chain.reader.probeServer(chain.link.target, signal));
    assert.equal(facts.majorVersion, 17);
    assert.equal(facts.isSandbox, true);
    assert.equal(facts.engineEdition, 3);
    assert.deepEqual([facts.database, facts.login, facts.mayCall], ['kube', 'sa', true]);
    assert.deepEqual([facts.switchConfigured, facts.switchInUse], [true, true]);
    assert.deepEqual(facts.credentials, [chain.link.endpoint.url]);
  });

  it('learns what the endpoint is', async () => {
    const through = value(await chain.reader.probeEndpoint(chain.link, signal));
    assert.equal(through.kubernetesVersion, 'v1.36.3');
    assert.match(through.proxy?.hash ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual(value(await chain.reader.probeEndpoint(chain.direct, signal)), { kubernetesVersion: 'v1.36.3' });
  });

  it('lists namespaces', async () => {
    const rows = [
      { name: 'default', phase: 'Active' },
      { name: 'shop', phase: 'Terminating' },
    ];
    assert.deepEqual(value(await chain.reader.namespaces(chain.link, signal)), rows);
    assert.deepEqual(value(await chain.reader.namespaces(chain.direct, signal)), rows);
  });

  it('reads a table, finding columns by name', async () => {
    const read = value(await chain.reader.podPage(chain.link, { namespace: 'shop', limit: 2 }, signal));
    assert.equal(read.view, 'table');
    assert.deepEqual([read.continue, read.remaining], ['bmV4dA', 3]);
    assert.ok((read.call.bytes ?? 0) > 100);
    assert.deepEqual(read.rows, [
      {
        namespace: 'shop',
        name: 'web-1',
        ready: '1/1',
        status: 'Running',
        restarts: 7,
        lastRestart: '8m22s ago',
        age: '',
        node: 'node-1',
        ip: '10.0.0.1',
      },
      { namespace: 'shop', name: 'wéb-2 "ö"', ready: '0/1', status: 'Pending', restarts: 0, age: '' },
    ]);
  });

  it('projects full pods inside SQL Server to what kubectl prints', async () => {
    const read = value(await chain.reader.podPage(chain.direct, { namespace: 'shop', limit: 2 }, signal));
    assert.equal(read.view, 'full');
    assert.deepEqual(
      read.rows.map((row) => [
        row.name,
        row.ready,
        row.status,
        row.restarts,
        row.lastRestart,
        row.age,
        row.node,
        row.ip,
      ]),
      [
        ['crash', '1/2', 'CrashLoopBackOff', 7, '8m ago', '10m', 'node-1', '10.0.0.9'],
        ['init', '0/2', 'Init:0/2', 0, undefined, '10m', 'node-1', '10.0.0.9'],
        ['done', '0/2', 'Completed', 0, undefined, '10m', 'node-1', '10.0.0.9'],
        ['gated', '0/2', 'SchedulingGated', 0, undefined, '10m', 'node-1', '10.0.0.9'],
      ],
    );
    assert.deepEqual(
      value(await chain.reader.podPage(chain.direct, { namespace: 'empty', limit: 2 }, signal)).rows,
      [],
    );
  });

  it('reads one pod, its events and its log, longer than 4,000 characters each', async () => {
    const read = value(await chain.reader.pod(chain.link, 'shop', 'web-1', signal));
    assert.equal(JSON.stringify(read), JSON.stringify(answers['/api/v1/namespaces/shop/pods/web-1']));
    const events = value(await chain.reader.podEvents(chain.link, 'shop', 'web-1', signal));
    assert.deepEqual(
      events.map((one) => [(one['metadata'] as { name: string }).name, one['count'], String(one['message']).length]),
      [
        ['new', 12, 6003],
        ['old', 12, 6003],
      ],
    );
    const log = { container: 'api', tailLines: 100, previous: false };
    assert.equal(value(await chain.reader.podLog(chain.link, 'shop', 'web-1', log, signal)), longLog);
    assert.equal(failure(await chain.reader.podLog(chain.direct, 'shop', 'web-1', log, signal)).kind, 'refused');
  });

  it('tells HTTP refusals apart, with Kubernetes’ words when there are some', async () => {
    const request = { namespace: 'shop', limit: 2, after: 'old' };
    for (const link of [chain.link, chain.direct]) {
      const gone = failure(await chain.reader.podPage(link, request, signal));
      assert.ok(gone.kind === 'http', JSON.stringify(gone));
      assert.deepEqual([gone.code, gone.status?.reason, gone.status?.metadata?.continue], [410, 'Expired', 'fresh']);
    }
    const wrong = failure(await chain.reader.namespaces({ ...chain.direct, token: 'wrong' }, signal));
    assert.ok(wrong.kind === 'http');
    assert.deepEqual([wrong.code, wrong.status?.message], [401, 'Unauthorized']);
    const html = failure(await chain.reader.podPage(chain.direct, { namespace: 'nothing', limit: 2 }, signal));
    assert.ok(html.kind === 'http');
    assert.deepEqual([html.code, html.status, html.contentType], [502, undefined, 'text/html']);
  });

  it('hands on what SQL Server raises, with the call', async () => {
    const told = failure(await chain.reader.podPage(chain.direct, { namespace: 'html', limit: 2 }, signal));
    assert.ok(told.kind === 'sql', JSON.stringify(told));
    assert.deepEqual([told.errors[0]?.number, told.errors[0]?.state], [11558, 202]);
    assert.match(told.call?.url ?? '', /\/namespaces\/html\/pods/);
    await chain.faults.set('unknown-name');
    const lost = failure(await chain.reader.namespaces(chain.link, signal));
    await chain.faults.set(undefined);
    assert.ok(lost.kind === 'sql', JSON.stringify(lost));
    assert.deepEqual([lost.errors[0]?.number, lost.errors[0]?.text.slice(-12)], [31608, ' 0x80072ee7.']);
    const credential = { kind: 'credential' as const, name: 'https://other' };
    const refused = await chain.reader.namespaces(
      { ...chain.link, endpoint: { ...chain.link.endpoint, authentication: credential } },
      signal,
    );
    assert.equal(failure(refused).kind, 'sql');
  });
});
