import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tokenClaims } from '../../src/core/kube/token.ts';
import { reviewedText } from '../../src/core/tsql/quoting.ts';
import { startSqlServer, type SqlServer } from '../../src/sandbox/sql-server.ts';
import { clusterNeed, findControlPlane } from '../support/cluster-build.ts';
import { freePorts } from '../support/cluster-process.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { skipFor } from '../support/needs.ts';
import { needNginx } from '../support/nginx.ts';
import { assertNoSecretFiles, assertNoSecrets } from '../support/planted.ts';
import { Computer, openProgram, type Program } from '../support/program.ts';
import type { startPodNginx } from './pod-nginx.ts';
import { assertAccess, rolledOut, servedFingerprint, startMountedNginx } from './set-up-looks.ts';
import { catalogs, clusterObjects, untilEqual } from './traces.ts';

const host = 'k8s.corp.example';
const database = 'orders';
const proxySpace = 'sqlkube';
const never = new AbortController().signal;

describe('from nothing to pods and back, by commands alone', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let sqlServer: SqlServer;
  let home: string;
  let program: Program;
  let nginxProgram: string;
  let url: string;
  let port: number;
  const computer = new Computer();
  /** SQL Server's trust folder. */
  const trusted: string[] = [];
  const planted: string[] = [];
  const endings: (() => Promise<unknown>)[] = [];

  before(async function () {
    this.timeout(600_000);
    nginxProgram = needNginx(this);
    if ((await findControlPlane(console.log))?.kwok === undefined) skipFor(this, clusterNeed);
    cluster = (await startCluster({ nodes: 2, log: console.log })) ?? skipFor(this, clusterNeed);
    endings.push(() => cluster.stop());
    await cluster.kubectl('create', 'namespace', 'shop');
    [port = 0] = await freePorts(1);
    url = `https://${host}:${port}`;
    sqlServer = await startSqlServer({
      trusted,
      switchOn: false,
      databases: [database],
      hosts: new Map([[host, '127.0.0.1']]),
    });
    endings.push(() => sqlServer.close());
    home = await mkdtemp(path.join(tmpdir(), 'sqlkube-from-nothing-'));
    endings.push(() => rm(home, { recursive: true, force: true }));
    program = open();
    endings.push(() => program.close());
  });
  after(async () => {
    for (const end of endings.reverse()) await end();
  });

  const open = (): Program => openProgram(computer, { home, authorities: [], kubeconfigs: [cluster.kubeconfigFile] });

  const objects = (): Promise<readonly string[]> => clusterObjects(cluster);
  const inSqlServer = async (): Promise<unknown> => {
    const [connection] = program.context.profiles.connections();
    assert.ok(connection);
    const target = await program.context.access.target(connection.profile.id, 'quiet');
    assert.ok(target.ok);
    const runner = await program.context.scripts();
    return await runner.ask(target.value, { database, text: reviewedText(catalogs) }, never);
  };
  const read = async (kind: string, name: string): Promise<unknown> =>
    JSON.parse(await cluster.kubectl('--namespace', proxySpace, 'get', kind, name, '--output=json'));
  const startMounted = (): ReturnType<typeof startPodNginx> =>
    startMountedNginx(nginxProgram, { read, port, apiServer: new URL(cluster.url).host });
  const served = (): Promise<string> => servedFingerprint({ host, port, ca: trusted.at(-1) ?? '' });
  const folder = (): string => path.join(home, 'sqlkube', host);
  const context = 'test';

  it('sets the whole chain up from an empty cluster and an empty SQL Server, and takes it away without a trace', async () => {
    const clusterBefore = await objects();
    planted.push(sqlServer.password);

    // The DBA's half: the connection.
    await program.run(
      'sqlkube.connection.add',
      [],
      { type: `localhost,${sqlServer.port}` },
      { type: database },
      { pick: 'SQL login' },
      { type: 'sa' },
      { type: sqlServer.password },
      'keep',
      'keep',
      { confirm: true },
      { press: undefined },
    );
    const sqlBefore = await inSqlServer();

    // The cluster admin's half: certificates, access, proxy.
    await program.run(
      'sqlkube.certificate.create',
      [{ url }],
      { type: '' },
      'keep',
      'keep',
      { pick: 'Make One' },
      'keep',
      { pick: path.join(home, 'certificates', `${host}-${port}`) },
      { pick: 'Write' },
      { press: undefined },
    );
    const certificates = path.join(home, 'certificates', `${host}-${port}`);
    planted.push(...(await readFile(path.join(certificates, 'tls.key'), 'utf8')).split('\n').slice(2, 6));
    await program.run(
      'sqlkube.access.choose',
      [{ url }],
      'keep',
      { pick: 'In These Namespaces…' },
      { type: 'shop' },
      'keep',
      'keep',
      { pick: 'Use This Access' },
      { press: undefined },
    );
    // Abandoned half-way: the window is closed here, and another one goes on.
    await program.close();
    program = open();
    await program.run(
      'sqlkube.proxy.createManifests',
      [{ url }],
      { pick: 'Node Port' },
      'keep',
      { pick: 'Make It' },
      { type: '10.1.0.7/32' },
      { pick: 'That of Its Own Cluster' },
      { pick: 'Done' },
      { pick: folder() },
      { pick: 'Write' },
      { press: undefined },
    );
    const applied = await program.run(
      'sqlkube.cluster.apply',
      [{ url }],
      { pick: context },
      { pick: 'Apply' },
      { press: undefined },
    );
    assert.ok(applied?.ok, JSON.stringify(program.failures));

    // What the pods mount runs outside, since nothing here runs containers; the API server is behind it under its own name.
    let nginx = await startMounted();
    const logs: string[] = [];
    endings.push(() => nginx.stop());

    // The token, for an endpoint that cannot be called yet, and is kept all the same.
    const [connection] = program.context.profiles.connections();
    assert.ok(connection);
    await program.run(
      'sqlkube.endpoint.add',
      [{ connectionId: connection.profile.id }, { url, credential: url }],
      'keep',
      { pick: 'Another credential…' },
      'keep',
      { pick: 'These…' },
      { type: 'shop' },
      { press: 'Save Anyway' },
    );
    const [stored] = program.context.profiles.endpoints();
    assert.ok(stored);
    const row = { connectionId: connection.profile.id, endpointId: stored.profile.id };
    const requested = await program.run(
      'sqlkube.token.request',
      [row],
      { pick: context },
      // The account of the access that was chosen.
      'keep',
      'keep',
      { pick: 'Another…' },
      { type: '2 hours' },
      { pick: 'The API Server' },
      { press: 'Only Keep It' },
    );
    assert.ok(requested?.ok, JSON.stringify(program.failures));
    const token = (await program.context.access.heldToken(row.endpointId)) ?? '';
    const claims = tokenClaims(token);
    assert.deepEqual([claims?.namespace, claims?.serviceAccount], [proxySpace, 'sqlkube']);
    planted.push(token);

    // The DBA's half again: scripts to read, then run.
    const created = await program.run(
      'sqlkube.setup.createSql',
      [{ url }],
      'keep',
      { type: database },
      'keep',
      'keep',
      { type: '' },
      { type: 'shop' },
      { pick: 'An audit session' },
      { pick: 'Linux' },
      'keep',
      { pick: 'The CA That Was Made Here' },
      { pick: folder() },
      { pick: 'Write' },
      { press: undefined },
    );
    assert.ok(created?.ok, JSON.stringify(program.failures));
    const run = async (): Promise<boolean> => {
      const outcome = await program.run(
        'sqlkube.setup.runSql',
        [{ url }],
        { pick: 'Everything to Do' },
        { pick: 'Run' },
        ...(program.context.setups.find(url)?.ran === undefined
          ? [{ pick: 'Make One' }, { confirm: true } as const]
          : []),
        // The token that was requested stands in the box.
        'keep',
      );
      return outcome?.ok === true;
    };
    // SQL Server does not trust the CA yet, and says so; nothing after the proof is run.
    assert.equal(await run(), false);
    planted.push(program.copied.at(-1) ?? '');
    assert.match(
      program.opened.at(-1)?.text ?? '',
      /“Shows whom the API server takes the token for” of .* failed: Msg 31608/,
    );
    // What host/linux/trust.sh does, and the restart.
    trusted.push(await readFile(path.join(certificates, 'ca.crt'), 'utf8'));
    assert.ok(await run(), program.opened.at(-1)?.text);
    assert.match(program.opened.at(-1)?.text ?? '', new RegExp(`system:serviceaccount:${proxySpace}:sqlkube`));

    // Pods in the tree.
    const pods = 3;
    await cluster.kubectl(
      '--namespace=shop',
      'create',
      'deployment',
      'web',
      '--image=registry.example/app:1',
      `--replicas=${pods}`,
    );
    await cluster.kubectl('--namespace=shop', 'rollout', 'status', 'deployment/web', '--timeout=120s');
    const tested = await program.run('sqlkube.endpoint.test', [row]);
    assert.ok(tested?.ok, JSON.stringify(program.failures));
    const [node] = program.model.connections();
    assert.ok(node);
    const [endpoint] = program.model.endpoints(node);
    assert.ok(endpoint, program.tree());
    await program.model.refresh(endpoint);
    const [shop] = program.model.namespaces(endpoint);
    assert.ok(shop, program.tree());
    await program.model.refresh(shop);
    const podsInTree = (): number => program.tree().match(/web-\S+ \| Running · 1\/1/gu)?.length ?? 0;
    assert.equal(podsInTree(), pods, program.tree());
    logs.push(await nginx.log());
    assert.match(logs.join(''), /"path":"\/api\/v1\/namespaces\/shop\/pods","status":200/);

    // The certificate is renewed: other pods, another Secret, and the new certificate for whoever calls.
    const before = await rolledOut(read);
    assert.equal(await served(), before.fingerprint);
    await program.run(
      'sqlkube.certificate.renew',
      [{ url, folder: certificates }],
      { pick: 'A New Key' },
      { pick: 'Replace and Write' },
      { confirm: true },
    );
    planted.push(...(await readFile(path.join(certificates, 'tls.key'), 'utf8')).split('\n').slice(2, 6));
    const remade = await program.run(
      'sqlkube.proxy.createManifests',
      [{ url }],
      ...(['keep', 'keep', 'keep', 'keep', 'keep'] as const),
      { pick: 'Done' },
      { pick: folder() },
      { pick: 'Replace and Write' },
      { press: undefined },
    );
    assert.ok(remade?.ok, JSON.stringify(program.failures));
    const reapplied = await program.run(
      'sqlkube.cluster.apply',
      [{ url }],
      'keep',
      { pick: 'Apply' },
      { press: undefined },
    );
    assert.ok(reapplied?.ok, JSON.stringify(program.failures));
    const after = await rolledOut(read);
    assert.notEqual(after.roll, before.roll);
    assert.notEqual(after.fingerprint, before.fingerprint);
    assert.notEqual(after.key, before.key);
    // What the new pods mount.
    await nginx.stop();
    nginx = await startMounted();
    assert.equal(await served(), after.fingerprint);
    await program.model.refresh(shop);
    assert.equal(podsInTree(), pods, program.tree());

    // The doctor finds nothing broken, and Kubernetes says through SQL Server that what was chosen holds, and no more.
    await program.run('sqlkube.doctor.run', [row]);
    const findings = program.context.doctor.run?.findings ?? [];
    assert.ok(findings.length > 0);
    assert.deepEqual(
      findings.filter(({ outcome }) => outcome === 'fail'),
      [],
    );
    assert.equal(findings.find(({ check }) => check === 'proxy-hash')?.outcome, 'pass');
    const checked = await program.run('sqlkube.access.check', [{ url }], { tick: ['Through SQL Server'] });
    assert.ok(checked?.ok, program.opened.at(-1)?.text);
    assert.equal(program.opened.at(-1)?.name, `Access check ${host}.md`);
    assertAccess(program.opened.at(-1)?.text ?? '');
    logs.push(await nginx.log());
    assert.match(
      logs.at(-1) ?? '',
      /"path":"\/apis\/authorization\.k8s\.io\/v1\/selfsubjectaccessreviews","status":201/,
    );

    // And back: nothing is left where it was made.
    await cluster.kubectl('--namespace=shop', 'delete', 'deployment', 'web', '--wait');
    const files = await readdir(home, { recursive: true });
    const undone = await program.run(
      'sqlkube.setup.undoSql',
      [{ url }],
      { pick: 'Everything, Last Step First' },
      { pick: 'Take Back' },
      { type: database },
    );
    assert.ok(undone?.ok, JSON.stringify(program.failures));
    assert.deepEqual(await inSqlServer(), sqlBefore);
    await program.run('sqlkube.cluster.remove', [{ url }], { pick: context }, { type: host }, { press: undefined });
    await untilEqual(objects, clusterBefore);
    await program.run('sqlkube.setup.open', [{ url }], { pick: '$(trash) Forget This Set-up' });
    assert.deepEqual(program.context.setups.all(), []);
    await program.run('sqlkube.endpoint.remove', [row], { confirm: true });
    assert.ok(![...computer.secrets.all.values()].includes(token), 'the token that was requested is still kept');
    assert.deepEqual(await readdir(home, { recursive: true }), files, 'files are the user’s, and stay');

    // No secret in anything that was shown, logged or kept; keys only in the key files that were asked for.
    for (const name of ['ca.key', 'tls.key']) await rm(path.join(certificates, name));
    assertNoSecrets(computer, planted);
    const looked = await assertNoSecretFiles(home, planted);
    assert.ok(looked.length > 20, looked.join());
    assertAbsentIn(logs.join('\n'), planted);
  });
});

function assertAbsentIn(log: string, secrets: readonly string[]): void {
  for (const [at, secret] of secrets.entries()) assert.ok(!log.includes(secret), `secret ${at} is in the proxy's log`);
}
