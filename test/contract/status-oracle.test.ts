import assert from 'node:assert/strict';
import { humanDuration } from '../../src/core/kube/duration.ts';
import { at, listAt, textAt } from '../../src/core/kube/json.ts';
import { podFacts, type PodFacts } from '../../src/core/kube/pod-facts.ts';
import type { PodRow } from '../../src/core/kube/pod.ts';
import { podRow, readinessGatesCell } from '../../src/core/kube/pod-status.ts';
import { podRowFromCells } from '../../src/core/kube/table.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { fullClusterNeed } from '../support/cluster-build.ts';
import { callApi } from '../support/cluster-http.ts';
import { skipFor } from '../support/needs.ts';
import { podObjectOf, podStates, restartedAt, type PodState } from '../support/pod-states.ts';
import { projectPods } from '../support/projection.ts';

// One answer holds both what the server prints and what it printed it from, so no pod can change in between.
const tablePath = '/api/v1/namespaces/default/pods?includeObject=Object';
const tableType = 'application/json;as=Table;g=meta.k8s.io;v=v1';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** Spans around each step of the rule, in the middle of their last digit; the future too. */
const spans = [
  -hour, 5 * second, 119.5 * second, 120.5 * second, 8 * minute + 22.5 * second, 10 * minute - second / 2, 10.5 * minute,
  3 * hour - minute / 2, 3 * hour + minute / 2, 7.51 * hour, 8.5 * hour, 47.5 * hour, 48.5 * hour, 50.5 * hour, 7.98 * day,
  8.5 * day, 1.99 * year, 2 * year + day / 2, 2 * year + 1.5 * day, 7.99 * year, 8.5 * year,
]; // prettier-ignore

interface Printed {
  readonly cells: Readonly<Record<string, string>>;
  readonly object: unknown;
}

