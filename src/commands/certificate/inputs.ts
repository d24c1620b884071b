import type { Failure } from '../../core/failure.ts';
import type { InputProblem } from '../../core/input-problem.ts';
import { err, type Result } from '../../core/result.ts';

/** An input that cannot be used, as a command's failure. */
export const refusedInput = ({ reason, fix }: Pick<InputProblem, 'reason' | 'fix'>): Result<never, Failure> =>
  err({ kind: 'refused', reason: `${reason} ${fix}` });

/** The work's answer, or undefined as soon as the user stops it; what still runs then is thrown away. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return await Promise.race([work, stopped]);
}

/** A list of hosts as typed, addresses apart from names. */
export function splitHosts(texts: readonly string[]): { dnsNames: string[]; ipAddresses: string[] } {
  const isAddress = (text: string): boolean => /^[\d.]+$/.test(text) || text.includes(':');
  return { dnsNames: texts.filter((text) => !isAddress(text)), ipAddresses: texts.filter(isAddress) };
}
