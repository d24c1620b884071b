import { expiryOf, type ExpiryStage } from './pki/expiry.ts';

/** From when to when something is good, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** When something of an endpoint ends, in words. */
export interface ExpiryLine {
  readonly what: 'certificate' | 'CA' | 'token';
  readonly stage: ExpiryStage;
  readonly until: number;
  /** `certificate ends in 12 days`. Starts with what it is about, so that it can stand alone. */
  readonly text: string;
}

/** Where something is in its life at `now`: good until two thirds of it, urgent 30 days before its end. */
export function expiryLine(what: ExpiryLine['what'], { from, until }: Span, now: Date): ExpiryLine {
  const { stage } = expiryOf({ notBefore: new Date(from), notAfter: new Date(until) }, now);
  return { what, stage, until, text: `${what} ${words(stage, { from, until }, now.getTime())}` };
}

/** Worth a word beside the endpoint: something has to be done, now or soon. */
export const isDue = ({ stage }: ExpiryLine): boolean => stage !== 'good';

function words(stage: ExpiryStage, { from, until }: Span, now: number): string {
  switch (stage) {
    case 'not-yet-valid':
      return `valid only from ${day(from)}`;
    case 'good':
      return until - now < 2 * 86_400_000 ? `good for ${span(until - now)}` : `good until ${day(until)}`;
    case 'renew':
      return `to be renewed, ${span(until - now)} left`;
    case 'ends-soon':
      return `ends in ${span(until - now)}`;
    case 'expired':
      return `ended ${span(now - until)} ago`;
  }
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** In the largest unit of which there are at least two, rounded down. */
function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const [count, unit] =
    minutes >= 2 * 1440
      ? [Math.floor(minutes / 1440), 'day']
      : minutes >= 120
        ? [Math.floor(minutes / 60), 'hour']
        : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