describe('status oracle', () => {
  let cluster: Cluster | undefined;
  let printed: ReadonlyMap<string, Printed>;
  let projected: ReadonlyMap<string, PodRow>;
  /** Just before and just after the server printed; both clocks are this machine's. */
  let asked: number;
  let answered: number;
  let planted: number;

  before(async function () {
    this.timeout(600_000);
    const found = (await startCluster({ log: (line) => console.log(line) })) ?? skipFor(this, fullClusterNeed);
    cluster = found;
    // Without controllers no namespace gets its service account, and the API server refuses pods.
    if (!found.hasControllers) skipFor(this, fullClusterNeed);
    await post(cluster, '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'bare' } });
    await inParallel(
      podStates.map((state, index) => async () => await plant(running(cluster), `state-${index}`, state)),
    );
    planted = Date.now();
    await inParallel(
      spans.map((span, index) => async () => {
        const pod = { ...restartedAt(planted - span), deleted: false };
        await plant(running(cluster), `span-${index}`, pod);
      }),
    );
    asked = Date.now();
    const answer = await callApi(cluster.admin, { path: tablePath, headers: { accept: tableType } });
    answered = Date.now();
    assert.equal(answer.code, 200, answer.text);
    printed = readTable(answer.json);
    const objects = [...printed.values()].map(({ object }) => object);
    projected = new Map((await projectPods(objects, 'default', answered)).map((row) => [row.name, row]));
  });
  after(async function () {
    this.timeout(60_000);
    await cluster?.stop();
  });

  const find = (name: string): Printed & { readonly facts: PodFacts } => {
    const found = printed.get(name);
    if (found === undefined) throw new Error(`the server printed no pod ${name}`);
    return { ...found, facts: podFacts(found.object) };
  };

  /** What a cell may say that depends on the moment of printing. */
  const during = (cell: (now: number) => string): readonly string[] => {
    const moments: number[] = [];
    for (let now = asked; now < answered; now += second) moments.push(now);
    return [...moments, answered].map(cell);
  };

  for (const [index, state] of podStates.entries()) {
    it(`${state.title}: ${state.prints}`, () => {
      const { cells, facts } = find(`state-${index}`);
      const [restarts = ''] = (cells['Restarts'] ?? '').split(' ');
      assert.equal(`${cells['Status']} ${cells['Ready']} ${restarts}`, state.prints, 'what the server prints');
      const ours = podRow(facts, answered);
      assert.equal(`${ours.status} ${ours.ready} ${ours.restarts}`, state.prints, 'what we compute');
      assert.equal(cells['Readiness Gates'], state.gates, 'what the server prints of gates');
      assert.equal(readinessGatesCell(facts), state.gates, 'what we compute of gates');
      assert.deepEqual(projected.get(`state-${index}`), ours, 'what we compute inside SQL Server');
    });

    it(`${state.title}: address, node and age`, () => {
      const { cells, facts } = find(`state-${index}`);
      const ours = podRow(facts, answered);
      assert.equal(ours.ip ?? '<none>', cells['IP']);
      assert.equal(ours.node ?? '<none>', cells['Node']);
      assert.equal(facts.nominatedNode ?? '<none>', cells['Nominated Node']);
      assert.ok(during((now) => podRow(facts, now).age).includes(cells['Age'] ?? ''), cells['Age']);
      assert.ok(during((now) => restartsCell(podRow(facts, now))).includes(cells['Restarts'] ?? ''), cells['Restarts']);
    });
  }

  for (const [index, span] of spans.entries()) {
    it(`a restart ${humanDuration(span)} ago`, () => {
      const { cells, facts } = find(`span-${index}`);
      assert.ok(during((now) => restartsCell(podRow(facts, now))).includes(cells['Restarts'] ?? ''), cells['Restarts']);
    });
  }

  it('reads the cells as it computes the row', () => {
    for (const { cells, object } of printed.values()) {
      const { Name: name = '', Ready: ready = '', Status: status = '', Restarts: restarts = '', IP: ip = '' } = cells;
      const { Node: node = '', Age: age = '' } = cells;
      const read = podRowFromCells('default', { name, ready, status, restarts, ip, node, age });
      const computed = podRow(podFacts(object), answered);
      const { lastRestart = '', ...rest } = read ?? {};
      const { lastRestart: computedLast = '', ...computedRest } = computed;
      assert.deepEqual({ ...rest, age: '' }, { ...computedRest, age: '' });
      assert.equal(lastRestart === '', computedLast === '');
    }
  });
});

const running = (cluster: Cluster | undefined): Cluster => {
  if (cluster === undefined) throw new Error('there is no cluster');
  return cluster;
};

const restartsCell = ({ restarts, lastRestart }: PodRow): string =>
  lastRestart === undefined ? String(restarts) : `${restarts} (${lastRestart})`;

/** A few at a time: the API server shares this machine with its tests. */
async function inParallel(works: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = works.values();
  const worker = async (): Promise<void> => {
    for (const work of queue) await work();
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

async function post(cluster: Cluster, path: string, body: unknown): Promise<void> {
  const answer = await callApi(cluster.admin, { method: 'POST', path, body });
  if (answer.code !== 201) throw new Error(`POST ${path}: ${answer.code} ${answer.text}`);
}

async function plant(
  cluster: Cluster,
  name: string,
  state: Pick<PodState, 'spec' | 'status' | 'deleted'>,
): Promise<void> {
  // A pod without a node is deleted for good, or failed by the garbage collector, as soon as it is asked to go.
  const spec = state.deleted ? { ...state.spec, nodeName: 'bare' } : state.spec;
  await post(cluster, '/api/v1/namespaces/default/pods', podObjectOf(name, { ...state, spec }));
  const path = `/api/v1/namespaces/default/pods/${name}`;
  if (state.status !== undefined) {
    const headers = { 'content-type': 'application/merge-patch+json' };
    const body = { status: state.status };
    const answer = await callApi(cluster.admin, { method: 'PATCH', path: `${path}/status`, headers, body });
    if (answer.code !== 200) throw new Error(`status of ${name}: ${answer.code} ${answer.text}`);
  }
  if (!state.deleted) return;
  const answer = await callApi(cluster.admin, { method: 'DELETE', path });
  if (answer.code !== 200 && answer.code !== 202) throw new Error(`DELETE ${name}: ${answer.code} ${answer.text}`);
}

function readTable(table: unknown): ReadonlyMap<string, Printed> {
  const columns = listAt(table, 'columnDefinitions').map((column) => textAt(column, 'name') ?? '');
  return new Map(
    listAt(table, 'rows').map((row) => {
      const cells = listAt(row, 'cells').map((cell, index) => [columns[index] ?? '', String(cell)] as const);
      const object = at(row, 'object');
      return [textAt(object, 'metadata', 'name') ?? '', { cells: Object.fromEntries(cells), object }];
    }),
  );
}
