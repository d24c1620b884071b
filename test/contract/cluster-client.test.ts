import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { loadKubeconfig, type ClusterClient } from '../../src/cluster/client.ts';
import type { ClusterFailure } from '../../src/core/kube/cluster-failure.ts';
import type { BasicObject, KubeObject } from '../../src/cluster/objects.ts';
import { at, listAt, textAt } from '../../src/core/kube/json.ts';
import { tokenClaims } from '../../src/core/kube/token.ts';
import type { Result } from '../../src/core/result.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { clusterNeed } from '../support/cluster-build.ts';
import { callApi } from '../support/cluster-http.ts';
import { clientOf, trusting } from '../support/kubeconfigs.ts';
import { skipFor } from '../support/needs.ts';

const never = new AbortController().signal;
const rbac = 'rbac.authorization.k8s.io';
const namespace = 'sqlkube';
const account = { namespace, serviceAccount: 'reader' } as const;
const userName = `system:serviceaccount:${namespace}:reader`;

const subjects = [{ kind: 'ServiceAccount', name: 'reader', namespace }] as const;
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
const basics: readonly BasicObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { purpose: 'test' } } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'reader' } },
  { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { namespace, name: 'pods' }, rules },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { namespace, name: 'pods' },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'pods' },
    subjects,
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'sqlkube-namespaces' },
    rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'sqlkube-namespaces' },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'sqlkube-namespaces' },
    subjects,
  },
];

const configMap = (name: string, data: object): KubeObject & { readonly data: object } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'default', name },
  data,
});
const referenceTo = (name: string): { apiVersion: string; kind: string; namespace: string; name: string } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'default',
  name,
});

