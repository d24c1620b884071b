import assert from 'node:assert/strict';
import { listAt, textAt, timeAt } from '../../src/core/kube/json.ts';
import { readKubeStatus } from '../../src/core/kube/status.ts';
import { fullClusterNeed } from '../support/cluster-build.ts';
import { callApi, type ApiAnswer } from '../support/cluster-http.ts';
import { skipFor } from '../support/needs.ts';
import { contractCases, namespace, pod, type ContractCase } from './kube-cases.ts';
import { startReal, startStandIn, type ContractServer } from './kube-servers.ts';
import { answerShape } from './kube-shape.ts';

const pods = `/api/v1/namespaces/${namespace}/pods`;

const ask = async (server: ContractServer, { as = 'admin', request }: ContractCase): Promise<ApiAnswer> =>
  await callApi(server.targets[as], request);

const messageOf = (answer: ApiAnswer): string => readKubeStatus(answer.json)?.message ?? answer.text;

const names = (answer: ApiAnswer): readonly (string | undefined)[] =>
  listAt(answer.json, 'items').map((item) => textAt(item, 'metadata', 'name'));

const servers: Readonly<Record<string, () => Promise<ContractServer | undefined>>> = {
  'the stand-in': startStandIn,
  'a real API server': startReal,
};
const started = new Map<string, ContractServer>();

const serverNamed = (context: Mocha.Context, name: string): ContractServer =>
  started.get(name) ?? skipFor(context, fullClusterNeed);

describe('contract of the Kubernetes API', function () {
  this.timeout(600_000);

  before(async () => {
    for (const [name, start] of Object.entries(servers)) {
      const server = await start();
      if (server !== undefined) started.set(name, server);
    }
  });

  after(async () => {
    for (const server of started.values()) await server.close();
  });

  for (const name of Object.keys(servers)) {
    describe(`holds for ${name}`, () => {
      for (const each of contractCases) {
        it(each.name, async function () {
          const answer = await ask(serverNamed(this, name), each);
          assert.equal(answer.code, each.code, answer.text);
          if (each.says !== undefined) assert.equal(messageOf(answer), each.says);
          if (each.begins !== undefined) assert.ok(messageOf(answer).startsWith(each.begins), messageOf(answer));
        });
      }

      it('pages through a list as it was at the first page', async function () {
        const { admin } = serverNamed(this, name).targets;
        await callApi(admin, { method: 'POST', path: pods, body: pod('e-goes') });
        const first = await callApi(admin, { path: `${pods}?limit=2` });
        await callApi(admin, { method: 'DELETE', path: `${pods}/e-goes?gracePeriodSeconds=0` });
        const token = encodeURIComponent(textAt(first.json, 'metadata', 'continue') ?? '');
        const rest = await callApi(admin, { path: `${pods}?limit=10&continue=${token}` });
        assert.deepEqual([...names(first), ...names(rest)], ['a', 'b', 'c1', 'd', 'e-goes', 'waiting']);
        const fresh = await callApi(admin, { path: pods });
        assert.deepEqual(names(fresh), ['a', 'b', 'c1', 'd', 'waiting']);
      });

      it('answers an expired continue token with 410 and one that goes on', async function () {
        const server = serverNamed(this, name);
        const { admin } = server.targets;
        const first = await callApi(admin, { path: `${pods}?limit=2` });
        await server.expire();
        const token = encodeURIComponent(textAt(first.json, 'metadata', 'continue') ?? '');
        const gone = await callApi(admin, { path: `${pods}?limit=2&continue=${token}` });
        assert.equal(gone.code, 410, gone.text);
        const status = readKubeStatus(gone.json);
        assert.equal(status?.reason, 'Expired');
        assert.match(
          status.message ?? '',
          /^The provided continue parameter is too old to display a consistent list result\./,
        );
        const next = encodeURIComponent(status.metadata?.continue ?? '');
        const rest = await callApi(admin, { path: `${pods}?continue=${next}` });
        assert.deepEqual(names(rest), ['c1', 'd', 'waiting']);
      });

      it('creates a pod, says who wrote it, and ends it with its grace period', async function () {
        const { admin } = serverNamed(this, name).targets;
        const body = pod('made', { nodeName: 'node-1' });
        const made = await callApi(admin, { method: 'POST', path: `${pods}?fieldManager=sqlkube`, body });
        assert.equal(made.code, 201, made.text);
        assert.equal(textAt(listAt(made.json, 'metadata', 'managedFields')[0], 'manager'), 'sqlkube');
        assert.equal(textAt(made.json, 'status', 'phase'), 'Pending');
        const ended = await callApi(admin, { method: 'DELETE', path: `${pods}/made` });
        assert.equal(ended.code, 200, ended.text);
        const deletion = timeAt(ended.json, 'metadata', 'deletionTimestamp');
        assert.ok(deletion !== undefined && deletion > (timeAt(ended.json, 'metadata', 'creationTimestamp') ?? 0));
        await callApi(admin, { method: 'DELETE', path: `${pods}/made?gracePeriodSeconds=0` });
      });
    });
  }

  describe('the stand-in answers as the real API server does', () => {
    for (const each of contractCases) {
      it(each.name, async function () {
        const real = await ask(serverNamed(this, 'a real API server'), each);
        const standIn = await ask(serverNamed(this, 'the stand-in'), each);
        assert.deepEqual(answerShape(standIn, each.begins), answerShape(real, each.begins));
      });
    }
  });
});
