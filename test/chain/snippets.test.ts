import assert from 'node:assert/strict';
import { splitBatches } from '../../src/core/tsql/batches.ts';
import type { SqlText } from '../../src/core/tsql/quoting.ts';
import type { SqlRow } from '../../src/sql/driver-contract.ts';
import { expand, readSnippets } from '../support/snippet.ts';
import { asAdmin, names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { runSql } from './sql.ts';
import type { Chain } from './support.ts';

const deployment = 'from-snippets';

/** Read something, or make and delete a pod; in an order in which each finds what it asks for. */
const others = [
  ...['k8s-version', 'k8s-whoami', 'k8s-access-review', 'k8s-namespaces', 'k8s-call'],
  ...['k8s-pods-token', 'k8s-pods', 'k8s-pods-rows', 'k8s-pod', 'k8s-pod-status', 'k8s-logs', 'k8s-events'],
  ...['k8s-deploy-pod', 'k8s-delete-pod'],
];

/** In the order in which a Deployment lives; the sandbox's own Kubernetes does none of these. */
const steps = ['k8s-deploy', 'k8s-scale-put', 'k8s-scale-patch', 'k8s-restart', 'k8s-delete'];

// By a login that may do no more than call, through the proxy that we generate, to the real API server.
describe('chain: the snippets', () => {
  let chain: Chain;
  const at = `/apis/apps/v1/namespaces/${names.shop}/deployments`;
  before(async function () {
    chain = await useChain(this);
    const name = 'snippets-may-write';
    const rules = [{ apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['*'] }];
    const subjects = [{ kind: 'ServiceAccount', name: names.account, namespace: names.shop }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${names.shop}`;
    await asAdmin(chain.cluster, 'POST', `${rbac}/roles`, { metadata: { name }, rules });
    await asAdmin(chain.cluster, 'POST', `${rbac}/rolebindings`, { metadata: { name }, subjects, roleRef });
  });

  const runningPod = async (): Promise<string> => {
    const list = `/api/v1/namespaces/${names.shop}/pods?labelSelector=app%3D${names.deployment}&limit=1`;
    const { items } = (await asAdmin(chain.cluster, 'GET', list)).json as Pods;
    return items[0]?.metadata.name ?? '';
  };

  const run = async (prefix: string): Promise<readonly SqlRow[]> => {
    const pod = prefix === 'k8s-delete-pod' ? 'from-sql-server' : await runningPod();
    const values = new Map([
      ['my-pod', pod],
      ['<token>', chain.token],
      ['https://kubernetes.example.local', chain.nginx.url],
      ['default', names.shop],
      ['web', deployment],
    ]);
    const snippet = readSnippets().find((one) => one.prefix === prefix);
    assert.ok(snippet);
    const { text } = expand(snippet.body, (placeholder) => values.get(placeholder) ?? placeholder);
    const rows: SqlRow[] = [];
    for (const batch of splitBatches(text))
      rows.push(...(await runSql(chain.gateway, chain.user, batch.text as SqlText)).recordsets.flat());
    return rows;
  };

  it('tries all that call and are said to run', () => {
    const calling = readSnippets().filter(({ body, description }) => {
      return body.some((line) => line.includes('sp_invoke')) && !description.includes('not yet run');
    });
    assert.deepEqual([...others, ...steps].sort(), calling.map(({ prefix }) => prefix).sort());
  });

  for (const prefix of others) {
    it(`${prefix} is answered`, async () => {
      const [first] = await run(prefix);
      assert.ok(first, 'no row');
      assert.ok(!('http_status' in first), JSON.stringify(first));
      assert.ok(
        Object.values(first).some((value) => value !== null),
        'no value',
      );
    });
  }

  for (const prefix of steps) {
    it(`${prefix} is carried out`, async () => {
      const rows = await run(prefix);
      assert.equal(rows.length, 1);
      assert.ok(!('http_status' in (rows[0] ?? {})), JSON.stringify(rows));
      assert.equal(rows[0]?.['name'], deployment);
      if (prefix === 'k8s-delete') return;
      const { spec, metadata } = (await asAdmin(chain.cluster, 'GET', `${at}/${deployment}`)).json as Deployment;
      assert.equal(spec.replicas, prefix === 'k8s-deploy' ? 1 : 2);
      const restarted = spec.template.metadata.annotations?.['kubectl.kubernetes.io/restartedAt'];
      assert.equal(restarted !== undefined, prefix === 'k8s-restart');
      assert.ok(metadata.managedFields.some(({ manager }) => manager === 'sqlkube'));
    });
  }

  it('k8s-delete left nothing', async () => {
    await assert.rejects(asAdmin(chain.cluster, 'GET', `${at}/${deployment}`), /404/u);
  });
});

interface Pods {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

interface Deployment {
  readonly metadata: { readonly managedFields: readonly { readonly manager: string }[] };
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } };
  };
}
