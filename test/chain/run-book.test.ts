import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AccessWish } from '../../src/core/access/presets.ts';
import { chooseAccess } from '../../src/core/access/presets.ts';
import type { ProxyWish } from '../../src/core/proxy/proxy-plan.ts';
import type { SetupPlan } from '../../src/core/setup/plan.ts';
import { startSqlServer, type SqlServer } from '../../src/sandbox/sql-server.ts';
import { clusterNeed, findControlPlane } from '../support/cluster-build.ts';
import { freePorts } from '../support/cluster-process.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { findProgram, skipFor } from '../support/needs.ts';
import { needNginx } from '../support/nginx.ts';
import { assertNoSecretFiles, assertNoSecrets } from '../support/planted.ts';
import { Computer, openProgram } from '../support/program.ts';
import { codesIn, filesOfRunBook, readRunBook, type ReadBook } from '../support/run-book.ts';
import { issueIdentity, passphrase, type IssuedIdentity } from './certificates.ts';
import { ClusterAdmin, lackingAdmin, wholeAdmin } from './run-book/cluster-admin.ts';
import { dbas, Dbas, newPassword, permissionsOf, withoutQuestion } from './run-book/dbas.ts';
import { HostAdmin } from './run-book/host-admin.ts';
import { clusterPieces, pieceText, type Piece } from './run-book/pieces.ts';
import { startMountedNginx } from './set-up-looks.ts';
import { catalogs, clusterObjects, untilEqual } from './traces.ts';
import type { startPodNginx } from './pod-nginx.ts';

const host = 'k8s.corp.example';
const database = 'orders';
const proxySpace = 'sqlkube';
const kubectl = (text: string): string[] => codesIn(text).filter((code) => code.startsWith('kubectl '));

type Step = ReadBook['steps'][number];

