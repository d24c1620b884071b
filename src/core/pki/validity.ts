/** From when to when a certificate is good, both ends included. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Longest life of a CA in days: five years. */
export const authorityDays = 1826;

/** Life of a CA when nothing else is asked: three years. Days. */
export const authorityDefaultDays = 3 * 365;

/** Longest life of a server certificate in days that strict TLS stacks accept (CA/Browser Forum ballot SC31: 398, less one). */
export const serverDays = 397;

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * A life of `days` that began a little before `now`, so that a host whose clock is behind (a virtual machine after sleep)
 * does not find the certificate not yet valid.
 */
export function validityFrom(now: Date, days: number, backdatedMinutes = 60): Validity {
  const notBefore = wholeSeconds(now.getTime() - backdatedMinutes * minute);
  return { notBefore, notAfter: wholeSeconds(notBefore.getTime() + days * day - 1000) };
}

/** The part of `life` that lies within `outer`: a certificate must not outlive what issued it. */
export function nestedIn(life: Validity, outer: Validity): Validity {
  return {
    notBefore: life.notBefore < outer.notBefore ? outer.notBefore : life.notBefore,
    notAfter: life.notAfter > outer.notAfter ? outer.notAfter : life.notAfter,
  };
}

/** A life until `end`, which is rounded down to the second, begun a little before `now`. */
export function validityUntil(now: Date, end: Date): Validity {
  return { notBefore: validityFrom(now, 1).notBefore, notAfter: wholeSeconds(end.getTime()) };
}

/** A life that is over since an hour. */
export function alreadyOver(now: Date): Validity {
  return { notBefore: wholeSeconds(now.getTime() - 30 * day), notAfter: wholeSeconds(now.getTime() - 60 * minute) };
}

/** A life that begins in a day. */
export function notYetBegun(now: Date): Validity {
  return { notBefore: wholeSeconds(now.getTime() + day), notAfter: wholeSeconds(now.getTime() + 30 * day) };
}

// X.509 times have no fractions.
const wholeSeconds = (milliseconds: number): Date => new Date(Math.floor(milliseconds / 1000) * 1000);
