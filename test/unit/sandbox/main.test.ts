import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import type { SandboxDescription } from '../../../src/sandbox/sandbox.ts';
import { makeType } from '../../../src/sandbox/tsql/types/index.ts';

const program = path.join(import.meta.dirname, '../../../src/sandbox/main.ts');

const launch = (...options: readonly string[]) => {
  const child = spawn(process.execPath, [program, ...options], { stdio: 'pipe' });
  const said = { out: '', error: '' };
  child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => {
    const line = await lines.next();
    assert.equal(line.done, false, `the sandbox ended: ${said.error}`);
    return JSON.parse(line.value);
  };
  return { child, said, nextLine, ended: once(child, 'exit') };
};

const refuses = async (port: number): Promise<boolean> =>
  await new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });

describe('the sandbox as a program', () => {
  it('prints one line when ready, takes faults, and ends with its parent', async () => {
    const { child, nextLine, ended } = launch('--json', '--attached');
    const description = (await nextLine()) as SandboxDescription;
    assert.equal(description.sqlserver.user, 'sa');
    assert.ok(description.sqlserver.password.length >= 16);
    assert.match(description.proxy.url, /^https:\/\/localhost:\d+$/);
    assert.equal(description.credential, description.proxy.url);
    assert.ok(existsSync(description.sqlserver.ca) && existsSync(description.proxy.ca));
    assert.equal(await refuses(description.sqlserver.port), false);

    child.stdin.write('{"fault":"expired"}\n{"fault":null}\nnonsense\n{"fault":"gremlins"}\n');
    assert.deepEqual(await nextLine(), { fault: 'expired' });
    assert.deepEqual(await nextLine(), { fault: null });
    assert.match(((await nextLine()) as { error: string }).error, /^Send /);
    assert.deepEqual(await nextLine(), { error: 'There is no fault “gremlins”.' });

    child.stdin.end();
    assert.deepEqual(await ended, [0, null]);
    assert.ok(!existsSync(description.sqlserver.ca) && !existsSync(description.proxy.ca), 'the CA files stay behind');
    assert.equal(await refuses(description.sqlserver.port), true);
  });

  it('ends on SIGTERM, and takes a new password and token every time', async () => {
    const first = launch('--json', '--attached');
    const second = launch('--json', '--attached');
    const [a, b] = (await Promise.all([first.nextLine(), second.nextLine()])) as SandboxDescription[];
    assert.notEqual(a?.sqlserver.password, b?.sqlserver.password);
    assert.notEqual(a?.kubernetes.token, b?.kubernetes.token);
    first.child.kill('SIGTERM');
    second.child.kill('SIGINT');
    assert.deepEqual(await Promise.all([first.ended, second.ended]), [
      [0, null],
      [0, null],
    ]);
  });

  it('declares the subset of T-SQL that it runs, and only that', async () => {
    const child = spawn(process.execPath, [program, '--subset'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const sections = (await text(child.stdout))
      .split('\n\n')
      .map((section) => section.split('\n').map((line) => line.trim()));
    const lists = new Map(sections.map(([heading = '', ...lines]) => [heading, lines.join(' ').split('; ')]));
    for (const [heading, ...names] of [
      ['Statements', 'BREAK, CONTINUE', 'SELECT', 'CREATE DATABASE SCOPED CREDENTIAL', 'SET @variable', 'USE'],
      ['Functions', 'CAST', 'COUNT', 'JSON_VALUE', 'ROW_NUMBER', 'HAS_PERMS_BY_NAME'],
      ['Table functions', 'OPENJSON', 'STRING_SPLIT', 'sys.fn_my_permissions'],
      ['Catalog views', 'sys.configurations', 'sys.database_scoped_credentials'],
      ['System procedures', 'sp_configure', 'sp_executesql', 'sp_invoke_external_rest_endpoint', 'sp_prepexec'],
      ['Types', 'nvarchar', 'sql_variant', 'sysname'],
    ] as const) {
      const list = lists.get(heading) ?? assert.fail(`no section ${heading}`);
      for (const name of names) assert.ok(list.includes(name), `${name} is not among ${list.join('; ')}`);
      for (const name of ['MERGE', 'STDEV', 'sys.types', 'sp_who', 'xml', '']) assert.ok(!list.includes(name), name);
    }
    for (const type of lists.get('Types') ?? []) assert.ok(makeType(type) !== undefined, type);
    assert.match(sections.at(-1)?.join(' ') ?? '', /^Anything else .* Msg 49999/u);
  });

  for (const [options, message] of [
    [['--fault', 'gremlins'], /--fault takes one of switch-off, /],
    [['--pods', 'many'], /--pods takes a whole number, not “many”\./],
    [['--profile', 'oracle'], /--profile takes one of sql-server-2025, /],
    [['--trust', '/nowhere/ca.crt'], /\/nowhere\/ca\.crt/],
    [['--colour'], /--colour/],
  ] as const) {
    it(`says what is wrong with ${options.join(' ')}`, async () => {
      const { said, ended } = launch('--json', ...options);
      const [code] = (await ended) as [number];
      assert.notEqual(code, 0);
      assert.match(said.error, message);
    });
  }
});
