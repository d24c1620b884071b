import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { loadKubeconfig, type ClusterClient, type Kubeconfig } from '../src/cluster/client.ts';
import { applyAll, referenceText, removeAll, type AppliedObject } from '../src/cluster/sequence.ts';
import type { Access } from '../src/core/access/grant.ts';
import { pathRules } from '../src/core/access/path-rules.ts';
import { chooseAccess } from '../src/core/access/presets.ts';
import { accessObjects } from '../src/core/access/roles.ts';
import type { ClusterFailure } from '../src/core/kube/cluster-failure.ts';
import { clusterFailureWords } from '../src/core/kube/cluster-words.ts';
import { namespaceManifest } from '../src/core/proxy/manifests.ts';
import { kubeconfigPaths } from '../src/host/kubeconfig-paths.ts';
import { createSandboxCertificates } from '../src/sandbox/proxy/certificates.ts';
import { startProxy } from '../src/sandbox/proxy/proxy.ts';
import type { SandboxDescription } from '../src/sandbox/sandbox.ts';
import { runSetup, setupScript } from '../src/sandbox/setup.ts';
import { startSqlServer } from '../src/sandbox/sql-server.ts';
import type { Result } from '../src/core/result.ts';

/** Which cluster; without a file the one that kubectl would use. */
export interface ClusterWish {
  readonly file?: string;
  readonly context?: string;
  /** How long the token has to live, in seconds; clusters may grant less. */
  readonly tokenSeconds: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Something that the user can mend, in sentences. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
}

const database = 'kube';
const host = 'localhost';
/**
 * The demo in front of somebody's own cluster: a service account that may see pods, a short token for it, the stand-in proxy
 * that lets through nothing else, and the stand-in SQL Server. All of it is taken away again, however `use` ends.
 */
export async function withOwnCluster<T>(wish: ClusterWish, use: (parts: SandboxDescription) => Promise<T>): Promise<T> {
  const { say, signal, tokenSeconds } = wish;
  const client = await connect(wish);
  const { name, server } = client.context;
  refusePath(name, server);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const version = must(await client.version(signal), name, 'ask for its version');
    say(`context ${name}: Kubernetes ${version} at ${server}`);
    const access = seePods(`sqlkube-demo-${randomBytes(4).toString('hex')}`);
    const ca = must(await client.readConfigMap('default', 'kube-root-ca.crt', signal), name, 'read its CA')['ca.crt'];
    if (ca === undefined) throw new DemoRefused(`ConfigMap default/kube-root-ca.crt of context ${name} holds no CA.`);
    await makeAccount(client, access, say, signal, closing);
    const { namespace, name: serviceAccount } = access.account;
    const wanted = { namespace, serviceAccount, expirationSeconds: tokenSeconds };
    const { token } = must(await client.requestToken(wanted, signal), name, 'request a token');
    await untilAllowed({ server, ca, token }, signal);
    return await use(await startStandIns({ server, ca, token }, access, closing));
  } finally {
    for (const each of closing.splice(0).reverse()) await each();
  }
}

/** Behind a path stands another server, with a certificate and a sign-in of its own, which takes no service account's token. */
function refusePath(context: string, server: string): void {
  if (new URL(server).pathname === '/') return;
  throw new DemoRefused(
    `Context ${context} leads to ${server}, a path of another server, as Rancher has it. SQL Server calls the API server itself, ` +
      'with a service account’s token. Choose a context that leads there; Rancher calls it the authorized cluster endpoint.',
  );
}

const must = <T>(result: Result<T, ClusterFailure>, context: string, doing: string): T => {
  if (!result.ok) throw new DemoRefused(clusterFailureWords(result.error, { context, doing }));
  return result.value;
};

async function connect({ file, context, signal }: ClusterWish): Promise<ClusterClient> {
  const paths = file === undefined ? kubeconfigPaths(process.env, homedir()) : [path.resolve(file)];
  const config: Kubeconfig = must(await loadKubeconfig({ kind: 'files', paths }), context ?? 'current', 'read it');
  const chosen = config.contexts.find(({ name }) => name === (context ?? config.current));
  if (chosen?.program !== undefined && !(await agreesTo(chosen.program, signal))) {
    throw new DemoRefused(
      'Nothing was started, and nothing was asked of the cluster. Answer y in a terminal, or choose a context that needs no program.',
    );
  }
  return must(config.connect({ ...(context !== undefined && { context }) }), context ?? 'current', 'connect');
}

