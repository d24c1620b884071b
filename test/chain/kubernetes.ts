import { readFile } from 'node:fs/promises';
import { createSign } from 'node:crypto';
import path from 'node:path';
import { tokenClaims } from '../../src/core/kube/token.ts';
import type { Cluster } from '../support/cluster.ts';
import { callApi, type ApiAnswer } from '../support/cluster-http.ts';

/** Names of what the suite's cluster holds. */
export const names = {
  /** Pods of every kind, and the service account. */
  shop: 'shop',
  /** Exists, and has no pods. */
  empty: 'empty',
  /** Exists, but the token may not look into it. */
  closed: 'closed',
  account: 'sqlkube',
  user: 'system:serviceaccount:shop:sqlkube',
  binding: 'sqlkube-may-run-pods',
  deployment: 'web',
  replicas: 6,
  /** Planted: kubectl would print CrashLoopBackOff and 7 restarts. */
  crashing: 'crashing',
  /** Waits for a gate that nobody opens. */
  gated: 'gated',
} as const;

/** As the administrator; throws unless it answered 2xx. */
export async function asAdmin(cluster: Cluster, method: string, at: string, body?: unknown): Promise<ApiAnswer> {
  const patch = method === 'PATCH' ? { headers: { 'content-type': 'application/strategic-merge-patch+json' } } : {};
  const answer = await callApi(cluster.admin, { method, path: at, ...patch, ...(body === undefined ? {} : { body }) });
  if (answer.code >= 300) throw new Error(`${method} ${at}: ${answer.code} ${answer.text}`);
  return answer;
}

const container = { name: 'main', image: 'registry.example/app:1' };

/** A pod's object, as small as Kubernetes takes it. */
export const podObject = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { containers: [container], ...spec },
});

/** A Deployment's object. */
export const deploymentObject = (name: string, replicas: number): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
  },
});

/** Running pods of a Deployment, one that crashes and one that waits. */
export async function createPods(cluster: Cluster): Promise<void> {
  const pods = `/api/v1/namespaces/${names.shop}/pods`;
  const deployment = deploymentObject(names.deployment, names.replicas);
  await asAdmin(cluster, 'POST', `/apis/apps/v1/namespaces/${names.shop}/deployments`, deployment);
  // A gated pod has no node, so that no fake kubelet changes what is planted in its status.
  for (const name of [names.gated, names.crashing]) {
    await asAdmin(cluster, 'POST', pods, podObject(name, { schedulingGates: [{ name: 'example.com/never' }] }));
  }
  const ended = { exitCode: 1, reason: 'Error', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:00Z' };
  await asAdmin(cluster, 'PATCH', `${pods}/${names.crashing}/status`, {
    status: {
      phase: 'Running',
      conditions: [{ type: 'PodScheduled', status: 'True' }],
      containerStatuses: [
        {
          ...container,
          imageID: '',
          ready: false,
          started: false,
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off restarting failed container' } },
          lastState: { terminated: ended },
        },
      ],
    },
  });
  await cluster.kubectl('rollout', 'status', `deployment/${names.deployment}`, '-n', names.shop, '--timeout=120s');
}

/** The same token, ended an hour ago and signed anew with the cluster's own key: nothing but its time is wrong. */
export async function expiredToken(cluster: Cluster, token: string): Promise<string> {
  const [head = '', payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const issued = (tokenClaims(token)?.issuedAt ?? 0) / 1000 - 7200;
  const times = { iat: issued, nbf: issued, exp: issued + 3600 };
  const body = Buffer.from(JSON.stringify({ ...claims, ...times })).toString('base64url');
  const key = await readFile(path.join(cluster.folder, 'sa.key'), 'utf8');
  const signature = createSign('RSA-SHA256').update(`${head}.${body}`).sign(key, 'base64url');
  return `${head}.${body}.${signature}`;
}
