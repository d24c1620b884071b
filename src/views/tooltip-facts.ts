import type { CallFacts } from '../core/failure.ts';
import { humanDuration } from '../core/kube/duration.ts';
import { clockTime, grouped } from './cluster-present.ts';
import type { ClustersModel } from './clusters-model.ts';

/** Local date and time with the zone: containers start on other days than they are looked at. */
export function localTime(at: Date): string {
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return `${day} ${clockTime(at)} ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
}

/** When something was read, and how long ago that is. */
export const readAt = (model: ClustersModel, at: Date | undefined): string | undefined =>
  at && `${localTime(at)}, ${humanDuration(model.now.getTime() - at.getTime())} ago`;

/** A call as the log names it. */
export const callText = (call: CallFacts): string =>
  `${call.method} ${call.url}, ${grouped(Math.round(call.durationMs))} ms`;
