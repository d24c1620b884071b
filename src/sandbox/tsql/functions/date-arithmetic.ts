import { SqlError } from '../../sql-error.ts';
import type { SqlTemporal, SqlType, SqlValue } from '../../values.ts';
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  lastDay,
  normalize,
  shiftOffset,
  temporal,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from '../types/calendar.ts';
import { fitMoment } from '../types/to-temporal.ts';
import type { DatePart } from './date-parts.ts';

/** 100 ns in one of a part; parts shorter than that (nanosecond) are a fraction. */
export const clockTicks: Partial<Record<DatePart, number>> = {
  hour: ticksPerHour,
  minute: ticksPerMinute,
  second: ticksPerSecond,
  millisecond: 10_000,
  microsecond: 10,
  nanosecond: 0.01,
};

const dayParts: Partial<Record<DatePart, number>> = { day: 1, dayofyear: 1, weekday: 1, week: 7 };
const monthParts: Partial<Record<DatePart, number>> = { year: 12, quarter: 3, month: 1 };

/** 517 (observed): state 3 for datetime2 and the types like it. */
const overflow = (type: SqlType): SqlError =>
  new SqlError(517, `Adding a value to a '${type.name}' column caused an overflow.`, {
    state: 'scale' in type || type.name === 'date' ? 3 : 1,
  });

/** 9810 (documented). */
export const unsupportedPart = (part: DatePart, name: string, type: SqlType): SqlError =>
  new SqlError(9810, `The datepart ${part} is not supported by date function ${name} for data type ${type.name}.`);

/** DATEADD on a value that is of `type` already. Throws 517 and 9810. */
export function addPart(part: DatePart, count: number, value: SqlTemporal, type: SqlType): SqlValue {
  const ticks = clockTicks[part];
  if (ticks === undefined ? type.name === 'time' : type.name === 'date') throw unsupportedPart(part, 'dateadd', type);
  const moved = ticks === undefined ? addDays(part, count, value) : addTicks(count, ticks, value);
  if (type.name === 'time') return temporal(0, moved.ticks);
  if (moved.days < 0 || moved.days > lastDay) throw overflow(type);
  try {
    return fitMoment(moved, type, type);
  } catch {
    throw overflow(type);
  }
}

function addTicks(count: number, ticks: number, value: SqlTemporal): SqlTemporal {
  // Whole days apart, so that every number stays exact.
  const perDay = ticksPerDay / ticks;
  const days = Math.trunc(count / perDay);
  return normalize(value.days + days, value.ticks + Math.round((count - days * perDay) * ticks), value.offset);
}

function addDays(part: DatePart, count: number, value: SqlTemporal): SqlTemporal {
  const days = dayParts[part];
  if (days !== undefined) return temporal(value.days + count * days, value.ticks, value.offset);
  return addMonths(count * (monthParts[part] ?? 0), value);
}

/** The last day of a shorter month stands in for days it does not have (documented). */
export function addMonths(count: number, value: SqlTemporal): SqlTemporal {
  const { year, month, day } = civilFromDays(value.days);
  const total = year * 12 + (month - 1) + count;
  const [newYear, newMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
  if (newYear < 1 || newYear > 9999) return temporal(-1, 0);
  const kept = Math.min(day, daysInMonth(newYear, newMonth));
  return temporal(daysFromCivil({ year: newYear, month: newMonth, day: kept }), value.ticks, value.offset);
}

/** DATEDIFF: how many boundaries of the part lie between the two instants. */
export function countBoundaries(part: DatePart, from: SqlTemporal, to: SqlTemporal): bigint {
  const [a, b] = [shiftOffset(from, 0), shiftOffset(to, 0)];
  const ticks = clockTicks[part];
  if (part === 'nanosecond') return (instant(b) - instant(a)) * 100n;
  if (ticks !== undefined) return instant(b) / BigInt(ticks) - instant(a) / BigInt(ticks);
  return BigInt(dayNumber(part, b) - dayNumber(part, a));
}

const instant = (value: SqlTemporal): bigint => BigInt(value.days) * BigInt(ticksPerDay) + BigInt(value.ticks);

function dayNumber(part: DatePart, { days }: SqlTemporal): number {
  if (part === 'week') return Math.floor((days + 1) / 7); // weeks start on Sunday, whatever DATEFIRST says (documented)
  if (dayParts[part] !== undefined) return days;
  const { year, month } = civilFromDays(days);
  return Math.floor((year * 12 + month - 1) / (monthParts[part] ?? 1));
}
