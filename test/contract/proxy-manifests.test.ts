import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Access } from '../../src/core/access/grant.ts';
import { allows, pathRules } from '../../src/core/access/path-rules.ts';
import { accessChecks } from '../../src/core/access/roles.ts';
import { at, listAt, textAt } from '../../src/core/kube/json.ts';
import { selfSubjectAccessReviewPath, tokenRequestPath } from '../../src/core/kube/path.ts';
import { accessYaml } from '../../src/core/proxy/access-yaml.ts';
import { planProxy } from '../../src/core/proxy/check-wish.ts';
import { proxyYaml } from '../../src/core/proxy/manifests.ts';
import { classifyTarget } from '../../src/core/proxy/target.ts';
import { createSandboxCertificates } from '../../src/sandbox/proxy/certificates.ts';
import { readRequest } from '../support/api-request.ts';
import { clusterNeed } from '../support/cluster-build.ts';
import { callApi, type ApiTarget } from '../support/cluster-http.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { gatewayDefinitions } from '../support/gateway-crds.ts';
import { skipFor } from '../support/needs.ts';
import { needNginx, startNginx, type RunningNginx } from '../support/nginx.ts';
import { accessOf, basicWish, sampleAccesses, sampleWishes } from '../support/proxy-wishes.ts';

const account = { namespace: 'sqlkube', name: 'sql-reader' };

