import assert from 'node:assert/strict';
import { loadKubeconfig, type ClusterClient } from '../../src/cluster/client.ts';
import type { Failure } from '../../src/core/failure.ts';
import { err } from '../../src/core/result.ts';
import { alterCredential, createCredential, dropCredential, proofName } from '../../src/core/tokens/credential-sql.ts';
import { sql } from '../../src/core/tsql/quoting.ts';
import { createScriptRunner } from '../../src/sql/script-runner.ts';
import { rotateToken, type Rotation, type RotationEnd } from '../../src/sql/token-rotation.ts';
import { names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { runSql } from './sql.ts';
import type { Chain } from './support.ts';

type Runner = ReturnType<typeof createScriptRunner>;
const never = new AbortController().signal;
const garbage = 'planted-garbage-token';

describe('chain: rotating a token', () => {
  let chain: Chain;
  let client: ClusterClient;
  let runner: Runner;
  let rotation: Rotation;
  const ends: RotationEnd[] = [];
  const tokens: string[] = [garbage];
  const endings: (() => Promise<void>)[] = [];

  before(async function () {
    chain = await useChain(this);
    const loaded = await loadKubeconfig({ kind: 'file', path: chain.cluster.kubeconfigFile });
    assert.ok(loaded.ok);
    const connected = loaded.value.connect();
    assert.ok(connected.ok);
    client = connected.value;
    runner = createScriptRunner({
      loadDriver: async () => (await import('../../src/sql/driver.ts')).mssqlDriver,
      timeouts: () => ({ connectSeconds: 15, querySeconds: 90 }),
    });
    endings.push(
      () => runner.close(),
      () => hold(chain.token),
    );
    const proof = proofName(chain.nginx.url);
    assert.ok(proof.ok);
    rotation = {
      target: chain.administrator,
      endpointUrl: chain.nginx.url,
      credential: chain.nginx.url,
      proof: proof.value,
      fresh: '',
      account: names.user,
      requestSeconds: 60,
    };
  });
  beforeEach(async () => (rotation = { ...rotation, fresh: await newToken() }));
  after(async () => {
    for (const end of endings.reverse()) await end();
  });

  const newToken = async (): Promise<string> => {
    const wish = { namespace: names.shop, serviceAccount: names.account, expirationSeconds: 600 };
    const granted = await client.requestToken(wish, never);
    assert.ok(granted.ok);
    tokens.push(granted.value.token);
    return granted.value.token;
  };

  /** What a DBA would do by hand. */
  const hold = async (token: string): Promise<void> => {
    await runSql(chain.gateway, chain.administrator, alterCredential(chain.nginx.url, token));
  };

  const rotate = async (change: Partial<Rotation> = {}, by: Runner = runner, signal = never): Promise<RotationEnd> => {
    const end = await rotateToken(by, { ...rotation, ...change }, signal, () => undefined);
    ends.push(end);
    return end;
  };

  const works = async (): Promise<boolean> => (await chain.reader.namespaces(chain.proxied, never)).ok;

  const credentials = async (): Promise<readonly unknown[]> => {
    const { recordsets } = await runSql(
      chain.gateway,
      chain.administrator,
      sql`SELECT name FROM sys.database_scoped_credentials ORDER BY name;`,
    );
    return recordsets[0]?.map(({ name }) => name) ?? [];
  };

  /** The real runner, whose n-th script or question ends in a failure after (or without) having run. */
  const failing = (at: { readonly run?: number; readonly ask?: number; readonly sent: boolean }): Runner => {
    let [runs, asks] = [0, 0];
    const lost: Failure = { kind: 'connection-lost', server: 'sql01', detail: 'cut' };
    return {
      ...runner,
      run: async (...args) => {
        if ((runs += 1) !== at.run) return await runner.run(...args);
        if (at.sent) await runner.run(...args);
        return err(lost);
      },
      ask: async (...args) => ((asks += 1) === at.ask ? err(lost) : await runner.ask(...args)),
    };
  };

  it('proves the new token from SQL Server, alters the credential and calls again', async () => {
    await hold(garbage);
    assert.equal(await works(), false);
    const before = await credentials();
    assert.deepEqual(await rotate(), { outcome: { ok: true, value: true } });
    assert.equal(await works(), true);
    assert.deepEqual(await credentials(), before);
  });

  it('leaves the credential alone when the new token is not taken, and drops the proof', async () => {
    const before = await credentials();
    const { outcome } = await rotate({ fresh: garbage });
    assert.ok(!outcome.ok);
    assert.equal(outcome.error.stage, 'prove');
    assert.equal(outcome.error.holds, 'old');
    assert.ok(outcome.error.failure.kind === 'http' && outcome.error.failure.code === 401, JSON.stringify(outcome));
    assert.equal(await works(), true);
    assert.deepEqual(await credentials(), before);
  });

  it('refuses a token of somebody else', async () => {
    const { outcome } = await rotate({ account: 'system:serviceaccount:shop:other' });
    assert.ok(!outcome.ok && outcome.error.failure.kind === 'unexpected-answer');
    assert.equal(outcome.error.failure.seen, names.user);
  });

  it('stops at what the login may not do', async () => {
    const { outcome } = await rotate({ target: chain.user });
    assert.ok(!outcome.ok && outcome.error.failure.kind === 'sql');
    assert.deepEqual([outcome.error.stage, outcome.error.holds], ['prove', 'old']);
  });

  it('does not touch a credential that has the name of the proof', async () => {
    const made = await runner.run(
      chain.administrator,
      {
        database: chain.administrator.profile.database,
        parts: [{ does: 'somebody else’s', line: 1, sql: createCredential(rotation.proof, garbage) }],
      },
      never,
    );
    assert.ok(made.ok);
    const before = await credentials();
    const { outcome } = await rotate();
    assert.ok(!outcome.ok && outcome.error.failure.kind === 'sql');
    assert.deepEqual(await credentials(), before);
    await runSql(chain.gateway, chain.administrator, dropCredential(rotation.proof));
  });

  it('can be stopped until the ALTER, and leaves nothing then', async () => {
    const before = await credentials();
    const stop = new AbortController();
    const end = await rotateToken(runner, rotation, stop.signal, (doing) => {
      if (doing.startsWith('asking')) stop.abort();
    });
    assert.ok(!end.outcome.ok && end.outcome.error.failure.kind === 'cancelled');
    assert.equal(end.outcome.error.holds, 'old');
    assert.deepEqual(await credentials(), before);
  });

  it('puts the old token back when the connection breaks in the ALTER, or the call after it fails', async () => {
    const held = await newToken();
    // Scripts in order: make the proof, drop it, alter, put back.
    for (const by of [
      failing({ run: 3, sent: true }),
      failing({ run: 3, sent: false }),
      failing({ ask: 2, sent: false }),
    ]) {
      const { outcome } = await rotate({ held }, by);
      assert.ok(!outcome.ok);
      assert.equal(outcome.error.holds, 'old');
      assert.equal(await works(), true);
    }
  });

  it('says that it does not know, or that the new one stays, when the old one is not at hand', async () => {
    const lost = await rotate({}, failing({ run: 3, sent: true }));
    assert.ok(!lost.outcome.ok && lost.outcome.error.holds === 'unknown');
    const uncalled = await rotate({}, failing({ ask: 2, sent: false }));
    assert.ok(!uncalled.outcome.ok && uncalled.outcome.error.holds === 'new');
    assert.equal(await works(), true);
  });

  it('names the proof when it could not be dropped', async () => {
    const { left } = await rotate({}, failing({ run: 2, sent: false }));
    assert.equal(left, rotation.proof);
    await runSql(chain.gateway, chain.administrator, dropCredential(rotation.proof));
  });

  it('tells no token to anybody', () => {
    assert.ok(ends.length > 8);
    const told = JSON.stringify(ends);
    for (const token of tokens) assert.ok(!told.includes(token) && !told.includes(token.slice(-40)));
  });
});
