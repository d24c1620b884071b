import type { Validity } from './validity.ts';

/** How far a certificate is through its life, in the order in which that happens. */
export type ExpiryStage = 'not-yet-valid' | 'good' | 'renew' | 'ends-soon' | 'expired';

/** The stage, and the moments at which it changes. */
export interface Expiry {
  readonly stage: ExpiryStage;
  /** Whole days left, rounded down; negative once it is over. */
  readonly daysLeft: number;
  /** Two thirds of the life, as long as `renewalShare` says. */
  readonly renewFrom: Date;
  /** 30 days before the end; in short lives not before `renewFrom`. */
  readonly endsSoonFrom: Date;
  readonly notAfter: Date;
}

const day = 86_400_000;

/** Share of a life after which renewing is due. */
const renewalShare = 0.66;

/** Days before the end at which the warning becomes urgent. */
const urgentDays = 30;

/** Where in its life a certificate is at `now`. */
export function expiryOf(validity: Validity, now: Date): Expiry {
  const [start, end] = [validity.notBefore.getTime(), validity.notAfter.getTime()];
  const renewFrom = start + (end - start) * renewalShare;
  const endsSoonFrom = Math.max(end - urgentDays * day, renewFrom);
  return {
    stage: stageAt(now.getTime(), { start, renewFrom, endsSoonFrom, end }),
    daysLeft: Math.floor((end - now.getTime()) / day),
    renewFrom: new Date(renewFrom),
    endsSoonFrom: new Date(endsSoonFrom),
    notAfter: validity.notAfter,
  };
}

interface Moments {
  readonly start: number;
  readonly renewFrom: number;
  readonly endsSoonFrom: number;
  readonly end: number;
}

function stageAt(now: number, { start, renewFrom, endsSoonFrom, end }: Moments): ExpiryStage {
  if (now < start) return 'not-yet-valid';
  if (now > end) return 'expired';
  if (now >= endsSoonFrom) return 'ends-soon';
  return now >= renewFrom ? 'renew' : 'good';
}
