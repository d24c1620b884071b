import assert from 'node:assert/strict';
import type { ClientRequest } from 'node:http';
import { request } from 'node:https';
import { explain } from '../../src/core/decode/explain.ts';
import { candidates } from '../../src/core/decode/diagnosis.ts';
import type { Finding } from '../../src/core/doctor/finding.ts';
import { firstBroken } from '../../src/core/doctor/summary.ts';
import { headlineOf } from '../../src/core/doctor/words.ts';
import { podsPath } from '../../src/core/kube/path.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../src/sandbox/proxy/certificates.ts';
import { startSqlServer, type SqlServer } from '../../src/sandbox/sql-server.ts';
import type { Link, SqlTarget } from '../../src/sql/cluster-reader.ts';
import { createDoctor, type Doctor } from '../../src/sql/doctor.ts';
import { createHands } from '../../src/sql/doctor-hands.ts';
import { mssqlDriver } from '../../src/sql/driver.ts';
import { createGateway, type SqlGateway } from '../../src/sql/gateway.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { callApi } from '../support/cluster-http.ts';
import { subjectOf } from '../support/doctor.ts';
import { skipFor } from '../support/needs.ts';
import { needNginx, startNginx, type NginxRun, type RunningNginx } from '../support/nginx.ts';
import { createAccess } from './account.ts';
import { asAdmin, expiredToken, names, podObject } from './kubernetes.ts';
import { startPlainNginx } from './plain-nginx.ts';
import { linkTo, targetOf } from './support.ts';

const seconds = 10;
const loadDriver = (): Promise<typeof mssqlDriver> => Promise.resolve(mssqlDriver);

