import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningNginx } from '../test/support/nginx.ts';

/** What nginx sent for a stretch of time: bodies, as its access log counts them. */
export interface Traffic {
  readonly answers: number;
  readonly bytes: number;
  readonly largest: number;
}

/** Runs `work`, which makes `calls` requests of a path, and reads from the access log what they brought. */
export async function measureTraffic(
  nginx: RunningNginx,
  path: string,
  work: () => Promise<{ readonly calls: number }>,
): Promise<Traffic> {
  const before = (await readSizes(nginx, path)).length;
  const { calls } = await work();
  // nginx logs an answer a moment after its last byte has left.
  let sizes = (await readSizes(nginx, path)).slice(before);
  for (const end = Date.now() + 5000; sizes.length < calls && Date.now() < end;) {
    await delay(20);
    sizes = (await readSizes(nginx, path)).slice(before);
  }
  if (sizes.length !== calls) throw new Error(`${calls} calls were made, nginx logged ${sizes.length}`);
  return { answers: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0), largest: Math.max(...sizes) };
}

async function readSizes(nginx: RunningNginx, path: string): Promise<readonly number[]> {
  const lines = (await readFile(nginx.logFiles.access, 'utf8')).split('\n').filter((line) => line.endsWith('}'));
  return lines
    .map((line) => JSON.parse(line) as { readonly path: string; readonly status: number; readonly bytes: number })
    .filter((entry) => entry.path === path && entry.status === 200)
    .map(({ bytes }) => bytes);
}
