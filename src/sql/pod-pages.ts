import type { Failure } from '../core/failure.ts';
import { podsPath } from '../core/kube/path.ts';
import type { PodRow } from '../core/kube/pod.ts';
import { podRowFromCells, type PodCells } from '../core/kube/table.ts';
import { err, ok, type Result } from '../core/result.ts';
import { noResult, unexpected, type CallAnswer } from './call-answer.ts';
import type { Caller } from './caller.ts';
import type { Link, PodPage } from './cluster-reader.ts';
import type { SqlRow } from './driver-contract.ts';
import type { ProxyMemory } from './endpoint-probe.ts';
import { text } from './fields.ts';
import { podRowFromProjection } from './pod-projection.ts';
import { podList, podTable } from './statements/pods.ts';

/** One page of one namespace. */
export interface PageRequest {
  readonly namespace: string;
  readonly limit: number;
  readonly after?: string;
}

/** Reads a page by the cheapest view that the endpoint can give: the server's own table, else full pods. */
export async function readPodPage(
  call: Caller,
  memory: ProxyMemory,
  link: Link,
  request: PageRequest,
  signal: AbortSignal,
): Promise<Result<PodPage, Failure>> {
  const proxy = await memory.ask(link, signal);
  if (!proxy.ok) return proxy;
  if (proxy.value === 'none') return readFullPage(call, link, request, signal);
  const path = podsPath(request.namespace, { ...listOptions(request), includeObject: 'None' });
  const answer = await call(link, { path, headers: { 'X-Kube-View': 'table' } }, podTable, signal);
  if (!answer.ok) return answer;
  if (answer.value.kind === 'PodList') {
    // Somebody put another proxy in its place meanwhile.
    memory.forget(link);
    return readFullPage(call, link, request, signal);
  }
  if (answer.value.resultType === undefined) return err(noResult(answer.value));
  if (answer.value.kind !== 'Table') return err(unexpected(answer.value, 'a table of pods'));
  return ok(toPage(answer.value, 'table', rowsOfTable(answer.value.rows, request.namespace)));
}

async function readFullPage(
  call: Caller,
  link: Link,
  request: PageRequest,
  signal: AbortSignal,
): Promise<Result<PodPage, Failure>> {
  const answer = await call(link, { path: podsPath(request.namespace, listOptions(request)) }, podList, signal);
  if (!answer.ok) return answer;
  if (answer.value.resultType === undefined) return err(noResult(answer.value));
  if (answer.value.kind !== 'PodList') return err(unexpected(answer.value, 'a list of pods'));
  const now = (answer.value.serverDate ?? new Date()).getTime();
  const rows = answer.value.rows.flatMap((row) => podRowFromProjection(row, request.namespace, now) ?? []);
  return ok(toPage(answer.value, 'full', rows));
}

const listOptions = (request: PageRequest): { readonly limit: number; readonly continue?: string } => ({
  limit: request.limit,
  ...(request.after === undefined ? {} : { continue: request.after }),
});

function rowsOfTable(rows: readonly SqlRow[], namespace: string): PodRow[] {
  const shared = sharedTexts();
  return rows.flatMap((row) => {
    const cells: Partial<Record<keyof PodCells, string>> = {};
    for (const column of ['name', 'ready', 'status', 'restarts', 'age', 'ip', 'node'] as const) {
      const value = text(row, column);
      if (value !== undefined) cells[column] = shared(value);
    }
    return podRowFromCells(namespace, cells) ?? [];
  });
}

/** Makes equal texts of a page one text: the driver makes a new one of each cell, and most pods have much in common. */
function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (cell) => {
    const shared = known.get(cell) ?? cell;
    known.set(shared, shared);
    return shared;
  };
}

function toPage(answer: CallAnswer, view: PodPage['view'], rows: readonly PodRow[]): PodPage {
  return {
    rows,
    view,
    call: answer.facts,
    ...(answer.continue === undefined ? {} : { continue: answer.continue }),
    ...(answer.remaining === undefined ? {} : { remaining: answer.remaining }),
  };
}
