import assert from 'node:assert/strict';
import type { PodRow } from '../../src/core/kube/pod.ts';
import type { Link, PodPage } from '../../src/sql/cluster-reader.ts';
import { names } from './kubernetes.ts';
import { podLog, useChain } from './shared.ts';
import type { Chain } from './support.ts';
import { refusalOf, unwrap } from './unwrap.ts';

const never = new AbortController().signal;

describe('chain: reading', () => {
  let chain: Chain;
  before(async function () {
    chain = await useChain(this);
  });

  const page = async (link: Link, namespace: string): Promise<PodPage> =>
    unwrap(await chain.reader.podPage(link, { namespace, limit: 500 }, never));

  it('tells what SQL Server is and may', async () => {
    const facts = unwrap(await chain.reader.probeServer(chain.user, never));
    assert.equal(facts.majorVersion, 17);
    assert.equal(facts.switchInUse, true);
    assert.equal(facts.mayCall, true);
    assert.equal(facts.login, 'chain_user');
    assert.equal(facts.isSandbox, true);
  });

  it("tells the cluster's version, and the proxy by the hash of its own configuration", async () => {
    const facts = unwrap(await chain.reader.probeEndpoint(chain.proxied, never));
    assert.equal(facts.kubernetesVersion, chain.cluster.version);
    assert.match(facts.proxy?.hash ?? '', /^[0-9a-f]{64}$/);
    const direct = unwrap(await chain.reader.probeEndpoint(chain.direct, never));
    assert.deepEqual(direct, { kubernetesVersion: chain.cluster.version });
  });

  it('lists the namespaces', async () => {
    const rows = unwrap(await chain.reader.namespaces(chain.proxied, never));
    const listed = rows.map(({ name, phase }) => `${name} ${phase}`).sort();
    const own = ['closed', 'default', 'empty', 'kube-node-lease', 'kube-public', 'kube-system', 'shop'];
    assert.deepEqual(
      listed,
      own.map((name) => `${name} Active`),
    );
  });

  it('shows the same pods by table and by full list, and as kubectl does', async () => {
    const [table, full] = [await page(chain.proxied, names.shop), await page(chain.direct, names.shop)];
    assert.deepEqual([table.view, full.view], ['table', 'full']);
    const rows = table.rows.map(withoutTimes);
    assert.deepEqual(rows, full.rows.map(withoutTimes));
    assert.deepEqual(rows, await kubectlRows());
    const of = (name: string): PodRow | undefined => table.rows.find((row) => row.name === name);
    assert.equal(of(names.crashing)?.status, 'CrashLoopBackOff');
    assert.equal(of(names.crashing)?.restarts, 7);
    assert.equal(of(names.gated)?.status, 'SchedulingGated');
    assert.equal(table.rows.filter(({ status }) => status === 'Running').length, names.replicas);
    for (const row of [...table.rows, ...full.rows]) assert.match(row.age, /^\d+[smh]/);
  });

  /** NAME READY STATUS RESTARTS … IP NODE of the real kubectl, in its order. */
  const kubectlRows = async (): Promise<readonly unknown[]> => {
    const text = await chain.cluster.kubectl('get', 'pods', '-n', names.shop, '-o', 'wide', '--no-headers');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [name, ready, status, restarts, , ip, node] = line.replace(/\([^)]*\)/, '').split(/\s+/);
        const present = (cell?: string): string | undefined => (cell === '<none>' ? undefined : cell);
        return { name, ready, status, restarts: Number(restarts), ip: present(ip), node: present(node) };
      });
  };

  it('shows an empty namespace as empty, and so one that does not exist', async () => {
    assert.deepEqual((await page(chain.proxied, names.empty)).rows, []);
    // The token's rights end at its namespaces, so an absent one is refused like a closed one.
    const absent = await chain.reader.podPage(chain.proxied, { namespace: 'absent', limit: 500 }, never);
    assert.equal(refusalOf(absent).code, 403);
  });

  it('fetches one pod in full, with its events', async () => {
    const name = (await page(chain.proxied, names.shop)).rows.find(({ status }) => status === 'Running')?.name ?? '';
    const pod = unwrap(await chain.reader.pod(chain.proxied, names.shop, name, never));
    assert.equal((pod['metadata'] as { name: string }).name, name);
    assert.ok('managedFields' in (pod['metadata'] as object));
    const events = unwrap(await chain.reader.podEvents(chain.proxied, names.shop, name, never));
    assert.ok(
      events.some((event) => event['reason'] === 'Scheduled'),
      JSON.stringify(events),
    );
  });

  it('says 404 with the name for a pod that is gone', async () => {
    const refusal = refusalOf(await chain.reader.pod(chain.proxied, names.shop, 'gone', never));
    assert.equal(refusal.code, 404);
    assert.equal(refusal.status?.message, 'pods "gone" not found');
  });

  it('reads logs as text, which only the proxy makes possible', async () => {
    const name = (await page(chain.proxied, names.shop)).rows.find(({ status }) => status === 'Running')?.name ?? '';
    const request = { tailLines: 100, previous: false };
    const log = unwrap(await chain.reader.podLog(chain.proxied, names.shop, name, request, never));
    assert.equal(log, podLog.map((line) => `${line}\n`).join(''));
    const last = unwrap(
      await chain.reader.podLog(chain.proxied, names.shop, name, { ...request, tailLines: 1 }, never),
    );
    assert.equal(last, `${podLog.at(-1)}\n`);
    const direct = await chain.reader.podLog(chain.direct, names.shop, name, request, never);
    assert.equal(direct.ok ? 'ok' : direct.error.kind, 'refused');
  });

  it('reads an empty log of a pod that has no node', async () => {
    const request = { tailLines: 10, previous: false };
    assert.equal(unwrap(await chain.reader.podLog(chain.proxied, names.shop, names.gated, request, never)), '');
  });

  it("refuses a cluster whose certificate is not the CA's, and says that it was the proxy", async () => {
    const upstream = { address: new URL(chain.cluster.url).host, ca: chain.proxyIdentity.ca };
    await chain.nginx.reload({ upstream });
    try {
      const refusal = refusalOf(await chain.reader.namespaces(chain.proxied, never));
      assert.equal(refusal.code, 502);
      assert.match(JSON.stringify(refusal.status?.details), /proxy/i);
    } finally {
      await chain.nginx.reload();
    }
    unwrap(await chain.reader.namespaces(chain.proxied, never));
  });
});

/** Ages and the time of the last restart move on between two calls. */
function withoutTimes({ name, ready, status, restarts, ip, node }: PodRow): unknown {
  return { name, ready, status, restarts, ip, node };
}
