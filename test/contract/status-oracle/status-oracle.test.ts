import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { listAt, textAt } from '../../../src/core/kube/json.ts';
import { podFacts } from '../../../src/core/kube/pod-facts.ts';
import { podRow, readinessGatesCell } from '../../../src/core/kube/pod-status.ts';
import { decodePodTable } from '../../../src/core/kube/table.ts';
import type { PodRow } from '../../../src/core/kube/pod.ts';
import { startCluster, type Cluster } from '../../support/cluster.ts';
import { clusterNeed } from '../../support/cluster-build.ts';
import { callApi, type ApiAnswer, type ApiRequest } from '../../support/cluster-http.ts';
import { skipFor } from '../../support/needs.ts';
import { defaultSpec, plantedStates, type PlantedState } from './states.ts';

const namespace = 'oracle';
const pods = `/api/v1/namespaces/${namespace}/pods`;
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };

describe('our pod status equals the real server\u2019s own words', function () {
  this.timeout(600_000);
  let cluster: Cluster | undefined;
  let printed: ReadonlyMap<string, PodRow> = new Map();
  let gates: ReadonlyMap<string, string> = new Map();
  let objects: ReadonlyMap<string, unknown> = new Map();
  let printedAt = { from: 0, to: 0 };

  const send = async (request: ApiRequest, code: number): Promise<ApiAnswer> => {
    if (cluster === undefined) throw new Error('no cluster');
    const answer = await callApi(cluster.admin, request);
    assert.equal(answer.code, code, `${request.method ?? 'GET'} ${request.path}: ${answer.text}`);
    return answer;
  };

  const plant = async (state: PlantedState): Promise<void> => {
    const metadata = { name: state.name, ...(state.deleted ? { finalizers: ['sqlkube.example/keep'] } : {}) };
    // A scheduler that is not there: nobody but us writes the status.
    const spec = { ...(state.spec ?? defaultSpec), schedulerName: 'nobody' };
    await send({ method: 'POST', path: pods, body: { apiVersion: 'v1', kind: 'Pod', metadata, spec } }, 201);
    const headers = { 'content-type': 'application/merge-patch+json' };
    await send({ method: 'PATCH', path: `${pods}/${state.name}/status`, headers, body: { status: state.status } }, 200);
    if (state.deleted) await send({ method: 'DELETE', path: `${pods}/${state.name}?gracePeriodSeconds=0` }, 200);
  };

  before(async function () {
    cluster = await startCluster();
    if (cluster === undefined) skipFor(this, clusterNeed);
    await send({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } }, 201);
    if (cluster.hasControllers) {
      const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
      while ((await callApi(cluster.admin, { path: account })).code !== 200) await delay(50);
    }
    for (const state of plantedStates) await plant(state);
    const list = await send({ path: pods }, 200);
    objects = new Map(listAt(list.json, 'items').map((pod) => [textAt(pod, 'metadata', 'name') ?? '', pod]));
    const from = Date.now();
    const answer = await send({ path: `${pods}?includeObject=None`, headers: table }, 200);
    printedAt = { from, to: Date.now() };
    const decoded = decodePodTable(answer.json, namespace);
    assert.ok(decoded.ok, 'the Table was not read');
    printed = new Map(decoded.value.rows.map((row) => [row.name, row]));
    gates = new Map(
      listAt(answer.json, 'rows').map((row) => [String(listAt(row, 'cells')[0]), String(listAt(row, 'cells')[8])]),
    );
  });

  after(async () => {
    await cluster?.stop();
  });

  it('has a state for every word, each planted', () => {
    assert.ok(plantedStates.length >= 25);
    assert.deepEqual([...objects.keys()].sort(), plantedStates.map(({ name }) => name).sort());
  });

  for (const state of plantedStates) {
    it(`${state.name}: ${state.word}`, () => {
      const real = printed.get(state.name);
      assert.ok(real !== undefined, 'the server printed no row');
      assert.equal(real.status, state.word);
      const facts = podFacts(objects.get(state.name));
      // AGE and the bracket of RESTARTS move with the clock: the server's moment lies between the two of ours.
      const ours = [printedAt.from, printedAt.to].map((now) => podRow(facts, now));
      assert.ok(
        ours.some((row) => isDeepStrictEqual(row, real)),
        `the server: ${JSON.stringify(real)}\nours: ${ours.map((row) => JSON.stringify(row)).join('\n  or ')}`,
      );
      assert.equal(readinessGatesCell(facts), gates.get(state.name));
    });
  }
});