describe('the exported run book, carried out by four persons with the rights that it lists', function () {
  this.timeout(300_000);
  let home: string;
  let program: string;
  let port: number;
  let identity: IssuedIdentity;
  let text: string;
  let book: ReadBook;
  let files: ReadonlyMap<string, string>;
  let pieces: readonly Piece[];
  let cluster: Cluster;
  let clusterBefore: readonly string[];
  let clusterAdmin: ClusterAdmin;
  let hostAdmin: HostAdmin;
  let nginx: Awaited<ReturnType<typeof startPodNginx>>;
  let sqlServer: SqlServer;
  let persons: Dbas;
  let sqlBefore: string;
  let token: string;
  const computer = new Computer();
  const trusted: string[] = [];
  const logs: string[] = [];
  const secrets: Record<string, string> = { MASTER_KEY_PASSWORD: newPassword() };
  const endings: (() => Promise<unknown>)[] = [];

  before(async function () {
    this.timeout(600_000);
    program = needNginx(this);
    for (const name of ['bash', 'openssl', 'timeout']) if (findProgram(name) === undefined) skipFor(this, name);
    if ((await findControlPlane(console.log))?.kwok === undefined) skipFor(this, clusterNeed);
    home = await mkdtemp(path.join(tmpdir(), 'sqlkube-run-book-'));
    endings.push(() => rm(home, { recursive: true, force: true }));
    [port = 0] = await freePorts(1);
    identity = await issueIdentity([host]);
    text = await exported();
    book = readRunBook(text);
    files = filesOfRunBook(text);
    pieces = clusterPieces(book);
    const users = [wholeAdmin, ...pieces.map((_, at) => lackingAdmin(at))];
    cluster = (await startCluster({ nodes: 1, users, log: console.log })) ?? skipFor(this, clusterNeed);
    endings.push(() => cluster.stop());
    await cluster.kubectl('create', 'namespace', 'shop');
    await cluster.kubectl('--namespace=shop', 'create', 'deployment', 'web', '--image=registry.example/app:1');
    await cluster.kubectl('--namespace=shop', 'rollout', 'status', 'deployment/web', '--timeout=120s');
    clusterBefore = await clusterObjects(cluster);
  });
  after(async () => {
    for (const end of endings.reverse()) await end();
  });

  /** What the command Export Run Book writes for these choices; everything after it comes from this text. */
  const exported = async (): Promise<string> => {
    const chosen: AccessWish = {
      account: { namespace: proxySpace, name: 'sql-reader' },
      scope: { kind: 'namespaces', namespaces: ['shop'] },
      choices: [{ kind: 'see-pods' }],
    };
    const access = chooseAccess(chosen);
    assert.ok(access.ok);
    const wish: ProxyWish = {
      ...{ namespace: proxySpace, createNamespace: true, hosts: [host], port, access: access.value },
      certificateFingerprint: new X509Certificate(identity.tls.cert).fingerprint256,
      exposure: { kind: 'node-port', clients: ['10.1.0.7/32'] },
    };
    const url = `https://${host}:${port}`;
    const members = [{ user: 'app_reader', forLogin: 'app_reader' }];
    const plan: SetupPlan = {
      options: { url, database, role: 'sqlkube_caller', members, namespace: 'shop', audit: true },
      trust: { host, port, fingerprint256: new X509Certificate(identity.ca).fingerprint256, address: '127.0.0.1' },
      hosts: ['linux'],
    };
    const window = openProgram(computer, { home, authorities: [] });
    await window.context.setups.update(url, { folder: home, plan, cluster: { chosen, wish, newNamespaces: [] } });
    const folder = path.join(home, 'sqlkube', host);
    const done = await window.run('sqlkube.setup.exportRunBook', [{ url }], { pick: folder }, { pick: 'Write' });
    assert.ok(done?.ok, JSON.stringify(window.failures));
    await window.close();
    return await readFile(path.join(folder, `run-book-${host}.md`), 'utf8');
  };

  /** Each person has a folder with the files of the book in it, and with what others hand over. */
  const folderOf = async (person: string, given: Readonly<Record<string, string>>): Promise<string> => {
    const folder = path.join(home, person);
    await mkdir(path.join(folder, 'bin'), { recursive: true });
    for (const [name, content] of [...files, ...Object.entries(given)]) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), content);
    }
    return folder;
  };
  const stepsOf = (owner: string): readonly Step[] => book.steps.filter((step) => step.owner === owner);
  const fileOf = (task: string): string => {
    const found = codesIn(task).flatMap((code) => files.get(code) ?? [])[0];
    assert.ok(found !== undefined, `the book names no file of its own in “${task}”`);
    return found;
  };
  const needed = (use: string, wanted: (piece: Piece) => boolean = () => true): readonly Piece[] =>
    pieces.filter((piece) => piece.use === use && !clusterAdmin.tried.has(piece) && wanted(piece));

  it('needs nobody but these owners, and names every file that its steps use', () => {
    const owners = [...new Set(book.steps.map(({ owner }) => owner))];
    assert.deepEqual(owners.toSorted(), [
      'DBA of the SQL Server instance',
      'DBA of the database',
      'Kubernetes cluster admin',
      "administrator of SQL Server's host",
      'network team',
    ]);
    assert.deepEqual(
      book.steps.map(({ number }) => number),
      book.steps.map((_, at) => at + 1),
    );
  });

  it('lets the cluster admin put the proxy there, and fails by the name of each right that is taken away', async function () {
    const given = { 'tls.crt': identity.tls.cert, 'tls.key': identity.tls.key };
    const folder = await folderOf('cluster-admin', given);
    clusterAdmin = new ClusterAdmin(cluster, folder, pieces);
    await clusterAdmin.prepare(path.join(folder, 'bin'));
    await clusterAdmin.grant(undefined);
    await clusterAdmin.grant('shop');
    const [proxy] = stepsOf('Kubernetes cluster admin');
    assert.ok(proxy);
    const use = `step ${proxy.number}`;
    const [makeNamespace = '', makeSecret = '', apply = '', ...more] = proxy.tasks.flatMap(kubectl);
    assert.deepEqual(more, []);
    await clusterAdmin.refuse(
      `${makeNamespace} --dry-run=server`,
      needed(use, ({ resource, names }) => resource === 'namespaces' && names === undefined),
    );
    await fine(makeNamespace);
    // Its owner may be given rights in the namespace from now on, as the book says.
    await clusterAdmin.grant(proxySpace);
    await clusterAdmin.refuse(
      `${makeSecret} --dry-run=server`,
      needed(use, ({ resource }) => resource === 'secrets'),
    );
    await fine(makeSecret);
    await clusterAdmin.refuse(`${apply} --dry-run=server`, needed(use));
    await fine(apply);
    const [rollout = '', ...others] = proxy.checks.flatMap(kubectl);
    assert.deepEqual(others, []);
    await fine(rollout);
    // The longest that it may take, so that it ends when nothing can be watched.
    assert.match(rollout, / --timeout=5m$/u);
    await clusterAdmin.refuse(rollout.replace('--timeout=5m', '--timeout=2s'), needed(`check of ${proxy.number}`));
    const read = async (kind: string, name: string): Promise<unknown> =>
      JSON.parse(await cluster.kubectl('--namespace', proxySpace, 'get', kind, name, '--output=json'));
    nginx = await startMountedNginx(program, { read, port, apiServer: new URL(cluster.url).host });
    endings.push(() => nginx.stop());
  });

  it('lets the cluster admin make the service account and its token, and no more than the book lists', async () => {
    const [, account, ...others] = stepsOf('Kubernetes cluster admin');
    assert.ok(account !== undefined && others.length === 0);
    const use = `step ${account.number}`;
    const [apply = '', request = '', ...more] = account.tasks.flatMap(kubectl);
    assert.deepEqual(more, []);
    const isBinding = ({ resource, verbs }: Piece): boolean => resource === 'rolebindings' && verbs.includes('create');
    const isToken = ({ resource }: Piece): boolean => resource === 'serviceaccounts/token';
    await clusterAdmin.refuse(
      `${apply} --dry-run=server`,
      needed(use, (piece) => !isBinding(piece) && !isToken(piece)),
    );
    await fine(apply);
    // A binding is only tried when its role is there, which a dry run does not make.
    await cluster.kubectl('--namespace=shop', 'delete', 'rolebinding', 'sql-reader');
    await clusterAdmin.refuse(`${apply} --dry-run=server`, needed(use, isBinding));
    await fine(apply);
    await clusterAdmin.refuse(request, needed(use, isToken));
    token = (await clusterAdmin.handOver(request)).trim();
    assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/u);
    secrets['TOKEN'] = token;
    const questions = account.checks.flatMap(kubectl);
    assert.ok(questions.length > 1);
    for (const question of questions) assert.match(await fine(question), /^yes$/mu, question);
    await clusterAdmin.refuse(questions[0] ?? '', needed(`check of ${account.number}`));
  });

  const fine = async (command: string): Promise<string> => {
    const { status, output } = await clusterAdmin.run(command);
    assert.equal(status, 0, `${command}: ${output}`);
    return output;
  };

  it('lets the network team and the administrator of the host make SQL Server find and trust the proxy', async () => {
    const folder = await folderOf('host-admin', {});
    hostAdmin = new HostAdmin(folder);
    await hostAdmin.prepare(identity.ca);
    const [network] = stepsOf('network team');
    const [line = ''] = codesIn(/^\| Linux \|.*$/mu.exec(fileOf(network?.tasks[0] ?? ''))?.[0] ?? '');
    const [trust, ...others] = stepsOf("administrator of SQL Server's host");
    assert.ok(trust !== undefined && others.length === 0);
    const script = fileOf(trust.tasks[0] ?? '');
    const unknown = await hostAdmin.run(script, ['ca.crt', '--restart'], 'root');
    assert.match(unknown.output, new RegExp(`this host cannot resolve ${host}`, 'u'));
    await hostAdmin.addToHosts(line);
    const refused = await hostAdmin.run(script, ['ca.crt', '--restart'], 'somebody');
    assert.notEqual(refused.status, 0);
    assert.match(refused.output, /run this as root/u);
    const { status, output } = await hostAdmin.run(script, ['ca.crt', '--restart'], 'root');
    assert.equal(status, 0, output);
    for (const [words] of trust.checks.flatMap(codesIn).map((code) => [code]))
      assert.ok(output.includes(words ?? ''), `${words}: ${output}`);
    const file = await hostAdmin.trusted(`sqlkube-${host}.crt`);
    assert.deepEqual([file?.mode, file?.owner], [0o440, 'mssql:mssql']);
    trusted.push(file?.text ?? '');
    // The restart: from now on SQL Server has the names and the trust of its host.
    sqlServer = await startSqlServer({
      trusted,
      switchOn: false,
      databases: [database],
      hosts: await hostAdmin.hosts(),
    });
    endings.push(() => sqlServer.close());
  });

  it('lets each DBA do their steps, and fails by the name of each permission that is taken away', async () => {
    persons = new Dbas(sqlServer, database);
    await persons.prepare(book);
    sqlBefore = await look();
    for (const step of book.steps) {
      const login = dbas[step.owner];
      if (login === undefined) continue;
      const permissions = permissionsOf(book, step.owner);
      const lacking = permissions.flatMap(({ name, steps }, at) =>
        steps.includes(step.number) ? [{ name, login: `${login}_lacks_${at}` }] : [],
      );
      assert.ok(lacking.length > 0, `the book lists no right for “${step.title}”`);
      for (const task of step.tasks) await doTask(step, task, login, lacking);
    }
  });

  const look = async (): Promise<string> => await persons.fine('sa', `USE [${database}];\nGO\n${catalogs}`);

  const doTask = async (
    step: Step,
    task: string,
    login: string,
    lacking: readonly { readonly name: string; readonly login: string }[],
  ): Promise<void> => {
    const [name = ''] = codesIn(task);
    if (task.startsWith('login ')) {
      const statement = `CREATE LOGIN [${name}] WITH PASSWORD = N'$(PASSWORD)';`;
      const PASSWORD = newPassword();
      for (const person of lacking) {
        const { failed, output } = await persons.run(person.login, statement, { PASSWORD });
        assert.ok(failed && output.includes('User does not have permission'), output);
      }
      await persons.fine(login, statement, { PASSWORD });
      persons.passwords.set(name, PASSWORD);
      return;
    }
    const script = fileOf(task);
    for (const person of lacking) {
      const { failed, output } = await persons.run(person.login, script, secrets);
      assert.ok(failed, `${step.title} was done without ${person.name}`);
      if (step.title.startsWith('Prove')) continue;
      assert.match(output, new RegExp(`You lack ${person.name} on the \\w+\\. Nothing was done\\.`, 'u'));
      const bare = await persons.run(person.login, withoutQuestion(script), secrets);
      assert.ok(bare.failed, `SQL Server itself lets ${step.title} be done without ${person.name}`);
    }
    const output = await persons.fine(login, script, secrets);
    if (step.title.startsWith('Prove')) {
      assert.equal(output.match(/^0 201 system:serviceaccount:sqlkube:sql-reader /gmu)?.length, 2, output);
      assert.equal(output.match(/^0 200 PodList /gmu)?.length, 2, output);
    }
  };

  it('ends with pods by SQL Server, for the login that it was set up for, and with the calls on record', async () => {
    const url = `https://${host}:${port}`;
    const query = `USE [${database}];
GO
DECLARE @code int, @response nvarchar(max);
EXECUTE @code = sys.sp_invoke_external_rest_endpoint @url = N'${url}/api/v1/namespaces/shop/pods', @method = N'GET',
    @credential = [${url}], @response = @response OUTPUT;
SELECT JSON_VALUE(value, N'$.metadata.name'), JSON_VALUE(value, N'$.status.phase') FROM OPENJSON(@response, N'$.result.items');`;
    const shown = await persons.fine('app_reader', query);
    assert.match(shown, /^web-\S+ Running$/mu);
    const audit = book.steps.at(-1);
    const records = await persons.fine('server_dba', fileOf(audit?.tasks[0] ?? ''));
    assert.match(records, /external_rest_endpoint_summary/u);
    logs.push(await nginx.log());
    assert.match(logs.join(''), /"path":"\/api\/v1\/namespaces\/shop\/pods","status":200/u);
  });

  it('is taken back by the same persons, last step first, and leaves nothing', async () => {
    for (const step of book.steps.toReversed()) for (const task of step.rollback) await takeBack(step, task);
    assert.equal(await look(), sqlBefore);
    assert.deepEqual(
      (await persons.fine('sa', 'SELECT name FROM sys.server_principals')).includes('app_reader'),
      false,
    );
    assert.equal(await hostAdmin.trusted(`sqlkube-${host}.crt`), undefined);
    await clusterAdmin.withdraw('shop');
    await clusterAdmin.withdraw(undefined);
    await untilEqual(() => clusterObjects(cluster), clusterBefore);
    assert.deepEqual(
      pieces.filter((piece) => !clusterAdmin.tried.has(piece)).map(pieceText),
      [],
      'rights of the book without which nothing fails',
    );
  });

  const takeBack = async ({ owner, number, title }: Step, task: string): Promise<void> => {
    const [command] = kubectl(task);
    if (command !== undefined) {
      await clusterAdmin.refuse(`${command} --dry-run=server`, needed(`rollback of ${number}`));
      await fine(command);
      return;
    }
    const [code = ''] = codesIn(task);
    const login = dbas[owner];
    if (login !== undefined && files.has(code)) {
      for (const [at, { name, steps }] of permissionsOf(book, owner).entries()) {
        if (!steps.includes(number)) continue;
        const { failed, output } = await persons.run(`${login}_lacks_${at}`, fileOf(task), secrets);
        assert.ok(failed && output.includes(`You lack ${name} on the `), `${title}: ${output}`);
      }
      await persons.fine(login, fileOf(task), secrets);
    } else if (login !== undefined && code.startsWith('DROP LOGIN')) {
      await persons.fine(login, `DROP LOGIN [${codesIn(task)[1] ?? ''}];`);
    } else if (files.has(code)) {
      const refused = await hostAdmin.run(fileOf(task), ['--restart'], 'somebody');
      assert.match(refused.output, /run this as root/u);
      const { status, output } = await hostAdmin.run(fileOf(task), ['--restart'], 'root');
      assert.equal(status, 0, output);
    } else if (owner === 'network team') await hostAdmin.clearHosts();
    else assert.ok(login !== undefined, `nobody knows how to do “${task}”`);
  };

  it('leaves no secret in anything that it wrote or printed', async () => {
    const key = identity.tls.key.split('\n').slice(2, 6);
    const planted = [token, passphrase, ...key, ...Object.values(secrets), ...persons.passwords.values()];
    await rm(path.join(home, 'cluster-admin', 'tls.key'));
    logs.push(await nginx.log(), ...clusterAdmin.printed, ...hostAdmin.printed, ...persons.printed);
    await writeFile(path.join(home, 'printed.log'), logs.join('\n'));
    assertNoSecrets(computer, planted);
    const looked = await assertNoSecretFiles(home, planted);
    assert.ok(looked.length > 40, looked.join());
  });
});