describe('cluster client on a real control plane', () => {
  let cluster: Cluster;
  let admin: ClusterClient;
  let reader: ClusterClient;
  let started: Cluster | undefined;

  before(async function () {
    this.timeout(600_000);
    started = await startCluster({ longestTokenSeconds: 7200, log: (line) => console.log(line) });
    cluster = started ?? skipFor(this, clusterNeed);
    const loaded = await loadKubeconfig({ kind: 'file', path: cluster.kubeconfigFile });
    admin = must(loaded.ok ? loaded.value.connect() : loaded);
    for (const object of basics) must(await admin.ensure(object, never));
    const { token } = must(await admin.requestToken({ ...account, expirationSeconds: 600 }, never));
    reader = await clientOf({ server: cluster.url, cluster: trusting(cluster.ca), user: { token } });
  });
  after(async function () {
    this.timeout(60_000);
    await started?.stop();
  });

  const must = <T>(answer: Result<T, ClusterFailure>): T => {
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };
  const failureOf = (answer: Result<unknown, ClusterFailure>): ClusterFailure => {
    if (answer.ok) throw new Error('it was answered');
    assert.ok(!JSON.stringify(answer.error).includes(cluster.adminToken), 'a failure holds the token');
    return answer.error;
  };
  const refusal = <K extends ClusterFailure['kind']>(
    answer: Result<unknown, ClusterFailure>,
    kind: K,
  ): Extract<ClusterFailure, { kind: K }> => {
    const failure = failureOf(answer);
    assert.equal(failure.kind, kind, JSON.stringify(failure));
    return failure as Extract<ClusterFailure, { kind: K }>;
  };

  it('reads the version', async () => {
    const version = must(await admin.version(never));
    if (cluster.origin === 'built') assert.equal(version, cluster.version);
    assert.match(version, /^v1\.\d+/);
  });

  describe('ensure', () => {
    it('leaves what is there as it is', async () => {
      for (const object of basics) {
        const kept = must(await admin.ensure(object, never));
        assert.equal(kept.created, false, object.kind);
        assert.equal(textAt(kept.object, 'metadata', 'name'), object.metadata.name);
      }
      const other = [{ apiGroups: [''], resources: ['secrets'], verbs: ['*'] }];
      const role = { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { namespace, name: 'pods' } } as const;
      const kept = must(await admin.ensure({ ...role, rules: other }, never));
      assert.deepEqual(at(kept.object, 'rules'), rules);
    });

    it('makes one object when two ask at once', async () => {
      const object: BasicObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'raced' } };
      const both = await Promise.all([admin.ensure(object, never), admin.ensure(object, never)]);
      const uids = both.map((answer) => textAt(must(answer).object, 'metadata', 'uid'));
      assert.equal(new Set(uids).size, 1);
      assert.ok(both.some((answer) => must(answer).created));
    });

    it('says whose the field is that is wrong', async () => {
      const metadata = { name: 'Not_A_Name' };
      const { status } = refusal(
        await admin.ensure({ apiVersion: 'v1', kind: 'Namespace', metadata }, never),
        'invalid',
      );
      assert.equal(status.reason, 'Invalid');
      assert.equal(status.details?.causes?.[0]?.field, 'metadata.name');
    });

    it('does not make anything in a namespace that is not there', async () => {
      const metadata = { namespace: 'nowhere', name: 'reader' };
      const answer = await admin.ensure({ apiVersion: 'v1', kind: 'ServiceAccount', metadata }, never);
      assert.equal(refusal(answer, 'not-found').status.details?.kind, 'namespaces');
    });
  });

  describe('tokens', () => {
    it('grants what is asked for, to that account, for that long', async () => {
      const before = Date.now();
      const granted = must(await admin.requestToken({ ...account, expirationSeconds: 3000 }, never));
      assert.equal(granted.expirationSeconds, 3000);
      assert.ok(Math.abs(granted.expiresAt - before - 3_000_000) < 60_000, new Date(granted.expiresAt).toISOString());
      assert.equal(tokenClaims(granted.token)?.subject, userName);
    });

    it('tells that less was granted', async () => {
      const granted = must(await admin.requestToken({ ...account, expirationSeconds: 36_000 }, never));
      assert.equal(granted.expirationSeconds, 7200);
      assert.ok(granted.expiresAt - Date.now() <= 7_200_000);
    });

    it('takes other audiences', async () => {
      const wish = { ...account, expirationSeconds: 600, audiences: ['elsewhere'] };
      const { token } = must(await admin.requestToken(wish, never));
      assert.deepEqual(tokenClaims(token)?.audiences, ['elsewhere']);
      const client = await clientOf({ server: cluster.url, cluster: trusting(cluster.ca), user: { token } });
      assert.equal(refusal(await client.whoAmI(never), 'unauthorized').status.reason, 'Unauthorized');
    });

    it('refuses less than ten minutes', async () => {
      const { status } = refusal(await admin.requestToken({ ...account, expirationSeconds: 599 }, never), 'invalid');
      assert.equal(status.details?.causes?.[0]?.field, 'spec.expirationSeconds');
    });

    it('knows no token for an account that is not there', async () => {
      const wish = { namespace, serviceAccount: 'nobody', expirationSeconds: 600 };
      assert.equal(refusal(await admin.requestToken(wish, never), 'not-found').status.details?.name, 'nobody');
    });

    it('takes no name that leads elsewhere', async () => {
      const wish = { namespace, serviceAccount: '../reader', expirationSeconds: 600 };
      refusal(await admin.requestToken(wish, never), 'invalid');
    });
  });

  describe('reviews', () => {
    it('tells who it is', async () => {
      assert.equal(must(await admin.whoAmI(never)).user, 'admin');
      const identity = must(await reader.whoAmI(never));
      assert.equal(identity.user, userName);
      assert.ok(identity.groups.includes(`system:serviceaccounts:${namespace}`));
    });

    it('tells what it may do', async () => {
      const may = async (client: ClusterClient, verb: string, resource: string, where?: string): Promise<boolean> =>
        must(await client.mayI({ verb, resource, ...(where === undefined ? {} : { namespace: where }) }, never))
          .allowed;
      assert.equal(await may(reader, 'list', 'pods', namespace), true);
      assert.equal(await may(reader, 'delete', 'pods', namespace), false);
      assert.equal(await may(reader, 'list', 'pods'), false);
      assert.equal(await may(reader, 'list', 'namespaces'), true);
      assert.equal(await may(admin, 'delete', 'nodes'), true);
    });

    it('tells a subresource and a group apart', async () => {
      const logs = must(await reader.mayI({ verb: 'get', resource: 'pods', subresource: 'log', namespace }, never));
      assert.equal(logs.allowed, false);
      assert.equal(
        must(await reader.mayI({ verb: 'list', group: 'apps', resource: 'pods', namespace }, never)).allowed,
        false,
      );
    });
  });

  describe('apply', () => {
    const data = async (name: string): Promise<unknown> => must(await admin.readConfigMap('default', name, never));

    it('makes an object, then changes it, under our name', async () => {
      assert.equal(must(await admin.apply(configMap('applied', { a: '1', b: '2' }), never)).created, true);
      const again = must(await admin.apply(configMap('applied', { a: '3' }), never));
      assert.equal(again.created, false);
      assert.deepEqual(await data('applied'), { a: '3' });
      const [managed] = listAt(again.object, 'metadata', 'managedFields');
      assert.equal(textAt(managed, 'manager'), 'sqlkube');
      assert.equal(textAt(managed, 'operation'), 'Apply');
    });

    it('refuses a misspelt field', async () => {
      const misspelt = { ...configMap('strict', {}), dta: { a: '1' } };
      const { status } = refusal(await admin.apply(misspelt, never), 'invalid');
      assert.match(status.message ?? '', /dta/);
      refusal(await admin.readConfigMap('default', 'strict', never), 'not-found');
    });

    it('takes no field away from another manager', async () => {
      const theirs = await callApi(cluster.admin, {
        method: 'PATCH',
        path: '/api/v1/namespaces/default/configmaps/shared?fieldManager=somebody',
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: configMap('shared', { a: 'theirs' }),
      });
      assert.equal(theirs.code, 201, theirs.text);
      const { status } = refusal(await admin.apply(configMap('shared', { a: 'ours' }), never), 'conflict');
      assert.equal(status.details?.causes?.[0]?.field, '.data.a');
      assert.match(status.details.causes[0].message ?? '', /somebody/);
      assert.deepEqual(await data('shared'), { a: 'theirs' });
    });

    it('addresses kinds of every group and scope', async () => {
      const metadata = { namespace: 'default', name: 'web' };
      const labels = { app: 'web' };
      const deployment = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: {
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example/app:1' }] } },
        },
      };
      assert.equal(must(await admin.apply(deployment, never)).created, true);
      const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {} } };
      assert.equal(must(await admin.apply(policy, never)).created, true);
      const priority = {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'low' },
        value: 1,
      };
      assert.equal(must(await admin.apply(priority, never)).created, true);
    });

    const wrong: readonly [string, KubeObject, 'invalid' | 'not-found', RegExp][] = [
      ['kind', { apiVersion: 'v1', kind: 'Pot', metadata: { name: 'a' } }, 'invalid', /no kind Pot in v1/],
      ['group', { apiVersion: 'none.example/v1', kind: 'Pod', metadata: { name: 'a' } }, 'not-found', /404|not find/],
      ['version', { apiVersion: '', kind: 'Pod', metadata: { name: 'a' } }, 'invalid', /no API version ""/],
      ['path', { apiVersion: '../v1', kind: 'Pod', metadata: { name: 'a' } }, 'invalid', /no API version "..\/v1"/],
      ['namespace', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }, 'invalid', /"a" needs a namespace/],
      [
        'scope',
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', namespace: 'b' } },
        'invalid',
        /"a" has no namespace/,
      ],
      ['name', { ...configMap('../pods', {}) }, 'invalid', /Not a name/],
    ];
    for (const [what, object, kind, message] of wrong) {
      it(`refuses a wrong ${what}`, async () => {
        assert.match(refusal(await admin.apply(object, never), kind).status.message ?? '', message);
      });
    }

    it('is told what the account may not do', async () => {
      const { status } = refusal(await reader.apply(configMap('forbidden', {}), never), 'forbidden');
      assert.equal(status.reason, 'Forbidden');
      assert.match(status.message ?? '', new RegExp(`User "${userName}" cannot patch resource "configmaps"`));
    });
  });

  describe('remove', () => {
    it('deletes, and finds nothing the second time', async () => {
      must(await admin.apply(configMap('gone', {}), never));
      assert.deepEqual(must(await admin.remove(referenceTo('gone'), never)), { pending: false });
      assert.equal(refusal(await admin.remove(referenceTo('gone'), never), 'not-found').status.details?.name, 'gone');
    });

    it('deletes only the very object when told its uid', async () => {
      const { object } = must(await admin.apply(configMap('this-one', {}), never));
      const other = { ...referenceTo('this-one'), uid: '00000000-0000-0000-0000-000000000000' };
      refusal(await admin.remove(other, never), 'conflict');
      const uid = textAt(object, 'metadata', 'uid') ?? '';
      assert.deepEqual(must(await admin.remove({ ...other, uid }, never)), { pending: false });
    });

    it('tells that finalizers hold an object back', async () => {
      const { metadata, ...rest } = configMap('held', {});
      const held = { ...rest, metadata: { ...metadata, finalizers: ['example.org/held'] } };
      must(await admin.apply(held, never));
      assert.deepEqual(must(await admin.remove(referenceTo('held'), never)), { pending: true });
      must(await admin.ensure({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'leaving' } }, never));
      const leaving = { apiVersion: 'v1', kind: 'Namespace', name: 'leaving' };
      assert.deepEqual(must(await admin.remove(leaving, never)), { pending: true });
    });
  });

  it("reads the cluster's CA", async function () {
    if (!cluster.hasControllers) return skipFor(this, 'a controller manager (Go)');
    await cluster.kubectl('wait', '--for=create', 'configmap/kube-root-ca.crt', '--timeout=30s');
    const texts = must(await admin.readConfigMap('default', 'kube-root-ca.crt', never));
    assert.equal(texts['ca.crt']?.trim(), cluster.ca.trim());
  });

  describe('failures on the way', () => {
    it('is not let in with a wrong token', async () => {
      const user = { token: 'wrong' };
      const stranger = await clientOf({ server: cluster.url, cluster: trusting(cluster.ca), user });
      assert.equal(refusal(await stranger.version(never), 'unauthorized').status.code, 401);
    });

    it('is nobody without a token', async () => {
      const nobody = await clientOf({ server: cluster.url, cluster: trusting(cluster.ca) });
      assert.match(must(await nobody.version(never)), /^v1\./);
      const { status } = refusal(await nobody.readConfigMap('default', 'kube-root-ca.crt', never), 'forbidden');
      assert.match(status.message ?? '', /User "system:anonymous"/);
    });

    it('refuses a server that the CA did not sign', async () => {
      const trustsNobody = await clientOf({ server: cluster.url, user: { token: cluster.adminToken } });
      assert.match(refusal(await trustsNobody.version(never), 'tls').code, /SELF_SIGNED|UNABLE_TO|CERT/);
    });

    it('refuses a server of another name', async () => {
      const named = { ...trusting(cluster.ca), 'tls-server-name': 'elsewhere.example' };
      const client = await clientOf({ server: cluster.url, cluster: named, user: { token: cluster.adminToken } });
      assert.equal(refusal(await client.version(never), 'tls').code, 'ERR_TLS_CERT_ALTNAME_INVALID');
    });

    it('is cancelled between what one call asks', async () => {
      const stop = new AbortController();
      const relay = await relayTo(cluster, (url) => {
        if (url.endsWith('/serviceaccounts')) stop.abort();
      });
      try {
        const client = await clientOf({
          server: relay.url,
          cluster: trusting(cluster.ca),
          user: { token: cluster.adminToken },
        });
        const metadata = { namespace, name: 'cancelled' };
        const answer = await client.ensure({ apiVersion: 'v1', kind: 'ServiceAccount', metadata }, stop.signal);
        assert.deepEqual(failureOf(answer), { kind: 'cancelled' });
      } finally {
        relay.close();
      }
    });
  });
});

/** Hands requests on to the control plane under its own certificate, after telling their paths without queries. */
async function relayTo(
  cluster: Cluster,
  tell: (path: string) => void,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const [cert, key] = await Promise.all(
    ['apiserver.crt', 'apiserver.key'].map((file) => readFile(path.join(cluster.folder, file))),
  );
  const server: Server = createServer({ cert, key }, (request, response) => {
    const { url = '/', method = 'GET' } = request;
    tell(url.split('?')[0] ?? '');
    void callApi(cluster.admin, { method, path: url }).then(({ code, text }) => response.writeHead(code).end(text));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
