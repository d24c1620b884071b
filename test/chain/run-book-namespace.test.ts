import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clusterNeed, findControlPlane } from '../support/cluster-build.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { skipFor } from '../support/needs.ts';
import { Computer } from '../support/program.ts';
import { codesIn, filesOfRunBook, readRunBook, type ReadBook } from '../support/run-book.ts';
import { issueIdentity, type IssuedIdentity } from './certificates.ts';
import { ClusterAdmin, lackingAdmin, wholeAdmin } from './run-book/cluster-admin.ts';
import { exportBook, personFolder } from './run-book/export.ts';
import { clusterPieces, type Piece } from './run-book/pieces.ts';
import { clusterObjects, untilEqual } from './traces.ts';

const namespace = 'proxies';
const authority = 'their-ca';
const kubectl = (text: string): string[] => codesIn(text).filter((code) => code.startsWith('kubectl '));

describe('the exported run book for a namespace that is there, a load balancer and another API server', function () {
  this.timeout(300_000);
  let home: string;
  let identity: IssuedIdentity;
  let book: ReadBook;
  let files: ReadonlyMap<string, string>;
  let pieces: readonly Piece[];
  let cluster: Cluster;
  const endings: (() => Promise<unknown>)[] = [];

  before(async function () {
    this.timeout(600_000);
    if ((await findControlPlane(console.log))?.kwok === undefined) skipFor(this, clusterNeed);
    home = await mkdtemp(path.join(tmpdir(), 'sqlkube-run-book-'));
    endings.push(() => rm(home, { recursive: true, force: true }));
    identity = await issueIdentity(['k8s.corp.example']);
    const text = await exportBook(new Computer(), {
      ...{ home, identity, namespace, host: 'k8s.corp.example', port: 8443, database: 'orders' },
      wish: {
        createNamespace: false,
        exposure: { kind: 'load-balancer', clients: ['10.1.0.7/32'] },
        upstream: { url: 'https://192.0.2.41:6443', caConfigMap: authority },
      },
    });
    book = readRunBook(text);
    files = filesOfRunBook(text);
    pieces = clusterPieces(book);
    const users = [wholeAdmin, ...pieces.map((_, at) => lackingAdmin(at))];
    cluster = (await startCluster({ nodes: 1, users, log: console.log })) ?? skipFor(this, clusterNeed);
    endings.push(() => cluster.stop());
    for (const name of [namespace, 'shop']) await cluster.kubectl('create', 'namespace', name);
  });
  after(async () => {
    for (const end of endings.reverse()) await end();
  });

  /** Which command of a rollback needs which piece. */
  const isFor = (command: string, { resource, names }: Piece): boolean => {
    if (command.includes(' delete secret ')) return resource === 'secrets';
    if (command.includes(' delete configmap ')) return names?.includes(authority) === true;
    return resource !== 'secrets' && names?.includes(authority) !== true;
  };

  it('needs nothing in the cluster at large, and is taken back object by object', async () => {
    assert.deepEqual(
      pieces.filter((piece) => piece.namespace === undefined),
      [],
    );
    const given = { 'tls.crt': identity.tls.cert, 'tls.key': identity.tls.key, 'ca.crt': identity.ca };
    const folder = await personFolder(path.join(home, 'cluster-admin'), files, given);
    const admin = new ClusterAdmin(cluster, folder, pieces);
    await admin.prepare(path.join(folder, 'bin'));
    const fine = async (command: string): Promise<void> => {
      const { status, output } = await admin.run(command);
      assert.equal(status, 0, `${command}: ${output}`);
    };
    const before = await clusterObjects(cluster);
    await admin.grant(namespace);
    await admin.grant('shop');
    const [proxy, account, ...others] = book.steps.filter(({ owner }) => owner === 'Kubernetes cluster admin');
    assert.ok(proxy !== undefined && account !== undefined && others.length === 0);
    const tasks = proxy.tasks.flatMap(kubectl);
    assert.equal(tasks.length, 3);
    for (const task of tasks) {
      const [, resource] = / create (secret|configmap) /u.exec(task) ?? [];
      if (resource !== undefined)
        await admin.refuse(
          `${task} --dry-run=server`,
          pieces.filter(
            (piece) => piece.use === 'step 1' && piece.names === undefined && piece.resource === `${resource}s`,
          ),
        );
      await fine(task);
    }
    const [rollout = '', show = '', ...more] = proxy.checks.flatMap(kubectl);
    assert.deepEqual(more, []);
    await fine(rollout);
    await fine(show);
    await admin.refuse(
      show,
      pieces.filter(({ use, resource }) => use === 'check of 1' && resource === 'services'),
    );
    await fine(account.tasks.flatMap(kubectl)[0] ?? '');
    for (const { number, rollback } of [account, proxy])
      for (const command of rollback.flatMap(kubectl)) {
        const needed = pieces.filter((piece) => piece.use === `rollback of ${number}` && isFor(command, piece));
        assert.ok(needed.length > 0, command);
        await admin.refuse(`${command} --dry-run=server`, needed);
        await fine(command);
      }
    for (const piece of pieces.filter(({ use }) => use.startsWith('rollback'))) assert.ok(admin.tried.has(piece));
    await admin.withdraw(namespace);
    await admin.withdraw('shop');
    await untilEqual(() => clusterObjects(cluster), before);
  });
});
