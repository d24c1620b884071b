import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSqlServer } from '../../src/sandbox/sql-server.ts';
import { skipFor } from '../support/needs.ts';

/** A SQL Server to point a client at. `ca` is the path of a PEM file, `folder` a place for the client's own files. */
export interface ServerForClients {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly ca: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** T-SQL that every client runs; what the sandbox's engine answers. */
export const statements = {
  text: "SELECT 1 AS one, N'é中😀' AS words, CAST(NULL AS nvarchar(10)) AS nothing",
  fail: "RAISERROR(N'it broke', 16, 7)",
  print: "PRINT 'hello from the server'",
  wait: "WAITFOR DELAY '00:01:00'",
  sum: 'SET @sum = @a + @b',
} as const;

/** The one place that says which server the clients meet. */
export async function startServerForClients(encryption: 'off' | 'on' | 'required'): Promise<ServerForClients> {
  const server = await startSqlServer({ trusted: [], switchOn: false, databases: [], encryption });
  const folder = mkdtempSync(join(tmpdir(), 'sqlkube-clients-'));
  const ca = join(folder, 'ca.crt');
  writeFileSync(ca, server.certificate);
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { port: server.port, user: server.user, password: server.password, ca, folder, close };
}

/** Marks a suite or test as pending when a file that it needs is missing, in words that the test run counts. */
export function need(context: Mocha.Context, thing: string, path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch {
    skipFor(context, thing);
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
