import assert from 'node:assert/strict';
import { at, listAt, numberAt, textAt } from '../../src/core/kube/json.ts';
import { podPath, scalePath } from '../../src/core/kube/path.ts';
import { callApi } from '../support/cluster-http.ts';
import { asAdmin, deploymentObject, names, podObject } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { invoke, type Invocation, type Invoked } from './sql.ts';
import type { Chain } from './support.ts';

const strict = '?fieldValidation=Strict&fieldManager=sqlkube';
const pods = `/api/v1/namespaces/${names.shop}/pods`;
const deployment = 'scaled';
const deploymentPath = `/apis/apps/v1/namespaces/${names.shop}/deployments/${deployment}`;

describe('chain: writing', () => {
  let chain: Chain;
  let made = false;
  before(async function () {
    chain = await useChain(this);
    const deployments = deploymentPath.slice(0, deploymentPath.lastIndexOf('/'));
    await asAdmin(chain.cluster, 'POST', deployments, deploymentObject(deployment, 0));
    made = true;
  });
  after(async () => {
    if (made) await asAdmin(chain.cluster, 'DELETE', deploymentPath);
  });

  const send = async (method: string, path: string, more: Partial<Invocation> = {}): Promise<Invoked> =>
    await invoke(chain.gateway, chain.user, {
      url: chain.nginx.url + path,
      method,
      credential: chain.nginx.url,
      ...more,
    });
  const replicas = async (): Promise<number | undefined> =>
    numberAt(at((await asAdmin(chain.cluster, 'GET', deploymentPath)).json, 'spec'), 'replicas');

  it('creates a pod, named by its field manager, and deletes it again', async () => {
    const created = await send('POST', pods + strict, { payload: podObject('from-sql') });
    assert.deepEqual([created.returnValue, created.code], [0, 201]);
    assert.equal(textAt(created.result, 'metadata', 'name'), 'from-sql');
    const seen = await asAdmin(chain.cluster, 'GET', podPath(names.shop, 'from-sql'));
    const managers = listAt(seen.json, 'metadata', 'managedFields').map((entry) => textAt(entry, 'manager'));
    assert.ok(managers.includes('sqlkube'), String(managers));

    const again = await send('POST', pods + strict, { payload: podObject('from-sql') });
    assert.equal(again.returnValue, 409);
    assert.equal(textAt(again.result, 'reason'), 'AlreadyExists');

    const path = `${podPath(names.shop, 'from-sql')}?gracePeriodSeconds=0`;
    assert.equal((await send('DELETE', path)).returnValue, 0);
    const gone = await callApi(chain.cluster.admin, { path: podPath(names.shop, 'from-sql') });
    assert.equal(gone.code, 404);
    assert.equal((await send('DELETE', path)).returnValue, 404);
  });

  it('is told about a misspelt field instead of losing it', async () => {
    const payload = podObject('misspelt', { contianers: [] });
    const answer = await send('POST', pods + strict, { payload });
    assert.equal(answer.returnValue, 400);
    assert.match(textAt(answer.result, 'message') ?? '', /unknown field "spec\.contianers"/);
  });

  it('is told which fields of an object are wrong', async () => {
    const answer = await send('POST', pods + strict, { payload: podObject('Not_A_Name') });
    assert.equal(answer.returnValue, 422);
    assert.equal(textAt(listAt(answer.result, 'details', 'causes')[0], 'field'), 'metadata.name');
  });

  it('sends text beyond ASCII as UTF-8', async () => {
    const payload = { ...podObject('umlaut'), metadata: { name: 'umlaut', annotations: { note: 'Grüße ✓ 😀' } } };
    const created = await send('POST', pods + strict, { payload });
    assert.equal(textAt(created.result, 'metadata', 'annotations', 'note'), 'Grüße ✓ 😀');
    await asAdmin(chain.cluster, 'DELETE', `${podPath(names.shop, 'umlaut')}?gracePeriodSeconds=0`);
  });

  it('scales by PUT on /scale', async () => {
    const path = scalePath('deployments', names.shop, deployment) + strict;
    const payload = {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: deployment, namespace: names.shop },
      spec: { replicas: 2 },
    };
    const answer = await send('PUT', path, { payload });
    assert.deepEqual([answer.returnValue, answer.code], [0, 200]);
    assert.equal(await replicas(), 2);
  });

  it('scales by PATCH, whose type the proxy says for SQL Server', async () => {
    const payload = { spec: { replicas: 1 } };
    const headers = { 'X-Kube-Patch': 'merge' };
    const answer = await send('PATCH', deploymentPath + strict, { payload, headers });
    assert.deepEqual([answer.returnValue, answer.code], [0, 200]);
    assert.equal(await replicas(), 1);
  });

  it('cannot PATCH without that', async () => {
    const answer = await send('PATCH', deploymentPath + strict, { payload: { spec: { replicas: 3 } } });
    assert.equal(answer.returnValue, 415);
    assert.equal(textAt(answer.result, 'reason'), 'UnsupportedMediaType');
    assert.equal(await replicas(), 1);
  });

  it('applies an object whole', async () => {
    const headers = { 'X-Kube-Patch': 'apply' };
    const payload = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: deployment, labels: { team: 'dba' } },
    };
    const answer = await send('PATCH', `${deploymentPath}?fieldManager=sqlkube`, { payload, headers });
    assert.equal(answer.returnValue, 0, JSON.stringify(answer.result));
    assert.equal(textAt(answer.result, 'metadata', 'labels', 'team'), 'dba');
  });
});
