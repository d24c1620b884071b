import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listAt, textAt } from '../../../../src/core/kube/json.ts';
import { decodePodTable } from '../../../../src/core/kube/table.ts';
import type { PodRow } from '../../../../src/core/kube/pod.ts';
import { startKube, type KubeApi, type KubeOptions } from '../../../../src/sandbox/kube/server.ts';
import { writeCertificates, type ClusterFiles } from '../../../support/cluster-files.ts';
import { callApi, type ApiAnswer, type ApiRequest } from '../../../support/cluster-http.ts';

const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const shop = '/api/v1/namespaces/shop/pods';

describe('the small Kubernetes API', () => {
  let folder: string;
  let files: ClusterFiles;
  let api: KubeApi;
  let now = Date.parse('2026-01-10T12:00:00Z');

  const start = async (more: Partial<KubeOptions> = {}): Promise<KubeApi> =>
    await startKube({
      host: '127.0.0.1',
      cert: await readFile(files.certificateFile, 'utf8'),
      key: await readFile(files.keyFile, 'utf8'),
      token: 'reader',
      adminToken: 'administrator',
      clock: () => now,
      ...more,
    });

  const ask = async (request: ApiRequest | string, token = 'reader', of = api): Promise<ApiAnswer> =>
    await callApi(
      { url: of.url, ca: files.ca, ...(token === '' ? {} : { token }) },
      typeof request === 'string' ? { path: request } : request,
    );

  const rowsOf = async (namespace: string, of = api): Promise<readonly PodRow[]> => {
    const at = `/api/v1/namespaces/${namespace}/pods?includeObject=None`;
    const answer = await ask({ path: at, headers: table }, 'reader', of);
    const decoded = decodePodTable(answer.json, namespace);
    assert.ok(decoded.ok, answer.text);
    return decoded.value.rows;
  };

  const find = async (namespace: string, status: string): Promise<PodRow> => {
    const found = (await rowsOf(namespace)).find((row) => row.status === status);
    assert.ok(found !== undefined, `no pod in ${namespace} is ${status}`);
    return found;
  };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-kube-'));
    files = await writeCertificates(folder);
    api = await start();
  });

  after(async () => {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows every word that kubectl has for trouble', async () => {
    const words = new Set([...(await rowsOf('shop')), ...(await rowsOf('payments'))].map(({ status }) => status));
    const expected = [
      'Completed', 'ContainerCreating', 'ContainerStatusUnknown', 'CrashLoopBackOff', 'CreateContainerConfigError', 'ErrImagePull',
      'Error', 'Evicted', 'ExitCode:2', 'ImagePullBackOff', 'Init:0/2', 'Init:1/2', 'Init:CrashLoopBackOff', 'Init:Error',
      'Init:ExitCode:3', 'InvalidImageName', 'NotReady', 'OOMKilled', 'Pending', 'RunContainerError', 'Running', 'SchedulingGated',
      'Signal:9', 'Terminating', 'UnexpectedAdmissionError', 'Unknown',
    ]; // prettier-ignore
    assert.deepEqual([...words].sort(), expected);
    assert.deepEqual(await rowsOf('empty'), []);
  });

  it('makes the same cluster from the same seed', async () => {
    const [same, other] = await Promise.all([start(), start({ seed: 2 })]);
    try {
      assert.deepEqual(await rowsOf('shop', same), await rowsOf('shop'));
      assert.notDeepEqual(await rowsOf('shop', other), await rowsOf('shop'));
    } finally {
      await Promise.all([same.close(), other.close()]);
    }
  });

  it('pages through a fleet without losing or doubling a pod, made only as far as asked', async () => {
    const big = await start({ pods: 2345 });
    try {
      const names: (string | undefined)[] = [];
      let next = '';
      do {
        const at = `/api/v1/namespaces/fleet/pods?limit=500&continue=${encodeURIComponent(next)}`;
        const { json } = await ask(at, 'reader', big);
        names.push(...listAt(json, 'items').map((item) => textAt(item, 'metadata', 'name')));
        next = textAt(json, 'metadata', 'continue') ?? '';
      } while (next !== '');
      assert.equal(names.length, 2345);
      assert.deepEqual(names, [...new Set(names)].sort());
    } finally {
      await big.close();
    }
  });

  it('goes on consistently when a pod vanishes between two pages, and tells the administrator all namespaces', async () => {
    const all = await ask('/api/v1/pods', 'administrator');
    const namesOf = (answer: ApiAnswer): string[] =>
      listAt(answer.json, 'items').map(
        (item) => `${textAt(item, 'metadata', 'namespace') ?? ''}/${textAt(item, 'metadata', 'name') ?? ''}`,
      );
    const first = await ask('/api/v1/pods?limit=5', 'administrator');
    const victim = namesOf(all)[7] ?? '';
    const [namespace = '', name = ''] = victim.split('/');
    assert.equal(api.state.deletePod(namespace, name), true);
    assert.equal(api.state.deletePod(namespace, name), false);
    const token = encodeURIComponent(textAt(first.json, 'metadata', 'continue') ?? '');
    const rest = await ask(`/api/v1/pods?continue=${token}`, 'administrator');
    assert.deepEqual([...namesOf(first), ...namesOf(rest)], namesOf(all));
    assert.ok(!namesOf(await ask('/api/v1/pods', 'administrator')).includes(victim));
  });

  it('brings a created pod up, and takes a deleted one down, as time goes by', async () => {
    const body = { metadata: { name: 'mine' }, spec: { containers: [{ name: 'c', image: 'registry.example/c:1' }] } };
    const statusNow = async (): Promise<string | undefined> =>
      (await rowsOf('shop')).find(({ name }) => name === 'mine')?.status;
    assert.equal((await ask({ method: 'POST', path: shop, body })).code, 201);
    assert.equal(await statusNow(), 'Pending');
    now += 1500;
    assert.equal(await statusNow(), 'ContainerCreating');
    now += 2000;
    assert.equal(await statusNow(), 'Running');
    assert.equal((await ask({ method: 'DELETE', path: `${shop}/mine` })).code, 200);
    assert.equal(await statusNow(), 'Terminating');
    now += 2500;
    assert.equal(await statusNow(), undefined);
  });

  it('tells logs as the kubelet does', async () => {
    const crashing = await find('shop', 'CrashLoopBackOff');
    const log = async (name: string, query: string): Promise<ApiAnswer> => await ask(`${shop}/${name}/log?${query}`);
    const last = await log(crashing.name, 'container=api&tailLines=1&previous=true');
    assert.equal(last.code, 200);
    assert.match(last.text, /exit 1\n$/);
    const never = await log(crashing.name, 'container=sidecar&previous=true');
    assert.match(never.text, /previous terminated container \\"sidecar\\" in pod .* not found/);
    const pulling = await find('shop', 'ImagePullBackOff');
    assert.match((await log(pulling.name, '')).text, /is waiting to start: trying and failing to pull image/);
    const stamped = await log(crashing.name, 'container=sidecar&timestamps=true&tailLines=2');
    assert.match(stamped.text, /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z sidecar: .*\n){2}$/);
    assert.equal((await log(crashing.name, 'container=sidecar&limitBytes=4')).text, 'side');
    assert.equal((await log(crashing.name, 'container=sidecar&sinceSeconds=1')).text, '');
  });

  it('reports events of the pod that is asked for', async () => {
    const crashing = await find('shop', 'CrashLoopBackOff');
    const selector = encodeURIComponent(`involvedObject.kind=Pod,involvedObject.name=${crashing.name},type=Warning`);
    const { json } = await ask(`/api/v1/namespaces/shop/events?fieldSelector=${selector}`);
    assert.deepEqual(
      listAt(json, 'items').map((event) => textAt(event, 'reason')),
      ['BackOff'],
    );
  });

  it('says what it cannot do, and never guesses', async () => {
    const requests: readonly ApiRequest[] = [
      { path: '/api/v1/namespaces/shop/secrets' },
      { path: '/apis/apps/v1/namespaces/shop/deployments' },
      { path: `${shop}?watch=true` },
      { path: shop, headers: { accept: 'application/yaml' } },
      { method: 'PUT', path: `${shop}/x`, body: {} },
      { method: 'DELETE', path: shop },
      { method: 'POST', path: '/api/v1/namespaces', body: {} },
      { method: 'POST', path: `${shop}/x/exec`, body: {} },
    ];
    for (const request of requests) {
      const answer = await ask(request, 'administrator');
      assert.equal(answer.code, 501, `${request.method ?? 'GET'} ${request.path}: ${answer.text}`);
      assert.match(textAt(answer.json, 'message') ?? '', /^Sandbox: not supported: /);
    }
  });

  it('turns away those without a token when it is told to', async () => {
    const strict = await start({ anonymous: false });
    try {
      assert.equal((await ask('/version', '', strict)).code, 401);
      assert.equal((await ask('/version', 'reader', strict)).code, 200);
    } finally {
      await strict.close();
    }
  });
});
