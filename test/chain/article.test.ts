import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { splitBatches } from '../../src/core/tsql/batches.ts';
import type { SqlText } from '../../src/core/tsql/quoting.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { SqlTarget } from '../../src/sql/cluster-reader.ts';
import type { BatchAnswer } from '../../src/sql/driver-contract.ts';
import { asAdmin, names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { runSql } from './sql.ts';
import { targetOf, type Chain } from './support.ts';

/** The scripts call this host; nothing but it, the namespace and the token is changed before they run. */
const scriptHost = 'https://api.example.local';

// What somebody does by hand who follows the public walkthrough: on an instance as it was installed, as sa, the token in
// a header. The scripts in article/ take its steps in words of our own.
describe("chain: the walkthrough's T-SQL", () => {
  let chain: Chain;
  let sandbox: Sandbox | undefined;
  let folder: string | undefined;
  let target: SqlTarget;
  before(async function () {
    chain = await useChain(this);
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-walkthrough-'));
    const trusted = path.join(folder, 'ca.crt');
    await writeFile(trusted, chain.proxyIdentity.ca);
    sandbox = await startSandbox({ bare: true, trust: [trusted] });
    const sa = targetOf(sandbox.sqlServer);
    target = { ...sa, profile: { ...sa.profile, id: 'walkthrough', database: 'master' } };
  });
  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    if (sandbox === undefined) return;
    await chain.gateway.close('walkthrough');
    await sandbox.close();
  });

  const run = async (script: string): Promise<Pick<BatchAnswer, 'recordsets' | 'messages'>> => {
    const text = await readFile(path.join(import.meta.dirname, 'article', script), 'utf8');
    const changed = text
      .replaceAll(scriptHost, chain.nginx.url)
      .replaceAll('/namespaces/default/', `/namespaces/${names.shop}/`)
      .replaceAll('TOKEN', chain.token);
    const recordsets: BatchAnswer['recordsets'][number][] = [];
    const messages: BatchAnswer['messages'][number][] = [];
    for (const batch of splitBatches(changed)) {
      const answer = await runSql(chain.gateway, target, batch.text as SqlText);
      recordsets.push(...answer.recordsets);
      messages.push(...answer.messages);
    }
    return { recordsets, messages };
  };

  it('is refused while the switch is off, and enables it', async () => {
    await assert.rejects(run('version.sql'), /31643/);
    const { recordsets, messages } = await run('enable.sql');
    assert.deepEqual(recordsets, [[{ name: 'external rest endpoint enabled', value_in_use: 1 }]]);
    assert.match(
      messages[0]?.text ?? '',
      /^Configuration option 'external rest endpoint enabled' changed from 0 to 1\. Run the RECONFIGURE/,
    );
  });

  it('prints the version', async () => {
    const { recordsets, messages } = await run('version.sql');
    assert.deepEqual(recordsets, [[{ http_code: '200', kubernetes_version: chain.cluster.version }]]);
    const printed = JSON.parse(messages[0]?.text ?? '') as { result: { gitVersion: string } };
    assert.equal(printed.result.gitVersion, chain.cluster.version);
  });

  it('lists the pods with their containers', async () => {
    const { recordsets } = await run('pods.sql');
    assert.deepEqual(recordsets[0], [{ return_value: 0 }]);
    const text = await chain.cluster.kubectl('get', 'pods', '-n', names.shop, '-o', 'json');
    const { items } = JSON.parse(text) as { items: readonly Pod[] };
    assert.ok(items.length >= names.replicas);
    assert.deepEqual(recordsets[1], items.flatMap(rowsOf));
  });

  it('creates a pod', async () => {
    const { recordsets } = await run('create-pod.sql');
    const row = { return_value: 0, http_code: '201', pod_name: 'from-sql-server', phase: 'Pending' };
    assert.deepEqual(recordsets, [[row]]);
    const at = `/api/v1/namespaces/${names.shop}/pods/from-sql-server`;
    const pod = (await asAdmin(chain.cluster, 'GET', at)).json as Pod;
    assert.equal(pod.spec.containers[0]?.image, 'nginx:latest');
    await asAdmin(chain.cluster, 'DELETE', `${at}?gracePeriodSeconds=0`);
  });
});

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  };
  readonly status: { readonly phase: string; readonly podIP?: string; readonly startTime?: string };
}

const rowsOf = ({ metadata, spec, status }: Pod): object[] =>
  spec.containers.map(({ name, image }) => ({
    pod_name: metadata.name,
    pod_namespace: metadata.namespace,
    node: spec.nodeName ?? null,
    pod_ip: status.podIP ?? null,
    phase: status.phase,
    started: status.startTime === undefined ? null : new Date(status.startTime),
    container_name: name,
    image,
  }));
