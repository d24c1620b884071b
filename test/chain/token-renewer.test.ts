import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { parseAllDocuments } from 'yaml';
import { loadKubeconfig } from '../../src/cluster/client.ts';
import type { KubeObject } from '../../src/cluster/objects.ts';
import { alterCredential } from '../../src/core/tokens/credential-sql.ts';
import { renewerFiles } from '../../src/core/tokens/renewer.ts';
import { reviewedText, sql } from '../../src/core/tsql/quoting.ts';
import { createScriptRunner } from '../../src/sql/script-runner.ts';
import { names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import type { Chain } from './support.ts';

const never = new AbortController().signal;

describe('chain: what renews a token by itself', () => {
  let chain: Chain;
  let file: (name: string) => string;
  before(async function () {
    chain = await useChain(this);
    const files = renewerFiles({
      namespace: names.shop,
      serviceAccount: names.account,
      grantedSeconds: 86_400,
      server: chain.administrator.profile.server,
      database: chain.administrator.profile.database,
      credential: chain.nginx.url,
    });
    assert.ok(files.ok, JSON.stringify(files));
    file = (name) => files.value.find(({ path }) => path === name)?.content ?? '';
  });

  it('is taken by a real API server, field by field', async () => {
    const loaded = await loadKubeconfig({ kind: 'file', path: chain.cluster.kubeconfigFile });
    assert.ok(loaded.ok);
    const client = loaded.value.connect();
    assert.ok(client.ok);
    const objects = ['10-cluster.yaml', '40-cronjob.yaml'].flatMap((name) =>
      parseAllDocuments(file(name)).map((document) => document.toJS() as KubeObject),
    );
    assert.equal(objects.length, 5);
    for (const object of objects) {
      const applied = await client.value.apply(object, never);
      assert.ok(applied.ok, JSON.stringify(applied));
    }
    for (const { apiVersion, kind, metadata } of objects.reverse()) {
      const { name, namespace = '' } = metadata;
      assert.ok((await client.value.remove({ apiVersion, kind, name, namespace }, never)).ok);
    }
  });

  it('alters the credential with no more rights than ALTER on it', async () => {
    const runner = createScriptRunner({
      loadDriver: async () => (await import('../../src/sql/driver.ts')).mssqlDriver,
      timeouts: () => ({ connectSeconds: 15, querySeconds: 90 }),
    });
    const { database } = chain.administrator.profile;
    const run = async (target: Chain['administrator'], ...texts: ReturnType<typeof reviewedText>[]) => {
      const parts = texts.map((text) => ({ does: 'a step', line: 1, sql: text }));
      const done = await runner.run(target, { database, parts }, never);
      assert.ok(done.ok, JSON.stringify(done));
      return done.value.done.flatMap(({ events }) =>
        events.flatMap((event) => (event.kind === 'error' ? [event.message.number] : [])),
      );
    };
    const password = `${randomBytes(18).toString('base64url')}aA1`;
    const script = file('20-sql-server.sql').replace('$(PASSWORD)', password);
    const batches = script.split(/^GO$/m).filter((batch) => batch.trim() !== '');
    try {
      assert.deepEqual(await run(chain.administrator, ...batches.map(reviewedText)), []);
      const renewer = {
        ...chain.administrator,
        profile: { ...chain.administrator.profile, id: 'renewer', user: 'sqlkube-token-renewer' },
        password,
      };
      assert.deepEqual(await run(renewer, alterCredential(chain.nginx.url, chain.token)), []);
      assert.equal((await chain.reader.namespaces(chain.proxied, never)).ok, true);
      const direct = chain.direct.endpoint.url;
      assert.deepEqual(await run(renewer, alterCredential(direct, chain.token)), [15151]);
      assert.notDeepEqual(await run(renewer, sql`CREATE TABLE t (a int);`), []);
    } finally {
      await run(chain.administrator, sql`DROP USER [sqlkube-token-renewer];`, sql`DROP LOGIN [sqlkube-token-renewer];`);
      await runner.close();
    }
  });
});
