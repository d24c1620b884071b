import assert from 'node:assert/strict';
import { explain } from '../../../src/core/decode/explain.ts';
import { missing } from '../../../src/core/decode/missing.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { sql } from '../../../src/core/tsql/quoting.ts';
import type { Result } from '../../../src/core/result.ts';
import { startChain, type Chain, type ServerOptions } from './chain.ts';

const signal = new AbortController().signal;

/** What the probe finds lacking, and how a call fails on such a server. */
async function look(options: ServerOptions): Promise<{ lacks: string[]; told: string | undefined; failure?: Failure }> {
  const chain = await startChain(() => ({ body: '{"kind":"NamespaceList","metadata":{},"items":[]}' }), options);
  try {
    const facts = await chain.reader.probeServer(chain.link.target, signal);
    assert.ok(facts.ok, JSON.stringify(facts));
    const call: Result<unknown, Failure> = await chain.reader.namespaces(chain.link, signal);
    const { database, login, engineEdition } = facts.value;
    const context = { sqlServerName: 'sql01', endpointUrl: chain.link.endpoint.url, database, login, engineEdition };
    const lacks = missing({ ...facts.value, serverName: 'sql01' }).map(({ headline }) => headline);
    return call.ok
      ? { lacks, told: undefined }
      : { lacks, told: explain(call.error, { ...context, credential: 'C' }).headline, failure: call.error };
  } finally {
    await chain.close();
  }
}

const reader = { user: 'app_reader', password: 'Aa1!reader-password' };
const user = sql`CREATE LOGIN app_reader WITH PASSWORD = 'Aa1!reader-password'; CREATE USER app_reader FOR LOGIN app_reader;`;
const mayCall = sql`GRANT EXECUTE ANY EXTERNAL ENDPOINT TO app_reader;`;

describe('reader, on servers that are not ready', () => {
  it('finds nothing wrong on one that is', async () => {
    assert.deepEqual(await look({}), { lacks: [], told: undefined });
  });

  it('names the switch', async () => {
    const headline = 'Calling REST endpoints is switched off on sql01';
    const { lacks, told } = await look({ switchOn: false });
    assert.deepEqual([lacks, told], [[headline], headline]);
  });

  it('names SQL Server 2022', async () => {
    const { lacks, told } = await look({ profile: 'sql-server-2022' });
    assert.match(lacks.join(), /^sql01 is SQL Server 16\.[0-9.]+, older than 2025$/);
    assert.match(told ?? '', /^sql01 (is older than SQL Server 2025|does not have sp_invoke_external_rest_endpoint)$/);
  });

  it('names Azure and its container', async () => {
    const { lacks } = await look({ profile: 'azure' });
    assert.deepEqual(lacks, ['sql01 is Azure SQL Database, or its container']);
  });

  it('names the missing permission, and probes without any', async () => {
    const headline = 'app_reader may not call REST endpoints from database kube';
    const { lacks, told } = await look({ script: user, login: reader });
    assert.deepEqual([lacks, told], [[headline], headline]);
  });

  it('names the credential that may not be used', async () => {
    const { lacks, told, failure } = await look({ script: sql`${user} ${mayCall}`, login: reader });
    assert.deepEqual(lacks, []);
    assert.equal(told, 'SQL Server cannot find the credential C, or app_reader may not use it');
    assert.ok(failure?.kind === 'sql');
    assert.equal(failure.errors[0]?.number, 15151);
  });

  it('names master', async () => {
    const { lacks } = await look({ database: 'master' });
    assert.deepEqual(lacks, ['The connection uses database master, which cannot hold credentials']);
  });
});

describe('reader, under way', () => {
  let chain: Chain;
  afterEach(() => chain.close());

  it('cancels the call inside SQL Server', async () => {
    const stop = new AbortController();
    let asked = 0;
    chain = await startChain(() => {
      asked += 1;
      if (asked === 1) setImmediate(() => stop.abort());
      return asked === 1 ? 'never' : { body: '{"kind":"NamespaceList","metadata":{},"items":[]}' };
    });
    const started = performance.now();
    assert.deepEqual(await chain.reader.namespaces(chain.direct, stop.signal), {
      ok: false,
      error: { kind: 'cancelled' },
    });
    assert.ok(performance.now() - started < 5000, 'it waited for the call instead');
    assert.ok((await chain.reader.namespaces(chain.direct, signal)).ok);
  });

  it('sends at most 400 bytes a pod from SQL Server', async () => {
    const columns = ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates'];
    const rows = Array.from({ length: 500 }, (_, index) => ({
      cells: [`web-7d876db474-${index}`, '1/1', 'Running', '0', '52s', '10.0.0.1', 'kwok-node-001', '<none>', '<none>'],
      object: null,
    }));
    const table = { kind: 'Table', metadata: {}, columnDefinitions: columns.map((name) => ({ name })), rows };
    chain = await startChain((path) => ({ body: path === '/version' ? '{}' : JSON.stringify(table) }));
    const page = await chain.reader.podPage(chain.link, { namespace: 'shop', limit: 500 }, signal);
    assert.ok(page.ok, JSON.stringify(page));
    assert.equal(page.value.rows.length, 500);
    const each = (page.value.call.bytes ?? 0) / 500;
    assert.ok(each > 50 && each <= 400, `${each} bytes a pod`);
  });
});
