import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Failure } from '../../../src/core/failure.ts';
import type { Result } from '../../../src/core/result.ts';
import type { ClusterReader } from '../../../src/sql/cluster-reader.ts';
import type { SqlRow } from '../../../src/sql/driver-contract.ts';
import { createClusterReader } from '../../../src/sql/reader.ts';
import { facts, linkTo, refusal, scriptedDriver, type Script } from './scripted-driver.ts';

const golden = new URL('../../fixtures/golden/statements.sql', import.meta.url);
const signal = new AbortController().signal;
const health = { kind: 'ProxyHealth', apiVersion: 'sqlkube/v1', version: '1', hash: 'abc' };
const base = 'https://k8s.example:8443';
const isHealth = (url: string): boolean => url.endsWith('/-/healthz');

function readerOf(script: Script): { reader: ClusterReader; made: ReturnType<typeof scriptedDriver> } {
  const made = scriptedDriver(script);
  let tick = 0;
  const reader = createClusterReader({
    loadDriver: () => Promise.resolve(made.driver),
    timeouts: () => ({ connect: 15, query: 60, request: 30 }),
    clock: () => (tick += 10),
  });
  return { reader, made };
}

/** With our proxy in front; `script` answers the rest. */
const proxied = (script: Script): ReturnType<typeof readerOf> =>
  readerOf((batch, url) => (isHealth(url) ? [[facts('ProxyHealth')], [health]] : script(batch, url)));

/** With a plain proxy, which answers the health path as the API server does. */
const plain = (script: Script): ReturnType<typeof readerOf> =>
  readerOf((batch, url) => (isHealth(url) ? [[refusal(404, undefined, 'text/plain')]] : script(batch, url)));