/** A program of the kubeconfig is shown and asked for; without anybody to ask, the answer is no. */
async function agreesTo(program: readonly string[], signal: AbortSignal): Promise<boolean> {
  console.error(`The kubeconfig wants to start, to sign in:\n  ${program.join(' ')}`);
  if (!process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test(await ask.question('Start it? [y/N] ', { signal }));
  } finally {
    ask.close();
  }
}

function seePods(namespace: string): Access {
  const access = chooseAccess({
    account: { namespace, name: namespace },
    scope: { kind: 'cluster' },
    choices: [{ kind: 'see-pods' }],
  });
  if (!access.ok) throw new Error(JSON.stringify(access.error));
  return access.value;
}

/** Registers its removal before anything is made. */
async function makeAccount(
  client: ClusterClient,
  access: Access,
  say: (line: string) => void,
  signal: AbortSignal,
  closing: (() => Promise<unknown>)[],
): Promise<void> {
  const objects = [namespaceManifest(access.account.namespace).value, ...accessObjects(access)];
  let applied: readonly AppliedObject[] = [];
  closing.push(() => takeAway(client, applied, say));
  const done = await applyAll(client, objects, signal);
  applied = done.ok ? done.value : done.error.done;
  if (!done.ok) {
    const doing = `apply ${referenceText(done.error.reference)}`;
    throw new DemoRefused(clusterFailureWords(done.error.failure, { context: client.context.name, doing }));
  }
  say(`made service account ${access.account.namespace}, which may see pods and nothing else`);
}

async function takeAway(
  client: ClusterClient,
  applied: readonly AppliedObject[],
  say: (line: string) => void,
): Promise<void> {
  if (applied.length === 0) return;
  const removed = await removeAll(client, applied, AbortSignal.timeout(30_000));
  const left = removed.ok ? removed.value.filter(({ outcome }) => outcome === 'kept-in-use') : [removed.error];
  if (left.length === 0) say(`removed all ${applied.length} objects again`);
  else say(`still there, remove it with kubectl: ${left.map(({ reference }) => referenceText(reference)).join(', ')}`);
}

interface Reached {
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

/** Authorizers see a new binding a moment later. Asked with the token itself, since not everybody may impersonate. */
async function untilAllowed({ server, ca, token }: Reached, signal: AbortSignal): Promise<void> {
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'demo',
    clusters: [{ name: 'demo', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'demo', user: { token } }],
    contexts: [{ name: 'demo', context: { cluster: 'demo', user: 'demo' } }],
  });
  const loaded = await loadKubeconfig({ kind: 'text', text });
  const own = must(loaded.ok ? loaded.value.connect() : loaded, 'demo', 'use the token');
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(20_000)]);
  for (;;) {
    const answer = must(await own.mayI({ verb: 'list', resource: 'pods' }, deadline), 'demo', 'use the token');
    if (answer.allowed) return;
    await wait(100, undefined, { signal: deadline });
  }
}

/** The stand-in proxy with the allow-list of that access, and the stand-in SQL Server that trusts it. */
async function startStandIns(
  { server, ca, token }: Reached,
  access: Access,
  closing: (() => Promise<unknown>)[],
): Promise<SandboxDescription> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-demo-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const identity = await createSandboxCertificates([host, '127.0.0.1'], 'SQL Kube demo: proxy');
  const proxy = await startProxy({
    host,
    tls: { ...identity.server, faulty: identity.faulty },
    upstream: { url: server, ca },
    allow: pathRules(access),
  });
  closing.push(() => proxy.close());
  const sql = await startSqlServer({ trusted: [identity.ca], switchOn: true, databases: [database] });
  closing.push(() => sql.close());
  const certificate = path.join(folder, 'sqlserver.crt');
  await writeFile(certificate, sql.certificate);
  await runSetup(sql.engine, { user: sql.user, password: sql.password, database }, setupScript(proxy.url, token));
  return {
    sqlserver: { host: sql.host, port: sql.port, user: sql.user, password: sql.password, ca: certificate },
    proxy: { url: proxy.url, ca: certificate },
    kubernetes: { url: server, token: '' },
    database,
    credential: proxy.url,
    faults: [],
  };
}
