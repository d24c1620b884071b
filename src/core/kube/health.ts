import type { PodHealth, PodRow } from './pod.ts';

/** Words of kubectl's STATUS that do not mean that something is wrong; every other word names a failure. */
const healths: Readonly<Record<string, PodHealth>> = {
  Running: 'running',
  Completed: 'completed',
  Succeeded: 'completed',
  Pending: 'pending',
  ContainerCreating: 'pending',
  PodInitializing: 'pending',
  SchedulingGated: 'pending',
  Terminating: 'terminating',
  NotReady: 'warning',
  Unknown: 'unknown',
};

const isAllReady = (ready: string): boolean => {
  const [some, all] = ready.split('/');
  return some === all;
};

/**
 * What a row amounts to. A running pod of which a container is not ready is a warning; a word that is not known here is
 * a failure, because kubelet and controllers put their reasons for failing into STATUS as they are.
 */
export const podHealth = (row: Pick<PodRow, 'status' | 'ready'>): PodHealth => {
  if (row.status === '') return 'unknown';
  const stage = /^Init:\d+\/\d+$/.test(row.status) ? 'pending' : healths[row.status];
  if (stage === 'running') return isAllReady(row.ready) ? 'running' : 'warning';
  return stage ?? 'failing';
};

/** True for what "problems only" keeps. */
export const isProblem = (health: PodHealth): boolean =>
  health === 'failing' || health === 'warning' || health === 'unknown';
