import { ageSince } from '../kube/duration.ts';
import { at, numberAt, textAt, timeAt } from '../kube/json.ts';
import { columns, oneLine } from './layout.ts';

/** Events as kubectl describe shows them, oldest first. `now` is milliseconds since 1970. */
export function eventTable(events: readonly unknown[], now: number): string[] {
  if (events.length === 0) return ['Events:  <none>'];
  const sorted = [...events].sort((a, b) => (lastSeen(a) ?? 0) - (lastSeen(b) ?? 0));
  const rows = sorted.map((event) => [
    textAt(event, 'type') ?? '',
    textAt(event, 'reason') ?? '',
    age(event, now),
    textAt(event, 'source', 'component') ?? textAt(event, 'reportingComponent') ?? '',
    oneLine(textAt(event, 'message') ?? ''),
  ]);
  return ['Events:', ...columns([['Type', 'Reason', 'Age', 'From', 'Message'], ...rows], '  ')];
}

/** `2m (x5 over 10m)` for what happened several times. */
function age(event: unknown, now: number): string {
  const count = numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? 1;
  const last = ageSince(lastSeen(event), now);
  return count > 1 ? `${last} (x${count} over ${ageSince(firstSeen(event), now)})` : last;
}

// Events of events.k8s.io/v1 carry eventTime and series; those of the older recorder first and last time stamps.
const lastSeen = (event: unknown): number | undefined =>
  timeAt(event, 'series', 'lastObservedTime') ??
  timeAt(event, 'lastTimestamp') ??
  timeAt(event, 'eventTime') ??
  created(event);

const firstSeen = (event: unknown): number | undefined =>
  timeAt(event, 'firstTimestamp') ?? timeAt(event, 'eventTime') ?? created(event);

const created = (event: unknown): number | undefined => timeAt(at(event, 'metadata'), 'creationTimestamp');
