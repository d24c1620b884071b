import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTdsServer } from '../../src/sandbox/tds/server.ts';
import { makeCertificate } from '../unit/sandbox/tds/certificate.ts';
import { column, FakeEngine, message, type Script, select, untilCancelled } from '../unit/sandbox/tds/fake-engine.ts';

/** A SQL Server to point a client at. `ca` is the path of a PEM file, `folder` a place for the client's own files. */
export interface ServerForClients {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly ca: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** T-SQL that every client runs; real enough for the whole sandbox to take over. */
export const statements = {
  text: "SELECT 1 AS one, N'é中😀' AS words, CAST(NULL AS nvarchar(10)) AS nothing",
  fail: "RAISERROR(N'it broke', 16, 7)",
  print: "PRINT 'hello from the server'",
  wait: "WAITFOR DELAY '00:01:00'",
  sum: 'SET @sum = @a + @b',
} as const;

const scripts: Record<string, Script> = {
  [statements.text]: (sink) =>
    select(
      sink,
      [
        column('one', { name: 'int' }),
        column('words', { name: 'nvarchar', length: 4 }),
        column('nothing', { name: 'nvarchar', length: 10 }),
      ],
      [[1, 'é中😀', null]],
    ),
  [statements.fail]: (sink) => {
    sink.message(message(50000, 16, 'it broke', { state: 7 }));
    sink.done({ command: 246, error: true });
    return undefined;
  },
  [statements.print]: (sink) => {
    sink.message(message(0, 0, 'hello from the server'));
    sink.done({ command: 247 });
    return undefined;
  },
  [statements.wait]: (_sink, signal) => untilCancelled(signal),
  [statements.sum]: (_sink, _signal, call) => {
    const [, , a, b] = call!.parameters;
    const value = Number(a?.value) + Number(b?.value);
    return { returnStatus: 0, outputs: [{ ordinal: 4, name: '', type: { name: 'int' }, value }], error: false };
  },
};

/** The one place that says which server the clients meet. */
export async function startServerForClients(encryption: 'off' | 'on' | 'required'): Promise<ServerForClients> {
  const certificate = makeCertificate();
  const folder = mkdtempSync(join(tmpdir(), 'sqlkube-clients-'));
  const ca = join(folder, 'ca.crt');
  writeFileSync(ca, certificate.cert);
  // Plain ASCII: isql hands a connection string over in the code page of its locale.
  const password = 'Pa55word-for-clients';
  const engine = new FakeEngine(scripts, password);
  const server = await startTdsServer({ engine, host: '127.0.0.1', port: 0, tls: certificate, encryption });
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { port: server.port, user: 'sa', password, ca, folder, close };
}

/** Marks a suite or test as pending when a file that it needs is missing, in words that the test run counts. */
export function need(context: Mocha.Context, thing: string, path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch {
    console.log(`skipped: needs ${thing}`);
    context.skip();
  }
}

/** Both outputs of a program that reads `input` and ends within twenty seconds. */
export function run(
  program: string,
  parameters: readonly string[],
  options: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<string> {
  const child = spawn(program, parameters, {
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...options.env },
    timeout: 20_000,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (signal === null) resolve(output);
      else reject(new Error(`${program} was ended by ${signal}: ${output}`));
    });
  });
}
