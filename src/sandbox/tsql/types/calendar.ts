import type { SqlTemporal } from '../../values.ts';

export interface CivilDate {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  readonly day: number;
}

export const ticksPerSecond = 10_000_000;
export const ticksPerMinute = 60 * ticksPerSecond;
export const ticksPerHour = 60 * ticksPerMinute;
export const ticksPerDay = 24 * ticksPerHour;

/** Days since 0001-01-01 of 1900-01-01, the zero of datetime. */
export const days1900 = 693_595;
/** Of 1753-01-01, the first day of datetime. */
export const days1753 = 639_905;
/** Of 9999-12-31. */
export const lastDay = 3_652_058;
const days1970 = 719_162;
const msPerDay = 86_400_000;

/** Proleptic Gregorian, years 1 … 9999. */
export function daysFromCivil(date: CivilDate): number {
  const at = new Date(0);
  at.setUTCFullYear(date.year, date.month - 1, date.day);
  return Math.round(at.getTime() / msPerDay) + days1970;
}

export function civilFromDays(days: number): CivilDate {
  const at = new Date((days - days1970) * msPerDay);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const isCivil = ({ year, month, day }: CivilDate): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

export const temporal = (days: number, ticks: number, offset?: number): SqlTemporal => ({
  kind: 'temporal',
  days,
  ticks,
  ...(offset === undefined ? {} : { offset }),
});

/** Carries ticks below 0 or past midnight into days. */
export function normalize(days: number, ticks: number, offset?: number): SqlTemporal {
  const carry = Math.floor(ticks / ticksPerDay);
  return temporal(days + carry, ticks - carry * ticksPerDay, offset);
}

/** Rounds to `scale` fractional digits of a second (half up), carrying past midnight. */
export function roundTicks(value: SqlTemporal, scale: number): SqlTemporal {
  const unit = 10 ** (7 - scale);
  return normalize(value.days, Math.round(value.ticks / unit) * unit, value.offset);
}

/** datetime keeps 1/300 s: .000, .003, .007 when shown in milliseconds (observed). */
export function roundToDatetime(value: SqlTemporal): SqlTemporal {
  const units = Math.round((value.ticks * 3) / 100_000);
  const carry = units >= 300 * 86_400 ? 1 : 0;
  return temporal(value.days + carry, Math.round(((units - carry * 300 * 86_400) * 100_000) / 3));
}

/** smalldatetime keeps minutes; 30 seconds and up round to the next. */
export const roundToMinute = (value: SqlTemporal): SqlTemporal =>
  normalize(value.days, Math.floor(value.ticks / ticksPerMinute + 0.5) * ticksPerMinute);

/** Wall time `minutes` east of UTC for the same instant. */
export const shiftOffset = (value: SqlTemporal, minutes: number): SqlTemporal =>
  normalize(value.days, value.ticks + (minutes - (value.offset ?? 0)) * ticksPerMinute, minutes);

/** Order of instants; offsets are taken into account. Times of day have day 0. */
export function compareTemporals(a: SqlTemporal, b: SqlTemporal): number {
  const left = shiftOffset(a, 0);
  const right = shiftOffset(b, 0);
  return left.days - right.days || left.ticks - right.ticks;
}
