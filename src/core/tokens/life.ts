import { inputProblem, quoted, type InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';

/** The API server refuses less (observed, 1.36.3: 422). Seconds. */
const shortest = 600;

/** The API server refuses more than 2^32 seconds (documented in its validation of TokenRequest). */
const longest = 2 ** 32;

const units: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 7 * 86_400, y: 365 * 86_400 };

/** A life as typed, such as `12 hours`, `90 d` or `1y`, in seconds. */
export function readTokenLife(text: string): Result<number, InputProblem> {
  const [, count, unit = ''] = /^\s*(\d{1,10})\s*(m|h|d|w|y)[a-z]*\s*$/i.exec(text) ?? [];
  const seconds = Number(count) * (units[unit.toLowerCase()] ?? 0);
  const problem = (reason: string, fix: string): Result<never, InputProblem> => err(inputProblem('life', reason, fix));
  if (count === undefined) return problem(`${quoted(text)} is not a time.`, 'Write 30 minutes, 12 hours or 90 days.');
  if (seconds < shortest) return problem('A token lives at least 10 minutes.', 'Ask for 10 minutes or more.');
  return seconds > longest
    ? problem('No API server grants so long a life.', 'Ask for 100 years or less.')
    : ok(seconds);
}

/** Seconds in the largest unit of which there are at least two: `36 hours`. */
export function lifeText(seconds: number): string {
  const named = [
    [86_400, 'days'],
    [3600, 'hours'],
    [60, 'minutes'],
  ] as const;
  const [size, name] = named.find(([unit]) => seconds >= 2 * unit) ?? named[2];
  return `${Math.round(seconds / size)} ${name}`;
}

/** True when less was granted than was asked for, clocks and rounding left aside. Clouds do that without a word. */
export const isCutShort = (asked: number, granted: number): boolean => granted < asked - 60;
