import { setTimeout as wait } from 'node:timers/promises';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import { readAddress, readRollout, type Rollout, type ServiceAddress } from '../core/kube/rollout.ts';
import { ok, type Result } from '../core/result.ts';
import type { ClusterClient } from './client.ts';

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** How often the API server is asked, in milliseconds. A watch would tell sooner, and is not worth its reconnects here. */
const interval = 1000;

/** Waits until a Deployment is ready or gives up by its own deadline; the signal ends the wait with what is known by then. */
export async function waitForRollout(
  client: ClusterClient,
  place: Place,
  signal: AbortSignal,
  report: (rollout: Rollout) => void,
): Promise<Result<Rollout, ClusterFailure>> {
  return await ask(
    async () => {
      const read = await client.read({ apiVersion: 'apps/v1', kind: 'Deployment', ...place }, signal);
      return read.ok ? ok(readRollout(read.value)) : read;
    },
    ({ state }) => state !== 'waiting',
    signal,
    report,
  );
}

/** Waits until a load balancer has given the Service an address. */
export async function waitForAddress(
  client: ClusterClient,
  place: Place,
  signal: AbortSignal,
): Promise<Result<ServiceAddress, ClusterFailure>> {
  return await ask(
    async () => {
      const read = await client.read({ apiVersion: 'v1', kind: 'Service', ...place }, signal);
      return read.ok ? ok(readAddress(read.value)) : read;
    },
    ({ balancer }) => balancer.length > 0,
    signal,
    () => undefined,
  );
}

async function ask<T>(
  read: () => Promise<Result<T, ClusterFailure>>,
  isDone: (value: T) => boolean,
  signal: AbortSignal,
  report: (value: T) => void,
): Promise<Result<T, ClusterFailure>> {
  let last: T | undefined;
  for (;;) {
    const answer = await read();
    if (!answer.ok) return answer.error.kind === 'cancelled' && last !== undefined ? ok(last) : answer;
    last = answer.value;
    if (isDone(last)) return ok(last);
    report(last);
    try {
      await wait(interval, undefined, { signal });
    } catch {
      return ok(last);
    }
  }
}