describe('the doctor on a real nginx and a real API server', () => {
  let program: string;
  let cluster: Cluster;
  let token: string;
  let certificates: SandboxCertificates;
  let strangers: SandboxCertificates;
  let sqlServer: SqlServer;
  let target: SqlTarget;
  let doctor: Doctor;
  let gateway: SqlGateway;
  let nginx: RunningNginx;
  const endings: (() => Promise<unknown>)[] = [];
  /** Proxies of one test. */
  const started: (() => Promise<unknown>)[] = [];

  before(async function () {
    this.timeout(600_000);
    program = needNginx(this);
    cluster = (await startCluster({ log: (line) => console.log(line) })) ?? skipFor(this, 'Go');
    endings.push(() => cluster.stop());
    token = await createAccess(cluster);
    [certificates, strangers] = await Promise.all([
      createSandboxCertificates(['localhost']),
      createSandboxCertificates(['localhost'], 'a CA that nobody trusts'),
    ]);
    sqlServer = await startSqlServer({ trusted: [certificates.ca], switchOn: true, databases: ['kube'] });
    endings.push(() => sqlServer.close());
    target = targetOf(sqlServer);
    doctor = createDoctor({ loadDriver, timeouts: () => ({ connect: 15, call: seconds }) });
    gateway = createGateway({ loadDriver, timeouts: () => ({ connectSeconds: 15, querySeconds: 60 }) });
    endings.push(
      () => doctor.close(),
      () => gateway.close(),
    );
    nginx = await run({});
    endings.push(...started.splice(0));
  });
  afterEach(async () => {
    for (const end of started.splice(0)) await end();
  });
  after(async function () {
    this.timeout(60_000);
    for (const end of endings.reverse()) await end();
  });

  /** The generated proxy in front of the cluster, with changes. */
  async function run(changes: Partial<NginxRun>): Promise<RunningNginx> {
    const made = await startNginx(program, {
      hosts: ['localhost'],
      tls: certificates.server,
      upstream: { address: new URL(cluster.url).host, ca: cluster.ca },
      ...changes,
    });
    started.push(() => made.stop());
    return made;
  }

  const to = (url: string, change: Partial<Link['endpoint']> = {}, secret = token): Link => {
    const link = linkTo(target, url, { kind: 'token' }, secret);
    return { ...link, endpoint: { ...link.endpoint, namespaces: [names.shop], ...change } };
  };

  async function examine(link: Link): Promise<readonly Finding[]> {
    const signal = AbortSignal.timeout(60_000);
    return (await doctor.examine(link, { subject: subjectOf(link), now: new Date(), signal })).findings;
  }

  /** What is not well, but that the token of the tests lives for an hour. */
  const unwell = (findings: readonly Finding[]): string[] =>
    findings
      .filter(({ outcome, check }) => (outcome === 'fail' || outcome === 'warn') && !check.endsWith('expiry'))
      .map(({ check }) => check);

  /** What the doctor calls broken, and by which causes. */
  async function brokenAt(link: Link): Promise<{ check: string | undefined; causes: string[]; finding?: Finding }> {
    const findings = await examine(link);
    const finding = firstBroken(findings);
    const causes = (finding?.causes ?? []).map(({ code }) => code);
    return { check: finding?.check, causes, ...(finding && { finding }) };
  }

  /** What the decoder makes of the error that a list, or another call, ends in. */
  async function decoded(link: Link, call?: { readonly path: string; readonly body: string }): Promise<string[]> {
    const hands = createHands({ gateway, link, callSeconds: seconds, clock: () => performance.now() });
    const answer = await hands.call(
      call ? { ...call, method: 'POST', signIn: true } : { path: podsPath(names.shop, { limit: 5 }), signIn: true },
      AbortSignal.timeout(60_000),
    );
    assert.ok(!answer.ok, 'the call went well');
    return candidates(explain(answer.error, { sqlServerName: 'localhost', endpointUrl: link.endpoint.url })).map(
      ({ code }) => code,
    );
  }

  it('finds nothing broken in a chain that works, and that the proxy translates', async () => {
    const findings = await examine(to(nginx.url));
    assert.deepEqual(unwell(findings), []);
    const passed = new Set(findings.filter(({ outcome }) => outcome === 'pass').map(({ check }) => check));
    for (const check of ['proxy-answer', 'api-server', 'token', 'access', 'pods', 'table', 'patch'] as const)
      assert.ok(passed.has(check), check);
  });

  describe('nginx', () => {
    it('stopped: nothing listens', async () => {
      const stopped = await run({});
      await stopped.stop();
      started.pop();
      const { check, causes } = await brokenAt(to(stopped.url));
      assert.equal(check, 'tcp');
      assert.ok(causes.includes('tcp.refused'));
      assert.ok((await decoded(to(stopped.url))).includes('tcp.refused'));
    });

    it('with a wrong upstream: the proxy answers, and nothing behind it', async () => {
      const astray = await run({ upstream: { address: '127.0.0.1:9', ca: cluster.ca } });
      const { check, causes } = await brokenAt(to(astray.url));
      assert.equal(check, 'upstream');
      assert.ok(causes.includes('api.down'));
      assert.ok((await decoded(to(astray.url))).includes('api.down'));
    });

    it('with another CA for the API server: one of the same set', async () => {
      const wary = await run({ upstream: { address: new URL(cluster.url).host, ca: strangers.ca } });
      const { check, causes } = await brokenAt(to(wary.url));
      assert.equal(check, 'upstream');
      assert.ok(causes.includes('api.certificate-untrusted') && causes.length > 1);
      assert.ok((await decoded(to(wary.url))).includes('api.certificate-untrusted'));
    });

    for (const [fault, check, cause] of [
      ['expired', 'tls-dates', 'tls.expired'],
      ['not-yet-valid', 'tls-dates', 'tls.not-yet-valid'],
      ['wrong-name', 'tls-name', 'tls.wrong-name'],
    ] as const) {
      it(`with a certificate that is ${fault}`, async () => {
        const bad = await run({ tls: certificates.faulty[fault] });
        assert.deepEqual(await brokenAt(to(bad.url)).then(({ check: at, causes }) => [at, causes]), [check, [cause]]);
      });
    }

    it('with the certificate of another CA', async () => {
      const unknown = await run({ tls: strangers.server });
      const { check, causes } = await brokenAt(to(unknown.url));
      assert.equal(check, 'tls-trust');
      assert.ok(causes.includes('tls.ca-missing'));
    });

    it('with deny rules of its own: it is the proxy that refuses', async () => {
      const strict = await run({ allow: [] });
      const { check, causes } = await brokenAt(to(strict.url));
      assert.deepEqual([check, causes], ['pods', ['proxy.rule']]);
      assert.deepEqual(await decoded(to(strict.url)), ['proxy.rule']);
    });

    it('with HTML error pages, and nobody behind it', async () => {
      const plain = await startPlainNginx(program, 'https://127.0.0.1:9', certificates.server);
      started.push(() => plain.stop());
      const { check, causes, finding } = await brokenAt(to(plain.url));
      assert.equal(check, 'upstream');
      assert.ok(causes.includes('api.down'));
      assert.match(finding?.evidence?.join('\n') ?? '', /HTTP 502 with (a body of text\/html|no body)/);
    });

    it('with HTML error pages and a deny rule: nobody of ours refuses', async () => {
      const plain = await startPlainNginx(program, cluster.url, certificates.server, 'deny all;');
      started.push(() => plain.stop());
      const { check, causes, finding } = await brokenAt(to(plain.url));
      assert.deepEqual([check, causes], ['api-server', ['proxy.blocks-caller']]);
      assert.ok(finding && headlineOf(finding).startsWith('Most likely: '));
    });

    it('as somebody set it up by hand: works, and does not translate', async () => {
      const plain = await startPlainNginx(program, cluster.url, certificates.server);
      started.push(() => plain.stop());
      const findings = await examine(to(plain.url));
      assert.equal(firstBroken(findings), undefined);
      assert.deepEqual(unwell(findings), ['proxy-answer', 'table', 'patch']);
    });
  });

  describe('the API server', () => {
    it('with a token that ended: the token says so itself', async () => {
      const ended = await expiredToken(cluster, token);
      assert.deepEqual(await brokenAt(to(nginx.url, {}, ended)).then(({ check, causes }) => [check, causes]), [
        'token',
        ['access.token-expired'],
      ]);
      assert.ok((await decoded(to(nginx.url, {}, ended))).includes('access.token-expired'));
    });

    it('with a token of another cluster: the same error, and another cause', async () => {
      const foreign = `${token.slice(0, -8)}AAAAAAAA`;
      const { check, causes } = await brokenAt(to(nginx.url, {}, foreign));
      assert.deepEqual([check, causes], ['token', ['access.token-rejected']]);
    });

    it('with a namespace whose roles were removed', async () => {
      const closed = { namespaces: [names.closed] };
      const { check, causes } = await brokenAt(to(nginx.url, closed));
      assert.deepEqual([check, causes], ['access', ['access.role-missing']]);
    });

    it('with a quota that is used up: not a matter of rights', async () => {
      const quota = {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'full' },
        spec: { hard: { pods: '0' } },
      };
      await asAdmin(cluster, 'POST', `/api/v1/namespaces/${names.shop}/resourcequotas`, quota);
      const body = JSON.stringify(podObject('one-more'));
      const create = { path: podsPath(names.shop), body };
      // The controller has to count before the quota holds.
      for (let refused = false; !refused;) {
        const answer = await callApi(
          { ...cluster.admin, token },
          { method: 'POST', path: `${create.path}?dryRun=All`, body: podObject('one-more') },
        );
        refused = answer.code === 403 && answer.text.includes('exceeded quota');
      }
      assert.deepEqual(await decoded(to(nginx.url), create), ['access.quota']);
      // This account may not read quotas, and the doctor tries nothing: it says what it could not see.
      const findings = await examine(to(nginx.url));
      assert.equal(findings.find(({ check }) => check === 'quota')?.outcome, 'could not check');
      await grantQuotas(cluster);
      const { check, causes } = await brokenAt(to(nginx.url));
      assert.deepEqual([check, causes], ['quota', ['access.quota']]);
      await asAdmin(cluster, 'DELETE', `/api/v1/namespaces/${names.shop}/resourcequotas/full`);
    });

    it('that puts this caller off', async () => {
      await throttle(cluster);
      const busy = holdSeats(cluster, token);
      started.push(() => {
        busy.destroy();
        return Promise.resolve();
      });
      const path = podsPath(names.shop, { limit: 1 });
      for (let code = 0; code !== 429;) {
        busy.hold();
        ({ code } = await callApi({ ...cluster.admin, token }, { path }));
      }
      const { check, causes } = await brokenAt(to(nginx.url));
      assert.deepEqual([check, causes], ['api-server', ['api.throttled']]);
      assert.ok((await decoded(to(nginx.url))).includes('api.throttled'));
    });

    it('stopped: the proxy answers for itself, and says that nobody is behind it', async function () {
      this.timeout(60_000);
      await cluster.stop();
      const { check, causes } = await brokenAt(to(nginx.url));
      assert.equal(check, 'upstream');
      assert.ok(causes.includes('api.down'));
      assert.ok((await decoded(to(nginx.url))).includes('api.down'));
    });
  });
});

