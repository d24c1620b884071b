import assert from 'node:assert/strict';
import { readFile, rm, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { splitBatches } from '../../src/core/tsql/batches.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { need, run } from './support.ts';

const odbcDriver = '/usr/lib/x86_64-linux-gnu/odbc/libtdsodbc.so';
const scripts = path.join(import.meta.dirname, '../chain/article');

/** Runs batches on the sandbox's SQL Server and answers all that the client printed. */
type Client = (batches: readonly string[], encrypted: boolean) => Promise<string>;

// The walkthrough's steps with clients that nobody here wrote, against the whole sandbox: switch on, version, pods. Only host
// name and token are changed before they run.
describe("the walkthrough's T-SQL through other people's clients", () => {
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    sandbox = await startSandbox({ bare: true, trust: [] });
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-article-'));
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  const batchesOf = async (script: string): Promise<readonly string[]> => {
    const { proxy, kubernetes } = sandbox.description;
    const text = (await readFile(path.join(scripts, script), 'utf8'))
      .replaceAll('https://api.example.local', proxy.url)
      .replaceAll('/namespaces/default/', '/namespaces/shop/')
      .replaceAll('TOKEN', kubernetes.token);
    return splitBatches(text).map((batch) => batch.text);
  };

  const tsql: Client = async (batches, encrypted) => {
    const { port, user, password } = sandbox.description.sqlserver;
    const configuration = path.join(folder, 'freetds.conf');
    const lines = ['[sandbox]', 'host = 127.0.0.1', `port = ${port}`, 'tds version = 7.4', 'client charset = UTF-8'];
    await writeFile(configuration, [...lines, `encryption = ${encrypted ? 'require' : 'off'}`, ''].join('\n'));
    return await run('/usr/bin/tsql', ['-S', 'sandbox', '-U', user, '-P', password, '-o', 'q'], {
      input: batches.map((batch) => `${batch}\ngo\n`).join(''),
      env: { FREETDSCONF: configuration },
    });
  };

  const isql: Client = async (batches, encrypted) => {
    const { port, user, password } = sandbox.description.sqlserver;
    const server = `DRIVER=${odbcDriver};SERVER=127.0.0.1;PORT=${port};TDS_Version=7.4;ClientCharset=UTF-8`;
    const login = `UID=${user};PWD=${password};Encryption=${encrypted ? 'require' : 'off'}`;
    // isql sends each line as a batch of its own.
    const input = batches.map((batch) => `${batch.replaceAll(/\s*\n\s*/g, ' ')}\n`).join('');
    return await run('/usr/bin/isql', ['-v', '-b', '-m200', '-k', `${server};${login}`, '-d|'], { input });
  };

  const pytds: Client = async (batches, encrypted) => {
    const { port, user, password, ca } = sandbox.description.sqlserver;
    const input = JSON.stringify({ port, user, password, batches, ...(encrypted ? { ca } : {}) });
    return await run('/usr/bin/python3', [path.join(import.meta.dirname, 'article.py')], { input });
  };

  const clients = [
    { name: 'FreeTDS tsql', client: tsql, needs: [['FreeTDS tsql (Debian package freetds-bin)', '/usr/bin/tsql']] },
    {
      name: 'ODBC isql',
      client: isql,
      needs: [
        ['unixODBC isql (Debian package unixodbc)', '/usr/bin/isql'],
        ['the FreeTDS ODBC driver (Debian package tdsodbc)', odbcDriver],
      ],
    },
    {
      name: 'python-tds',
      client: pytds,
      needs: [['python-tds (Debian package python3-tds)', '/usr/lib/python3/dist-packages/pytds/__init__.py']],
    },
  ] as const;

  for (const { name, client, needs } of clients) {
    for (const encrypted of [false, true]) {
      it(`${name}, ${encrypted ? 'encrypted' : 'plain'}: enable, version, pods`, async function () {
        for (const [thing, file] of needs) need(this, thing, file);
        const enabled = await client(await batchesOf('enable.sql'), encrypted);
        assert.match(enabled, /external rest endpoint enabled/);
        const version = await client(await batchesOf('version.sql'), encrypted);
        assert.match(version, /v1\.\d+\.\d+/);
        const pods = await client(await batchesOf('pods.sql'), encrypted);
        const { sqlserver, kubernetes } = sandbox.description;
        assert.match(pods, /catalog-canary-/, pods);
        assert.match(pods, /web-old-/);
        assert.doesNotMatch(pods, /Msg \d|\[S1000\]/);
        for (const secret of [sqlserver.password, kubernetes.token])
          assert.ok(!pods.includes(secret), 'a secret was printed');
      });
    }
  }
});
