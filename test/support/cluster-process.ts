import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** One running part of the control plane; its output goes to `NAME.log` in the run's folder. */
export interface ClusterProcess {
  readonly name: string;
  /** Rejects when the process ends before it is told to, with the end of its log. */
  readonly failed: Promise<never>;
  readonly logFile: string;
  /** SIGTERM, then SIGKILL when it takes longer than the limit. */
  stop(limitMs?: number): Promise<void>;
  /** At once and without waiting, for the parent's exit. */
  kill(): void;
}

/** Starts a part. It also ends when this process is gone, as its standard input closes then (see test/cluster/main.go). */
export function startProcess(
  name: string,
  [program, ...first]: readonly [string, ...string[]],
  rest: readonly string[],
  folder: string,
): ClusterProcess {
  const logFile = path.join(folder, `${name}.log`);
  const output = openSync(logFile, 'a');
  const child = spawn(program, [...first, ...rest], {
    cwd: folder,
    // In a process group of its own, so that Ctrl-C in a terminal reaches only us and the order of ending is ours.
    detached: true,
    stdio: ['pipe', output, output],
    env: { ...process.env, CLUSTER_PARENT: 'stdin' },
  });
  closeSync(output);
  let stopping = false;
  const ended = once(child, 'exit').catch(() => undefined);
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (!stopping) reject(new Error(`${name} ended by itself (${signal ?? `exit ${code}`}): ${logTail(logFile)}`));
    });
  });
  failed.catch(() => undefined); // told to whoever waits for readiness; later ends show in the requests that fail
  return {
    name,
    failed,
    logFile,
    stop: async (limitMs = 10_000) => {
      stopping = true;
      await stopChild(child, ended, limitMs);
    },
    kill: () => {
      stopping = true;
      killGroup(child);
    },
  };
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>, limitMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const limit = new AbortController();
  const inTime = await Promise.race([
    ended.then(() => true),
    delay(limitMs, false, { signal: limit.signal }).catch(() => false),
  ]);
  limit.abort();
  if (!inTime) killGroup(child);
  await ended;
}

/** With its children: the part may be a program that was started by another. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

const logTail = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n');

/** Asks again until the answer is yes; a part that ends meanwhile, or the limit, rejects. There is no event for readiness over HTTP. */
export async function untilReady(
  part: ClusterProcess,
  isReady: () => Promise<boolean>,
  limitMs = 90_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    if (await Promise.race([isReady(), part.failed])) return;
    if (Date.now() > end)
      throw new Error(`${part.name} was not ready after ${limitMs / 1000} s: ${logTail(part.logFile)}`);
    await Promise.race([delay(100), part.failed]);
  }
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
    return address.port;
  });
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, 'close');
    }),
  );
  return ports;
}