const rbac = 'rbac.authorization.k8s.io';
const account = { kind: 'ServiceAccount', name: names.account, namespace: names.shop };

async function grantQuotas(cluster: Cluster): Promise<void> {
  const at = `/apis/${rbac}/v1/namespaces/${names.shop}`;
  const metadata = { name: 'may-read-quotas' };
  await asAdmin(cluster, 'POST', `${at}/roles`, {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['resourcequotas'], verbs: ['get', 'list'] }],
  });
  await asAdmin(cluster, 'POST', `${at}/rolebindings`, {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: rbac, kind: 'Role', name: metadata.name },
    subjects: [account],
  });
}

const flow = 'flowcontrol.apiserver.k8s.io';

/** Requests whose bodies never come: each occupies what its caller may have at work, until it is destroyed. */
function holdSeats(cluster: Cluster, token: string): { hold(): void; destroy(): void } {
  const held: ClientRequest[] = [];
  const { hostname, port } = new URL(cluster.url);
  return {
    hold() {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': '1000',
      };
      const path = `${podsPath(names.shop)}?dryRun=All`;
      const one = request({ hostname, port, path, method: 'POST', ca: cluster.ca, headers, agent: false });
      one.on('error', () => undefined);
      one.flushHeaders();
      held.push(one);
    },
    destroy() {
      for (const one of held) one.destroy();
    },
  };
}

/** A priority level without any share, which refuses whatever cannot run at once. */
async function throttle(cluster: Cluster): Promise<void> {
  const at = `/apis/${flow}/v1`;
  const metadata = { name: 'nothing-for-sqlkube' };
  await asAdmin(cluster, 'POST', `${at}/prioritylevelconfigurations`, {
    apiVersion: `${flow}/v1`,
    kind: 'PriorityLevelConfiguration',
    metadata,
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares: 0,
        lendablePercent: 0,
        borrowingLimitPercent: 0,
        limitResponse: { type: 'Reject' },
      },
    },
  });
  await asAdmin(cluster, 'POST', `${at}/flowschemas`, {
    apiVersion: `${flow}/v1`,
    kind: 'FlowSchema',
    metadata,
    spec: {
      matchingPrecedence: 2,
      priorityLevelConfiguration: { name: metadata.name },
      rules: [
        {
          subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: names.account, namespace: names.shop } }],
          resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }],
          nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        },
      ],
    },
  });
}
