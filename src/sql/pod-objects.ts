import type { Failure } from '../core/failure.ts';
import { apiPath, podLogPath, podPath } from '../core/kube/path.ts';
import { isJsonObject } from '../core/kube/json.ts';
import { err, ok, type Result } from '../core/result.ts';
import { noResult, unexpected } from './call-answer.ts';
import type { Caller } from './caller.ts';
import type { KubeObject, Link, LogRequest } from './cluster-reader.ts';
import type { SqlRow } from './driver-contract.ts';
import type { ProxyMemory } from './endpoint-probe.ts';
import { json, numeric, present, text } from './fields.ts';
import { eventList, wholeObject, wholeText } from './statements/objects.ts';

/** Events of one page, and how many pages are read at most: a pod with more has a story that no list tells. */
const eventsAPage = 500;
const mostEventPages = 4;

/** One pod in full. */
export async function readPod(
  call: Caller,
  link: Link,
  pod: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<Result<KubeObject, Failure>> {
  const answer = await call(link, { path: podPath(pod.namespace, pod.name) }, wholeObject, signal);
  if (!answer.ok) return answer;
  const row = answer.value.rows[0];
  const body = row === undefined ? undefined : json(row, 'body');
  if (body === undefined) return err(noResult(answer.value));
  if (!isJsonObject(body) || body['kind'] !== 'Pod') return err(unexpected(answer.value, 'a pod'));
  return ok(body);
}

/** The events about one pod, newest first. */
export async function readPodEvents(
  call: Caller,
  link: Link,
  pod: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<Result<readonly KubeObject[], Failure>> {
  // = and , stand unencoded: they may in a query, and nobody has published what the procedure does to a ready-made %3D.
  const about = `involvedObject.kind=Pod,involvedObject.name=${encodeURIComponent(pod.name)}`;
  const base = `${apiPath({ resource: 'events', namespace: pod.namespace })}?fieldSelector=${about}&limit=${eventsAPage}`;
  const events: KubeObject[] = [];
  let next: string | undefined;
  for (let page = 0; page < mostEventPages; page += 1) {
    const path = next === undefined ? base : `${base}&continue=${encodeURIComponent(next)}`;
    const answer = await call(link, { path }, eventList, signal);
    if (!answer.ok) return answer;
    if (answer.value.resultType === undefined) return err(noResult(answer.value));
    if (answer.value.kind !== 'EventList') return err(unexpected(answer.value, 'a list of events'));
    events.push(...answer.value.rows.map(toEvent));
    next = answer.value.continue;
    if (next === undefined) break;
  }
  return ok(events.sort((left, right) => timeOf(right).localeCompare(timeOf(left))));
}

/** The fields of an Event (core/v1) that were read, in their places. */
function toEvent(row: SqlRow): KubeObject {
  const fields = ['type', 'reason', 'message', 'firstTimestamp', 'lastTimestamp', 'eventTime'] as const;
  const metadata = present({ name: text(row, 'name'), creationTimestamp: text(row, 'created') });
  return present({
    kind: 'Event',
    metadata,
    ...Object.fromEntries(fields.map((field) => [field, text(row, field)])),
    count: numeric(row, 'occurrences'),
    source: present({ component: text(row, 'component') }),
    reportingComponent: text(row, 'controller'),
    involvedObject: present({ fieldPath: text(row, 'field') }),
  });
}

/** RFC 3339 in UTC compares as text. */
function timeOf(event: KubeObject): string {
  const metadata = event['metadata'] as KubeObject;
  const times = [event['lastTimestamp'], event['eventTime'], event['firstTimestamp'], metadata['creationTimestamp']];
  return times.find((time) => typeof time === 'string') ?? '';
}

/** A container's log as text; empty when the container has written nothing or the pod has no node yet (204). */
export async function readPodLog(
  call: Caller,
  memory: ProxyMemory,
  link: Link,
  pod: { readonly namespace: string; readonly name: string; readonly log: LogRequest },
  signal: AbortSignal,
): Promise<Result<string, Failure>> {
  const proxy = await memory.ask(link, signal);
  if (!proxy.ok) return proxy;
  if (proxy.value === 'none') {
    const reason =
      'SQL Server cannot read logs through this endpoint: Kubernetes sends them as text only to clients that accept ' +
      'anything, and the procedure cannot say that. A SQL Kube proxy translates it.';
    return err({ kind: 'refused', reason });
  }
  const { container, tailLines, previous } = pod.log;
  const path = podLogPath(pod.namespace, pod.name, {
    tailLines,
    previous,
    ...(container === undefined ? {} : { container }),
  });
  const headers = { Accept: 'text/plain', 'X-Kube-View': 'text' };
  const answer = await call(link, { path, headers }, wholeText, signal);
  if (!answer.ok) return answer;
  const row = answer.value.rows[0];
  return ok((row === undefined ? undefined : text(row, 'body')) ?? '');
}
