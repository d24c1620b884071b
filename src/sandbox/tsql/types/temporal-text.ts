import type { SqlTemporal } from '../../values.ts';
import {
  daysFromCivil,
  days1900,
  isCivil,
  normalize,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from './calendar.ts';

/** What a text says about a moment. `fraction` is the number of fractional digits written. */
interface ParsedMoment {
  readonly value: SqlTemporal;
  readonly fraction: number;
  readonly zulu: boolean;
}

/** `syntax`: no known form. `range`: a known form with numbers that no calendar or clock has. */
export type MomentOutcome = ParsedMoment | 'syntax' | 'range';

interface ClockTime {
  readonly ticks: number;
  readonly fraction: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** us_english forms: ISO with and without T, yyyymmdd, mdy with separators, month names, a time alone. */
export function parseMoment(text: string): MomentOutcome {
  const trimmed = text.trim();
  if (trimmed === '') return { value: normalize(days1900, 0), fraction: 0, zulu: false };
  const iso = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?(Z|[+-]\d{2}:\d{2})?$/.exec(trimmed);
  if (iso !== null) return assemble(`${iso[1]}-${iso[2]}-${iso[3]}`, isoClock(iso), iso[8]);
  const zoned = /^(.*?)(?: *([+-]\d{2}:\d{2})| *(Z))?$/.exec(trimmed);
  const body = zoned?.[1] ?? trimmed;
  const clock =
    /(?:^| )(\d{1,2}(?::\d{1,2}){0,2}(?:[.:]\d{1,7})? ?(?:AM|PM)|\d{1,2}(?::\d{1,2}){1,2}(?:[.:]\d{1,7})?)$/i.exec(
      body,
    );
  const time = clock === null ? { ticks: 0, fraction: 0 } : parseClock(clock[1] ?? '');
  const datePart = clock === null ? body : body.slice(0, clock.index).trim();
  const zone = zoned?.[2] ?? zoned?.[3];
  if (zone !== undefined && clock === null) return 'syntax';
  return assemble(datePart, time, zone);
}

const isoClock = (match: RegExpExecArray): ClockTime | 'range' =>
  clockTime(Number(match[4]), Number(match[5]), Number(match[6]), match[7] ?? '');

function assemble(datePart: string, time: ClockTime | 'syntax' | 'range', zone: string | undefined): MomentOutcome {
  const days = datePart === '' ? days1900 : parseDate(datePart);
  if (typeof days === 'string') return days;
  if (typeof time === 'string') return time;
  if (zone === undefined) return { value: normalize(days, time.ticks), fraction: time.fraction, zulu: false };
  const zulu = zone === 'Z';
  const offset = zulu ? 0 : zoneMinutes(zone);
  if (Math.abs(offset) > 14 * 60) return 'range';
  return { value: normalize(days, time.ticks, offset), fraction: time.fraction, zulu };
}

/** Minutes of `+hh:mm`; not checked. */
export function zoneMinutes(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

function parseClock(text: string): ClockTime | 'syntax' | 'range' {
  const match = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:([.:])(\d{1,7}))?)?)? ?(AM|PM)?$/i.exec(text);
  if (match === null) return 'syntax';
  let hour = Number(match[1]);
  const half = match[6]?.toUpperCase();
  if (half !== undefined) {
    if (hour > 12) return 'range';
    hour = (hour % 12) + (half === 'PM' ? 12 : 0);
  }
  // After a colon the digits count milliseconds, after a point they are a decimal fraction.
  const fraction = match[4] === ':' ? (match[5] ?? '').padStart(3, '0') : (match[5] ?? '');
  return clockTime(hour, Number(match[2] ?? 0), Number(match[3] ?? 0), fraction);
}

function clockTime(hour: number, minute: number, second: number, fraction: string): ClockTime | 'range' {
  if (hour > 23 || minute > 59 || second > 59) return 'range';
  const ticks = hour * ticksPerHour + minute * ticksPerMinute + second * ticksPerSecond;
  return { ticks: ticks + Number(fraction.padEnd(7, '0').slice(0, 7)), fraction: fraction.length };
}

function parseDate(text: string): number | 'syntax' | 'range' {
  const parts = dateParts(text);
  if (parts === undefined) return 'syntax';
  const [yearText, month, day] = parts;
  const short = yearText.length <= 2;
  // Two-digit years end at 2049 (documented default).
  const year = short ? Number(yearText) + (Number(yearText) > 49 ? 1900 : 2000) : Number(yearText);
  const date = { year, month, day };
  return isCivil(date) ? daysFromCivil(date) : 'range';
}

/** [year as written, month, day]. */
function dateParts(text: string): [string, number, number] | undefined {
  const solid = /^(\d{4}|\d{2})(\d{2})(\d{2})$/.exec(text);
  if (solid !== null) return [solid[1] ?? '', Number(solid[2]), Number(solid[3])];
  if (/^\d{4}$/.test(text)) return [text, 1, 1];
  const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (yearFirst !== null) return [yearFirst[1] ?? '', Number(yearFirst[3]), Number(yearFirst[4])];
  const monthFirst = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (monthFirst !== null) return [monthFirst[4] ?? '', Number(monthFirst[1]), Number(monthFirst[3])];
  return namedMonth(text);
}

function namedMonth(text: string): [string, number, number] | undefined {
  const forms: [RegExp, number, number, number][] = [
    [/^([a-z]+) *(\d{1,2}),? +(\d{4}|\d{2})$/i, 3, 1, 2],
    [/^(\d{1,2})[ -]*([a-z]+)[ ,-]*(\d{4}|\d{2})$/i, 3, 2, 1],
    [/^(\d{4})[ -]*([a-z]+)[ -]*(\d{1,2})$/i, 1, 2, 3],
  ];
  for (const [form, year, month, day] of forms) {
    const match = form.exec(text);
    const index = match === null ? 0 : monthNumber(match[month] ?? '');
    if (match !== null && index > 0) return [match[year] ?? '', index, Number(match[day])];
  }
  return undefined;
}

function monthNumber(name: string): number {
  const lower = name.toLowerCase();
  return Math.max(months.indexOf(lower), fullMonths.indexOf(lower)) + 1;
}

export const monthNames: readonly string[] = fullMonths.map((name) => name.charAt(0).toUpperCase() + name.slice(1));
export const shortMonthNames: readonly string[] = monthNames.map((name) => name.slice(0, 3));