describe('proxy contract: manifests, real API server', function () {
  this.timeout(180_000);
  let cluster: Cluster;
  let folder: string;

  before(async function () {
    this.timeout(600_000);
    const definitions = await gatewayDefinitions(this);
    cluster = (await startCluster({ log: console.log })) ?? skipFor(this, clusterNeed);
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-manifests-'));
    await cluster.kubectl('apply', '--server-side', '--filename', definitions);
    await cluster.kubectl('wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all');
    for (const name of ['sqlkube', 'shop', 'bank']) await cluster.kubectl('create', 'namespace', name);
  });
  after(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function apply(text: string, ...options: string[]): Promise<string> {
    const file = path.join(folder, 'objects.yaml');
    await writeFile(file, text);
    const flags = ['--server-side', '--field-manager=sqlkube', '--validate=strict', '--force-conflicts'];
    return await cluster.kubectl('apply', ...flags, ...options, '--filename', file);
  }

  const proxyText = (wish: (typeof sampleWishes)[string]): string => {
    const plan = planProxy(wish);
    assert.ok(plan.ok, JSON.stringify(plan));
    return proxyYaml(plan.value);
  };

  for (const [name, wish] of Object.entries(sampleWishes)) {
    it(`takes the proxy behind ${name}, strictly checked`, async () => {
      const text = proxyText(wish);
      const lines = (await apply(text, '--dry-run=server')).trim().split('\n');
      assert.equal(lines.length, text.split('\n---\n').length - 1);
      for (const line of lines) assert.match(line, /serverside-applied \(server dry run\)$/);
    });
  }

  it('would refuse a misspelt field', async () => {
    const text = proxyText(basicWish).replace('automountServiceAccountToken', 'automountServiceAccountTokens');
    await assert.rejects(apply(text, '--dry-run=server'), /automountServiceAccountTokens/);
  });

  it('makes two pods that pass Pod Security "restricted"', async function () {
    if (!cluster.hasControllers) skipFor(this, 'a controller manager');
    await apply(proxyText(basicWish));
    const enforced = await cluster.kubectl('get', 'namespace', 'sqlkube', '--output=json');
    const level = textAt(JSON.parse(enforced), 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');
    assert.equal(level, 'restricted');
    await untilPods(2);
    const config = JSON.parse(
      await cluster.kubectl('--namespace=sqlkube', 'get', 'configmap', 'kube-root-ca.crt', '--output=json'),
    ) as unknown;
    assert.match(textAt(config, 'data', 'ca.crt') ?? '', /BEGIN CERTIFICATE/);
  });

  it('makes new pods for a renewed certificate', async function () {
    if (!cluster.hasControllers) skipFor(this, 'a controller manager');
    const before = await fingerprints();
    assert.deepEqual(before, new Set(['ab'.repeat(32)]));
    await apply(proxyText({ ...basicWish, certificateFingerprint: 'cd'.repeat(32) }));
    // No kubelet makes them ready here, so the old ones stay: nothing is taken away before its successor works.
    await untilPods(3);
    assert.deepEqual(await fingerprints(), new Set(['ab'.repeat(32), 'cd'.repeat(32)]));
  });

  const proxyPods = async (): Promise<readonly unknown[]> => {
    const selector = 'app.kubernetes.io/name=sqlkube-proxy';
    const list = await cluster.kubectl('--namespace=sqlkube', 'get', 'pods', '--selector', selector, '--output=json');
    return listAt(JSON.parse(list), 'items');
  };
  const fingerprints = async (): Promise<Set<string | undefined>> =>
    new Set((await proxyPods()).map((pod) => textAt(pod, 'metadata', 'annotations', 'sqlkube/certificate-sha256')));

  /** Controllers work on their own; there is no event to wait for but the pods themselves. */
  async function untilPods(count: number): Promise<void> {
    for (let left = 60; (await proxyPods()).length !== count; left--) {
      if (left === 0)
        assert.fail(`Not ${count} pods: ${await cluster.kubectl('--namespace=sqlkube', 'get', 'events')}`);
      await delay(500);
    }
  }
});

/** What is asked of the API server itself, with the account's own token; writes are dry runs. */
const paths = [
  ...['/namespaces/shop', '/namespaces/bank', '/namespaces/default', ''].flatMap((place) => [
    ...['pods', 'events', 'secrets', 'nodes', 'serviceaccounts'].map((resource) => `/api/v1${place}/${resource}`),
    ...[
      'pods/web',
      'pods/web/log',
      'pods/web/eviction',
      'pods/web/exec',
      'secrets/config',
      'secrets/other',
      'nodes/n',
    ].map((rest) => `/api/v1${place}/${rest}`),
    ...['deployments', 'deployments/web', 'deployments/api', 'deployments/web/scale', 'deployments/other/scale'].map(
      (rest) => `/apis/apps/v1${place}/${rest}`,
    ),
    `/apis/batch/v1${place}/jobs`,
    `/apis/rbac.authorization.k8s.io/v1${place}/roles`,
  ]),
  '/api/v1/namespaces',
  '/api/v1/namespaces/shop',
  '/api/v1/namespaces/default',
  '/api/v1/namespaces/shop/serviceaccounts/default/token',
];

describe('proxy contract: access, real API server', function () {
  this.timeout(120_000);
  let cluster: Cluster;
  let folder: string;
  let nginx: RunningNginx;
  let certificates: Awaited<ReturnType<typeof createSandboxCertificates>>;

  before(async function () {
    this.timeout(600_000);
    const program = needNginx(this);
    cluster = (await startCluster({ log: console.log })) ?? skipFor(this, clusterNeed);
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-access-'));
    for (const name of ['sqlkube', 'shop', 'bank']) await cluster.kubectl('create', 'namespace', name);
    certificates = await createSandboxCertificates(['k8s.sandbox.example']);
    nginx = await startNginx(program, {
      hosts: ['k8s.sandbox.example'],
      tls: certificates.server,
      upstream: { address: new URL(cluster.url).host, ca: cluster.ca },
      allow: [],
      rate: { perSecond: 10_000, burst: 10_000 },
    });
  });
  after(async () => {
    await nginx.stop();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Puts an access in force, in place of the one before, and returns the API as its account. */
  async function enforce(access: Access): Promise<ApiTarget> {
    const file = path.join(folder, 'access.yaml');
    await writeFile(file, accessYaml(access));
    await cluster.kubectl('apply', '--server-side', '--field-manager=sqlkube', '--validate=strict', '--filename', file);
    await nginx.reload({ allow: pathRules(access) });
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
    const answer = await callApi(cluster.admin, {
      method: 'POST',
      path: tokenRequestPath(account.namespace, account.name),
      body,
    });
    const token = textAt(answer.json, 'status', 'token');
    assert.ok(token !== undefined, answer.text);
    const target = { ...cluster.admin, token };
    await untilAllowed(target, access);
    return target;
  }

  const revoke = async (): Promise<string> =>
    await cluster.kubectl('delete', '--ignore-not-found', '--filename', path.join(folder, 'access.yaml'));

  /** Roles come into force a moment after they are written. Asks all the questions of Check Access. */
  async function untilAllowed(target: ApiTarget, access: Access): Promise<void> {
    for (const question of accessChecks(access)) {
      for (let left = 50; !(await isGranted(target, question)); left--) {
        if (left === 0) assert.fail(`not allowed: ${JSON.stringify(question)}`);
        await delay(100);
      }
    }
  }
  async function isGranted(target: ApiTarget, resourceAttributes: object): Promise<boolean> {
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    };
    const answer = await callApi(target, { method: 'POST', path: selfSubjectAccessReviewPath, body });
    return at(answer.json, 'status', 'allowed') === true;
  }

  for (const [name, access] of Object.entries(sampleAccesses)) {
    it(`lets the account of ${name} do exactly what the proxy lets pass`, async () => {
      const target = await enforce(access);
      const proxied = {
        ...target,
        url: `https://127.0.0.1:${nginx.port}`,
        ca: certificates.ca,
        servername: 'k8s.sandbox.example',
      };
      let granted = 0;
      for (const path of paths) {
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
          if (readRequest(method, path) === undefined) continue;
          const query = method === 'GET' ? '' : '?dryRun=All';
          const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
          const headers = { 'content-type': 'application/json', host: 'k8s.sandbox.example' };
          const isAllowed = allows(access, method, path);
          const direct = await callApi(target, { method, path: path + query, ...body });
          assert.notEqual(direct.code, 401);
          const isOwnRefusal = direct.code === 403 && direct.text.includes(' is forbidden: User ');
          assert.equal(isOwnRefusal, !isAllowed, `${method} ${path}: ${direct.code} ${direct.text}`);
          const through = await callApi(proxied, { method, path: path + query, headers, ...body });
          const isProxyRefusal = through.code === 403 && through.text.includes('SqlKubeProxy');
          assert.equal(isProxyRefusal, !isAllowed, `${method} ${path} by the proxy: ${through.code} ${through.text}`);
          // Which of the two it was that refused, nothing else may differ.
          if (isAllowed) assert.equal(through.code, direct.code, `${method} ${path}`);
          if (isAllowed) granted += 1;
          assert.equal(classifyTarget(path) === 'api' || !isAllowed, true);
        }
      }
      assert.ok(granted > 0);
      await revoke();
    });
  }

  it('forwards the probe set for everybody who has a token', async () => {
    const target = await enforce(accessOf({}));
    const proxied = {
      ...target,
      url: `https://127.0.0.1:${nginx.port}`,
      ca: certificates.ca,
      servername: 'k8s.sandbox.example',
    };
    const headers = { host: 'k8s.sandbox.example' };
    for (const path of ['/version', '/healthz', '/livez', '/readyz', '/readyz?verbose', '/-/healthz']) {
      assert.equal((await callApi(proxied, { path, headers })).code, 200, path);
    }
    for (const [group, kind, spec] of [
      ['authentication.k8s.io', 'SelfSubjectReview', undefined],
      ['authorization.k8s.io', 'SelfSubjectAccessReview', { resourceAttributes: { verb: 'list', resource: 'pods' } }],
      ['authorization.k8s.io', 'SelfSubjectRulesReview', { namespace: 'shop' }],
    ] as const) {
      const body = { apiVersion: `${group}/v1`, kind, ...(spec === undefined ? {} : { spec }) };
      const path = `/apis/${group}/v1/${kind.toLowerCase()}s`;
      assert.equal((await callApi(proxied, { method: 'POST', path, headers, body })).code, 201, path);
    }
    for (const path of ['/api', '/apis', '/openapi/v2', '/metrics']) {
      const answer = await callApi(proxied, { path, headers });
      assert.equal(answer.code, 403);
      assert.match(answer.text, /SqlKubeProxy/);
    }
    await revoke();
  });
});
