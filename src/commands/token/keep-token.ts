import type { EndpointProfile } from '../../core/connection.ts';
import type { CommandContext } from '../command.ts';
import type { FreshToken } from './ask-token.ts';

/** Stores a token of an endpoint in SecretStorage and notes when it ends. */
export async function keepToken(context: CommandContext, { id }: EndpointProfile, fresh: FreshToken): Promise<void> {
  await context.access.keepToken(id, fresh.token);
  await context.expiries.noteToken(id, {
    from: fresh.from,
    account: `${fresh.namespace}/${fresh.serviceAccount}`,
    ...(fresh.until !== undefined && { until: fresh.until }),
  });
}

/** `until 2027-02-03 14:00 (65 days)`, local time. */
export function untilText(until: number | undefined, now: Date): string {
  if (until === undefined) return 'for ever, until it is revoked';
  return `until ${new Date(until).toLocaleString('sv').slice(0, 16)}${left(until - now.getTime())}`;
}

/** In the largest unit of which there are at least two, rounded down. */
const left = (milliseconds: number): string => {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes >= 2 * 1440) return ` (${Math.floor(minutes / 1440)} days)`;
  return minutes >= 120 ? ` (${Math.floor(minutes / 60)} hours)` : ` (${minutes} minutes)`;
};
