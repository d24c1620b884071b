import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { textAt } from '../../src/core/kube/json.ts';
import { startKube } from '../../src/sandbox/kube/server.ts';
import { startCluster } from '../support/cluster.ts';
import { writeCertificates } from '../support/cluster-files.ts';
import { callApi, type ApiRequest, type ApiTarget } from '../support/cluster-http.ts';
import { namespace, pod, type Caller } from './kube-cases.ts';

/** A Kubernetes API with the contract's objects in it. */
export interface ContractServer {
  readonly targets: Readonly<Record<Caller, ApiTarget>>;
  /** Makes all continue tokens handed out so far too old. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

const running = ['a', 'b', 'c1', 'd'];
const pods = `/api/v1/namespaces/${namespace}/pods`;
const waiting = pod('waiting', {
  schedulerName: 'nobody',
  containers: ['c', 'd'].map((name) => ({ name, image: 'registry.example/c:1' })),
});

const must = async (target: ApiTarget, request: ApiRequest, code = 201): Promise<unknown> => {
  const answer = await callApi(target, request);
  if (answer.code !== code)
    throw new Error(`${request.method ?? 'GET'} ${request.path}: ${answer.code} ${answer.text}`);
  return answer.json;
};

const plant = async (admin: ApiTarget): Promise<void> => {
  for (const name of running)
    await must(admin, { method: 'POST', path: pods, body: pod(name, { nodeName: 'node-1' }) });
  await must(admin, { method: 'POST', path: pods, body: waiting });
};

const callers = (admin: ApiTarget, token: string): ContractServer['targets'] => ({
  admin,
  reader: { ...admin, token },
  nobody: { url: admin.url, ca: admin.ca },
  wrong: { ...admin, token: 'not-a-token-of-this-cluster' },
});

/** The stand-in, its clock set so far ahead after planting that the pods run. */
export async function startStandIn(): Promise<ContractServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-contract-'));
  const files = await writeCertificates(folder);
  let now = Date.now();
  const api = await startKube({
    host: '127.0.0.1',
    cert: await readFile(files.certificateFile, 'utf8'),
    key: await readFile(files.keyFile, 'utf8'),
    token: 'reader-of-the-stand-in',
    adminToken: 'administrator-of-the-stand-in',
    clock: () => now,
  });
  api.state.addNamespace(namespace);
  const admin = { url: api.url, ca: files.ca, token: 'administrator-of-the-stand-in' };
  await plant(admin);
  // The pod without a scheduler stays without a node on a real cluster; the stand-in has no scheduler to name.
  api.state.pods.replace(namespace, 'waiting', pendingForever(api.state.pods.get(namespace, 'waiting')));
  now += 10_000;
  return {
    targets: callers(admin, 'reader-of-the-stand-in'),
    expire: () => {
      api.state.expireContinueTokens();
      return Promise.resolve();
    },
    close: async () => {
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const pendingForever = <T>(object: T | undefined): (() => T) => {
  if (object === undefined) throw new Error('the pod was not planted');
  return () => object;
};

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const subjects = [{ kind: 'ServiceAccount', name: 'reader', namespace: 'sqlkube' }];
const roleRef = (name: string): object => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name });

/** Gives the service account what `src/sandbox/kube/identity.ts` gives it in the stand-in. */
const grant = async (admin: ApiTarget): Promise<string> => {
  const create = async (at: string, body: object): Promise<unknown> =>
    await must(admin, { method: 'POST', path: at, body });
  await create('/api/v1/namespaces/sqlkube/serviceaccounts', { metadata: { name: 'reader' } });
  await create(`${rbac}/clusterroles`, {
    metadata: { name: 'sqlkube-namespaces' },
    rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list'] }],
  });
  await create(`${rbac}/clusterroles`, {
    metadata: { name: 'sqlkube-pods' },
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'create', 'delete'] },
      { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
      { apiGroups: [''], resources: ['events'], verbs: ['get', 'list'] },
      { apiGroups: [''], resources: ['resourcequotas'], verbs: ['get', 'list'] },
    ],
  });
  await create(`${rbac}/clusterrolebindings`, {
    metadata: { name: 'sqlkube-namespaces' },
    subjects,
    roleRef: roleRef('sqlkube-namespaces'),
  });
  await create(`${rbac}/namespaces/${namespace}/rolebindings`, {
    metadata: { name: 'sqlkube-pods' },
    subjects,
    roleRef: roleRef('sqlkube-pods'),
  });
  const token = await create('/api/v1/namespaces/sqlkube/serviceaccounts/reader/token', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 3600 },
  });
  return textAt(token, 'status', 'token') ?? '';
};

/** Asks until the answer says yes: the cluster's controllers tell nobody when they are done. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('the real cluster did not come to rest within 60 s');
    await delay(100);
  }
};

/** The real one, with a fake node; undefined when this machine cannot run it. */
export async function startReal(): Promise<ContractServer | undefined> {
  if (process.env['KUBEBUILDER_ASSETS']) return undefined;
  const cluster = await startCluster({ nodes: 1, podLog: ['c: ready'] });
  if (cluster === undefined) return undefined;
  try {
    const { admin } = cluster;
    for (const name of [namespace, 'sqlkube', 'secret-ops']) {
      await must(admin, { method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name } } });
    }
    await until(
      async () =>
        (await callApi(admin, { path: `/api/v1/namespaces/${namespace}/serviceaccounts/default` })).code === 200,
    );
    const token = await grant(admin);
    await plant(admin);
    await until(async () => {
      const { json } = await callApi(admin, { path: `${pods}?fieldSelector=status.phase%3DRunning` });
      return (json as { items: unknown[] }).items.length === running.length;
    });
    return { targets: callers(admin, token), expire: () => cluster.expireLists(), close: () => cluster.stop() };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
