import type { BatchEvent } from '../calls/batch-events.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import { once } from './once.ts';

/** The DECLARE of each variable of a batch, its name in lower case. Parameters have none. */
export const declarations = once(
  ({ events }: BatchReading): ReadonlyMap<string, Extract<BatchEvent, { kind: 'declare' }>> =>
    new Map(events.flatMap((event) => (event.kind === 'declare' ? [[event.variable, event] as const] : []))),
);
