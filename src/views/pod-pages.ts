import type { Failure } from '../core/failure.ts';
import type { PodRow } from '../core/kube/pod.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { PodPage } from '../sql/cluster-reader.ts';

/** The pods of a namespace, as far as they were loaded. */
export interface PodRows {
  readonly rows: readonly PodRow[];
  /** Gives the next page; absent when the list is complete. */
  readonly continue?: string;
  /** Kubernetes' estimate of what is left. */
  readonly remaining?: number;
  readonly view: PodPage['view'];
  readonly call: PodPage['call'];
}

/** How much to load. */
export interface PodGoal {
  /** Load at least this many, or to the end. */
  readonly pods: number;
  /** Go on from here; absent to start over. */
  readonly from?: PodRows;
}

interface Loader {
  readonly page: (after: string | undefined) => Promise<Result<PodPage, Failure>>;
  readonly signal: AbortSignal;
  /** Pages and pods so far. */
  readonly report: (page: number, pods: number) => void;
  /** What was added to `from` before the loading broke off: good rows, so they are kept. */
  readonly keep: (rows: PodRows) => void;
}

/** A list that expires this often in a row changes faster than it can be read. */
const maxRestarts = 3;

/**
 * Reads pages until the goal. When a continue token expires (410) it starts over and aims at what the goal was, since pages of
 * two lists do not fit together. The caller keeps showing what it has until this answers.
 */
export async function loadPods(goal: PodGoal, loader: Loader): Promise<Result<PodRows, Failure>> {
  let from = goal.from;
  for (let restarts = 0; ; restarts += 1) {
    const loaded = await readPages(goal.pods, from, loader);
    if (loaded.ok || !isExpired(loaded.error)) return loaded;
    if (restarts === maxRestarts) return err({ kind: 'list-expired', call: loaded.error.call });
    from = undefined;
  }
}

async function readPages(goal: number, from: PodRows | undefined, loader: Loader): Promise<Result<PodRows, Failure>> {
  const rows: PodRow[] = from ? [...from.rows] : [];
  let last: PodPage | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await nextPage(last ? last.continue : from?.continue, loader);
    if (!page.ok) {
      if (from && last && !isExpired(page.error)) loader.keep(summary(rows, last));
      return page;
    }
    last = page.value;
    for (const row of last.rows) rows.push(row);
    loader.report(pages, rows.length);
    if (last.continue === undefined || rows.length >= goal) return ok(summary(rows, last));
  }
}

async function nextPage(after: string | undefined, loader: Loader): Promise<Result<PodPage, Failure>> {
  return loader.signal.aborted ? err({ kind: 'cancelled' }) : await loader.page(after);
}

function summary(rows: readonly PodRow[], last: PodPage): PodRows {
  return {
    rows,
    view: last.view,
    call: last.call,
    ...(last.continue !== undefined && { continue: last.continue }),
    ...(last.remaining !== undefined && { remaining: last.remaining }),
  };
}

function isExpired(failure: Failure): failure is Extract<Failure, { kind: 'http' }> {
  return failure.kind === 'http' && failure.code === 410;
}
