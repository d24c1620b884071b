import type { SqlTemporal } from '../../values.ts';
import { civilFromDays, daysFromCivil, ticksPerHour, ticksPerMinute, ticksPerSecond } from '../types/calendar.ts';
import { monthNames } from '../types/temporal-text.ts';
import { zoneText } from '../types/temporal-format.ts';
import type { DatePart } from './date-parts.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** DATEPART. `dateFirst` is 1 (Monday) … 7 (Sunday, the default). */
export function readPart(part: DatePart, value: SqlTemporal, dateFirst: number): number {
  const { ticks } = value;
  const { year, month, day } = civilFromDays(value.days);
  switch (part) {
    case 'year':
      return year;
    case 'quarter':
      return Math.ceil(month / 3);
    case 'month':
      return month;
    case 'day':
      return day;
    case 'dayofyear':
      return dayOfYear(value.days);
    case 'week':
      return Math.floor((dayOfYear(value.days) - 1 + weekday(newYear(year), dateFirst) - 1) / 7) + 1;
    case 'weekday':
      return weekday(value.days, dateFirst);
    case 'iso_week':
      return isoWeek(value.days);
    case 'hour':
      return Math.floor(ticks / ticksPerHour);
    case 'minute':
      return Math.floor(ticks / ticksPerMinute) % 60;
    case 'second':
      return Math.floor(ticks / ticksPerSecond) % 60;
    case 'millisecond':
      return Math.floor((ticks % ticksPerSecond) / 10_000);
    case 'microsecond':
      return Math.floor((ticks % ticksPerSecond) / 10);
    case 'nanosecond':
      return (ticks % ticksPerSecond) * 100;
    case 'tzoffset':
      return value.offset ?? 0;
  }
}

/** DATENAME in us_english. */
export function namePart(part: DatePart, value: SqlTemporal, dateFirst: number): string {
  if (part === 'month') return monthNames[civilFromDays(value.days).month - 1] ?? '';
  if (part === 'weekday') return weekdays[value.days % 7] ?? '';
  return part === 'tzoffset' ? zoneText(value.offset ?? 0) : String(readPart(part, value, dateFirst));
}

const newYear = (year: number): number => daysFromCivil({ year, month: 1, day: 1 });
const dayOfYear = (days: number): number => days - newYear(civilFromDays(days).year) + 1;

/** Day 0 was a Monday. */
const weekday = (days: number, dateFirst: number): number => ((((days - (dateFirst - 1)) % 7) + 7) % 7) + 1;

/** The week of the year that has this week's Thursday. */
const isoWeek = (days: number): number => Math.ceil(dayOfYear(days - (days % 7) + 3) / 7);
