import { setTimeout as sleep } from 'node:timers/promises';
import { retriedStatuses, retryPauseMs } from '../../core/rest/methods.ts';
import type { ExchangeOutcome } from './exchange.ts';

/**
 * Repeats a request as @retry_count asks: on certain statuses only, whatever the verb, after Retry-After or 200 ms. The
 * documentation also speaks of exponential back-off for some codes without naming them; 200 ms is used for all of those.
 */
export async function withRetries(
  attempts: number,
  attempt: () => Promise<ExchangeOutcome>,
  clock: { readonly now: () => Date; readonly signal: AbortSignal },
): Promise<ExchangeOutcome> {
  for (let left = attempts - 1; ; left -= 1) {
    const outcome = await attempt();
    if (left <= 0 || outcome.kind !== 'answer' || !retriedStatuses.includes(outcome.status)) return outcome;
    const named = outcome.headers.find(({ name }) => name.toLowerCase() === 'retry-after')?.value;
    await sleep(retryDelayMs(named, clock.now()), undefined, { signal: clock.signal });
  }
}

/** Retry-After is seconds or an HTTP date (RFC 9110, 10.2.3); anything else counts as absent. */
export function retryDelayMs(retryAfter: string | undefined, now: Date): number {
  const text = retryAfter?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? retryPauseMs : Math.max(0, date - now.getTime());
}
