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

const left = (milliseconds: number): string => {
  const hours = Math.floor(milliseconds / 3_600_000);
  return hours >= 48 ? ` (${Math.floor(hours / 24)} days)` : ` (${hours} hours)`;
};
