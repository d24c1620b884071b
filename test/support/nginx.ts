import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderNginxConf } from '../../src/core/proxy/nginx-conf.ts';
import type { NginxOptions } from '../../src/core/proxy/nginx-options.ts';
import { findProgram, skipFor } from './needs.ts';

/** What a test decides; the rest (files, port) is found here. PEM texts instead of paths. */
export interface NginxRun extends Pick<NginxOptions, 'bodyBytes' | 'connectTimeout' | 'readTimeout' | 'rate'> {
  /** Everything unless told. */
  readonly allow?: NginxOptions['allow'];
  readonly hosts: readonly string[];
  readonly tls: { readonly cert: string; readonly key: string };
  readonly upstream: { readonly address: string; readonly ca: string; readonly serverName?: string };
  /** What somebody makes of our configuration. */
  readonly edit?: (text: string) => string;
}

/** A running nginx. */
export interface RunningNginx {
  /** Under the first of its hosts. */
  readonly url: string;
  readonly port: number;
  readonly logFiles: { readonly access: string; readonly error: string };
  readonly configuration: string;
  /** Writes the configuration anew, with changes, and resolves when it is in use. */
  reload(changes?: Partial<NginxRun>): Promise<void>;
  stop(): Promise<void>;
}

const nobody = 65_534;
const runsAsRoot = process.getuid?.() === 0;

/** The program, or skips the test loudly. */
export const needNginx = (context: Mocha.Context): string =>
  findProgram('nginx', '../sbin/nginx') ?? skipFor(context, 'nginx');

/** Starts the real nginx with our configuration in a folder of its own, as nobody when the tests run as root. */
export async function startNginx(program: string, run: NginxRun): Promise<RunningNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlkube-nginx-'));
  const port = await freePort();
  const logFiles = { access: join(folder, 'access.log'), error: join(folder, 'error.log') };
  const configuration = join(folder, 'nginx.conf');
  await writeConfiguration(folder, port, run);
  if (runsAsRoot) await chown(folder, nobody, nobody);

  const args = ['-p', folder, '-e', 'stderr', '-c', configuration, '-g', 'daemon off;'];
  const identity = runsAsRoot ? { uid: nobody, gid: nobody } : {};
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], ...identity });
  const ended = once(child, 'close');
  const log = followLog(child, logFiles.error);
  // SIGTERM and not SIGKILL: the master ends its workers.
  const kill = (): boolean => child.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', kill);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await log.until(listening);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `https://${run.hosts[0] ?? 'localhost'}:${port}`,
    port,
    logFiles,
    configuration,
    stop,
    reload: async (changes = {}) => {
      await writeConfiguration(folder, port, { ...run, ...changes });
      const ready = log.until(oldWorkerGone);
      child.kill('SIGHUP');
      await ready;
    },
  };
}

async function writeConfiguration(folder: string, port: number, run: NginxRun): Promise<void> {
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600 });
    if (runsAsRoot) await chown(path, nobody, nobody);
    return path;
  };
  const { tls, upstream, edit = (text: string) => text, ...rest } = run;
  const text = renderNginxConf({
    allow: 'everything',
    ...rest,
    listen: [`127.0.0.1:${port}`],
    certificate: await file('server.crt', tls.cert),
    key: await file('server.key', tls.key),
    upstream: { ...upstream, ca: await file('upstream-ca.crt', upstream.ca) },
    folder,
    accessLog: join(folder, 'access.log'),
    errorLog: 'stderr',
  });
  await file('nginx.conf', edit(text));
}

// What nginx says at level notice when its sockets listen, and when the worker of an old configuration is gone (observed, 1.22).
const listening = /using the "\w+" event method/;
const oldWorkerGone = /worker process \d+ exited with code 0/;

/** Copies nginx' messages into a file and waits for some; an emergency or its end fails the wait. */
function followLog(child: ChildProcess, path: string): { until(expected: RegExp): Promise<void> } {
  const lines = new EventEmitter();
  const file = createWriteStream(path);
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    file.write(chunk);
    const [last = '', ...complete] = `${rest}${chunk}`.split('\n').reverse();
    rest = last;
    for (const line of complete.reverse()) lines.emit('line', line);
  });
  child.once('close', () => file.end());
  return {
    until: (expected) =>
      new Promise((resolve, reject) => {
        const settle = (error?: Error): void => {
          lines.off('line', read);
          child.off('close', ended);
          if (error === undefined) resolve();
          else reject(error);
        };
        const read = (line: string): void => {
          if (line.includes('[emerg]')) settle(new Error(`nginx: ${line}`));
          else if (expected.test(line)) settle();
        };
        const ended = (): void => settle(new Error('nginx ended before it was ready'));
        lines.on('line', read);
        child.once('close', ended);
      }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