function value<T>(result: Result<T, Failure>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function failure(result: Result<unknown, Failure>): Failure {
  assert.ok(!result.ok, 'expected a failure');
  return result.error;
}

const tableRow = {
  name: 'web-1',
  ready: '1/1',
  status: 'Running',
  restarts: '7 (8m22s ago)',
  age: '3d',
  ip: '10.0.0.1',
  node: '<none>',
};
const webRow = {
  namespace: 'shop',
  name: 'web-1',
  ready: '1/1',
  status: 'Running',
  restarts: 7,
  lastRestart: '8m22s ago',
  age: '3d',
  ip: '10.0.0.1',
};

describe('reader, against a scripted driver', () => {
  it('sends the T-SQL of the golden file (UPDATE_GOLDEN=1 rewrites it)', async () => {
    const { reader, made } = proxied((_batch, url) => {
      if (url.endsWith('/version')) return [[facts('')], [{ gitVersion: 'v1.36.3' }]];
      if (url.includes('/log')) return [[facts('', { resultType: 1 })], [{ body: 'x' }]];
      if (url.includes('/events')) return [[facts('EventList')], []];
      if (url.includes('/pods/')) return [[facts('Pod')], [{ body: '{"kind":"Pod"}' }]];
      if (url.includes('/pods?')) return [[facts('Table')], []];
      return [[facts('NamespaceList')], []];
    });
    const link = linkTo({ authentication: { kind: 'credential', name: 'odd]name' } });
    await reader.probeServer(link.target, signal);
    value(await reader.probeEndpoint(link, signal));
    value(await reader.namespaces(link, signal));
    value(await reader.podPage(link, { namespace: 'shop', limit: 500 }, signal));
    value(await reader.pod(link, 'shop', 'web-1', signal));
    value(await reader.podEvents(link, 'shop', 'web-1', signal));
    const log = { container: 'api', tailLines: 100, previous: true };
    value(await reader.podLog(link, 'shop', 'web-1', log, signal));
    const other = plain(() => [[facts('PodList')], []]);
    value(await other.reader.podPage(linkTo({}), { namespace: 'shop', limit: 500 }, signal));
    const full = other.made.batches.at(-1)!;
    const text = [...made.batches, full]
      .map(({ text: statement, parameters }) => {
        const bound = parameters.map((one) => `-- @${one.name} ${one.type} = ${String(one.value)}`);
        return [...bound, statement].join('\n');
      })
      .join('\nGO\n');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, `${text}\nGO\n`);
    assert.equal(`${text}\nGO\n`, readFileSync(golden, 'utf8'));
  });

  it('reads the table when the proxy translates, and asks for its health once', async () => {
    const { reader, made } = proxied(() => [
      [facts('Table', { continueToken: 'next', remaining: '9488' })],
      [tableRow, { ...tableRow, name: null }],
    ]);
    const request = { namespace: 'shop', limit: 500 };
    const page = value(await reader.podPage(linkTo(), request, signal));
    assert.deepEqual(page, {
      rows: [webRow],
      view: 'table',
      continue: 'next',
      remaining: 9488,
      call: {
        method: 'GET',
        url: `${base}/api/v1/namespaces/shop/pods?limit=500&includeObject=None`,
        durationMs: page.call.durationMs,
        bytes: 1000,
      },
    });
    assert.ok(page.call.durationMs > 0);
    value(await reader.podPage(linkTo(), { ...request, after: 'next' }, signal));
    assert.deepEqual(made.urls, [
      `${base}/-/healthz`,
      `${base}/api/v1/namespaces/shop/pods?limit=500&includeObject=None`,
      `${base}/api/v1/namespaces/shop/pods?limit=500&continue=next&includeObject=None`,
    ]);
    assert.equal(made.batches[1]?.parameters[1]?.value, '{"X-Kube-View":"table"}');
  });

  it('reads full pods through a plain proxy, by the cluster’s clock', async () => {
    const row: SqlRow = {
      name: 'job-1',
      phase: 'Pending',
      reason: null,
      created: '2026-11-23T11:50:00Z',
      deleted: null,
      node: 'node-1',
      ip: null,
      containers: '[{"name":"a"},{"name":"b"}]',
      initContainers: null,
      containerStatuses:
        '[{"name":"a","ready":true,"restartCount":2,"state":{"running":{}},"lastState":{"terminated":{"finishedAt":"2026-11-23T11:55:00Z"}}},' +
        '{"name":"b","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff"}}}]',
      initContainerStatuses: null,
      conditions: null,
    };
    const { reader } = plain(() => [[facts('PodList')], [row]]);
    const page = value(await reader.podPage(linkTo(), { namespace: 'shop', limit: 500 }, signal));
    assert.equal(page.view, 'full');
    assert.deepEqual(page.rows, [
      {
        namespace: 'shop',
        name: 'job-1',
        ready: '1/2',
        status: 'ImagePullBackOff',
        restarts: 2,
        lastRestart: '5m ago',
        age: '10m',
        node: 'node-1',
      },
    ]);
  });

  it('falls back to full pods when the proxy no longer translates', async () => {
    const { reader, made } = proxied(() => [[facts('PodList')], []]);
    const page = value(await reader.podPage(linkTo(), { namespace: 'shop', limit: 500 }, signal));
    assert.equal(page.view, 'full');
    assert.equal(made.urls.length, 3);
    value(await reader.podPage(linkTo(), { namespace: 'shop', limit: 500 }, signal));
    assert.equal(made.urls.filter(isHealth).length, 2);
  });

  it('takes whatever does not know the health path for a plain proxy, and remembers no fault', async () => {
    const notJson = Object.assign(new Error('not JSON'), { code: 'EREQUEST', number: 11558, state: 202, class: 16 });
    const answers: Script[] = [
      () => [[refusal(403, { kind: 'Status', code: 403, message: 'no' })]],
      () => [[refusal(302, undefined)]],
      () => [[facts('NotOurs')], [{ ...health, kind: 'NotOurs' }]],
      () => [[{ ...facts(''), resultType: null, kind: null }], []],
      () => {
        throw notJson;
      },
    ];
    for (const answer of answers) {
      const { reader } = readerOf((batch, url) =>
        isHealth(url) ? answer(batch, url) : [[facts('')], [{ gitVersion: 'v1.36.3' }]],
      );
      const found = value(await reader.probeEndpoint(linkTo(), signal));
      assert.deepEqual(found, { kubernetesVersion: 'v1.36.3' });
    }
    let broken = true;
    const { reader } = readerOf((_batch, url) => {
      if (!isHealth(url)) return [[facts('')], [{ gitVersion: 'v1.36.3' }]];
      return broken ? [[refusal(503, undefined)]] : [[facts('ProxyHealth')], [health]];
    });
    assert.equal(failure(await reader.probeEndpoint(linkTo(), signal)).kind, 'http');
    broken = false;
    assert.deepEqual(value(await reader.probeEndpoint(linkTo(), signal)).proxy, { version: '1', hash: 'abc' });
  });

  it('turns refusals into failures with Kubernetes’ own words', async () => {
    const status = { kind: 'Status', code: 410, reason: 'Expired', metadata: { continue: 'fresh' } };
    const { reader } = plain(() => [[refusal(410, status)]]);
    const told = failure(await reader.podPage(linkTo(), { namespace: 'shop', limit: 1, after: 'old' }, signal));
    assert.ok(told.kind === 'http');
    assert.deepEqual([told.code, told.status?.metadata?.continue], [410, 'fresh']);
    const busy = plain(() => [[{ ...refusal(429, undefined, 'text/plain'), retryAfter: '1' }]]);
    const wait = failure(await busy.reader.namespaces(linkTo(), signal));
    assert.ok(wait.kind === 'http');
    assert.deepEqual([wait.status, wait.retryAfter, wait.contentType], [undefined, '1', 'text/plain']);
  });

  it('tells an envelope without result, and JSON that is not Kubernetes’', async () => {
    const empty = plain(() => [[{ ...facts(''), httpCode: '204', resultType: null, kind: null }], []]);
    const request = { namespace: 'shop', limit: 1 };
    for (const answer of [
      await empty.reader.podPage(linkTo(), request, signal),
      await empty.reader.namespaces(linkTo(), signal),
      await empty.reader.pod(linkTo(), 'shop', 'a', signal),
      await empty.reader.podEvents(linkTo(), 'shop', 'a', signal),
      await empty.reader.probeEndpoint(linkTo(), signal),
    ]) {
      const told = failure(answer);
      assert.ok(told.kind === 'no-result', JSON.stringify(told));
      assert.equal(told.code, 204);
    }
    const other = plain(() => [[facts('', { kind: null })], [{ body: '{"hello":1}' }]]);
    for (const answer of [
      await other.reader.podPage(linkTo(), request, signal),
      await other.reader.namespaces(linkTo(), signal),
      await other.reader.pod(linkTo(), 'shop', 'a', signal),
      await other.reader.probeEndpoint(linkTo(), signal),
    ]) {
      assert.equal(failure(answer).kind, 'unexpected-answer');
    }
  });

  it('lists namespaces page by page, or takes the typed ones without a call', async () => {
    const { reader, made } = plain((_batch, url) =>
      url.includes('continue=')
        ? [[facts('NamespaceList')], [{ name: 'b', phase: null }]]
        : [[facts('NamespaceList', { continueToken: 'n' })], [{ name: 'a', phase: 'Active' }]],
    );
    assert.deepEqual(value(await reader.namespaces(linkTo(), signal)), [{ name: 'a', phase: 'Active' }, { name: 'b' }]);
    assert.equal(made.urls.length, 2);
    const typed = value(await reader.namespaces(linkTo({ namespaces: ['x', 'y'] }), signal));
    assert.deepEqual(typed, [{ name: 'x' }, { name: 'y' }]);
    assert.equal(made.urls.length, 2);
  });

  it('lists events newest first, with the fields in their places', async () => {
    const event = { type: 'Normal', reason: 'Pulled', message: 'm', occurrences: 3, component: 'kubelet' };
    const { reader } = plain(() => [
      [facts('EventList')],
      [
        { ...event, name: 'old', lastTimestamp: '2026-11-23T10:00:00Z' },
        { ...event, name: 'new', eventTime: '2026-11-23T11:00:00.5Z' },
      ],
    ]);
    const events = value(await reader.podEvents(linkTo(), 'shop', 'web-1', signal));
    assert.deepEqual(events, [
      {
        kind: 'Event',
        metadata: { name: 'new' },
        type: 'Normal',
        reason: 'Pulled',
        message: 'm',
        eventTime: '2026-11-23T11:00:00.5Z',
        count: 3,
        source: { component: 'kubelet' },
        involvedObject: {},
      },
      {
        kind: 'Event',
        metadata: { name: 'old' },
        type: 'Normal',
        reason: 'Pulled',
        message: 'm',
        lastTimestamp: '2026-11-23T10:00:00Z',
        count: 3,
        source: { component: 'kubelet' },
        involvedObject: {},
      },
    ]);
  });

  it('reads logs through our proxy only', async () => {
    const long = 'x'.repeat(10_000);
    const log = { tailLines: 100, previous: false };
    const { reader, made } = proxied(() => [[facts('', { resultType: 1 })], [{ body: long }]]);
    assert.equal(value(await reader.podLog(linkTo(), 'shop', 'web-1', log, signal)), long);
    assert.equal(made.batches[1]?.parameters[1]?.value, '{"Accept":"text/plain","X-Kube-View":"text"}');
    const silent = proxied(() => [[{ ...facts(''), httpCode: '204', resultType: null }], []]);
    assert.equal(value(await silent.reader.podLog(linkTo(), 'shop', 'web-1', log, signal)), '');
    const none = plain(() => assert.fail('not to be called'));
    assert.equal(failure(await none.reader.podLog(linkTo(), 'shop', 'web-1', log, signal)).kind, 'refused');
  });

  it('sends tokens as bound headers, and refuses what cannot be sent', async () => {
    const { reader, made } = plain(() => [[facts('NamespaceList')], []]);
    const byToken = linkTo({ authentication: { kind: 'token' } }, 'T0ken');
    value(await reader.namespaces(byToken, signal));
    assert.equal(made.batches[0]?.parameters[1]?.value, '{"Authorization":"Bearer T0ken"}');
    assert.ok(!made.batches[0].text.includes('T0ken'));
    const refused: [Parameters<ClusterReader['namespaces']>[0], RegExp][] = [
      [linkTo({ authentication: { kind: 'token' } }), /none is stored/],
      [linkTo({ authentication: { kind: 'token' } }, 'x'.repeat(4000)), /takes 4000/],
      [linkTo({ authentication: { kind: 'credential', name: '' } }), /name is empty/],
      [linkTo({ url: `https://${'x'.repeat(4000)}` }), /URL has/],
    ];
    for (const [link, reason] of refused) {
      const told = failure(await reader.namespaces(link, signal));
      assert.ok(told.kind === 'refused');
      assert.match(told.reason, reason);
    }
    for (const name of ['', '..', 'a/b', 'a%2fb']) {
      assert.equal(failure(await reader.podPage(linkTo(), { namespace: name, limit: 1 }, signal)).kind, 'refused');
      assert.equal(failure(await reader.pod(linkTo(), 'shop', name, signal)).kind, 'refused');
    }
    assert.equal(made.batches.length, 1);
  });

  it('reads what SQL Server says of itself', async () => {
    const server = {
      productVersion: '17.0.4065.4',
      edition: 'Enterprise Developer Edition (64-bit)',
      engineEdition: 3,
      serverName: 'sql01',
      versionText: 'Microsoft SQL Server 2025 (RTM-CU7) … on Linux (Ubuntu 24.04.4 LTS) <X64>',
      databaseName: 'kube',
      loginName: 'app',
      mayCall: 1,
    };
    const ready = readerOf(() => [[server], [{ configured: 1, inUse: 0 }], [{ name: 'https://a' }]]);
    assert.deepEqual(value(await ready.reader.probeServer(linkTo().target, signal)), {
      productVersion: '17.0.4065.4',
      majorVersion: 17,
      edition: 'Enterprise Developer Edition (64-bit)',
      engineEdition: 3,
      serverName: 'sql01',
      hostPlatform: 'Linux',
      database: 'kube',
      login: 'app',
      switchInUse: false,
      switchConfigured: true,
      mayCall: true,
      credentials: ['https://a'],
      isSandbox: false,
    });
    const old = readerOf(() => [[{ ...server, productVersion: '16.0.1', mayCall: null }], [], []]);
    const told = value(await old.reader.probeServer(linkTo().target, signal));
    assert.deepEqual([told.majorVersion, told.mayCall, told.switchInUse], [16, false, undefined]);
  });

  it('gives every call’s failure the call', async () => {
    const raised = Object.assign(new Error('x'), { code: 'EREQUEST', number: 31608, state: 24, class: 16 });
    const { reader } = readerOf(() => {
      throw raised;
    });
    const told = failure(await reader.namespaces(linkTo(), signal));
    assert.ok(told.kind === 'sql');
    assert.equal(told.call?.url, `${base}/api/v1/namespaces?limit=500`);
    assert.equal(told.errors[0]?.number, 31608);
  });

  it('lets the procedure’s own time-out come first', async () => {
    const { reader, made } = plain(() => [[facts('NamespaceList')], []]);
    value(await reader.namespaces(linkTo(), signal));
    assert.equal(made.opened[0]?.queryTimeoutSeconds, 60);
    assert.equal(made.batches[0]?.parameters[2]?.value, 30);
  });
});
