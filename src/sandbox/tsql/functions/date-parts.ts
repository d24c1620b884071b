import { SqlError } from '../../sql-error.ts';
import type { ArgumentInfo } from '../contracts.ts';

/** A datepart by its full name, as 9810 says it. */
export type DatePart =
  | 'year'
  | 'quarter'
  | 'month'
  | 'dayofyear'
  | 'day'
  | 'week'
  | 'weekday'
  | 'iso_week'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'
  | 'nanosecond'
  | 'tzoffset';

const spellings: Record<DatePart, readonly string[]> = {
  year: ['year', 'yy', 'yyyy'],
  quarter: ['quarter', 'qq', 'q'],
  month: ['month', 'mm', 'm'],
  dayofyear: ['dayofyear', 'dy', 'y'],
  day: ['day', 'dd', 'd'],
  week: ['week', 'wk', 'ww'],
  weekday: ['weekday', 'dw', 'w'],
  iso_week: ['iso_week', 'isowk', 'isoww'],
  hour: ['hour', 'hh'],
  minute: ['minute', 'mi', 'n'],
  second: ['second', 'ss', 's'],
  millisecond: ['millisecond', 'ms'],
  microsecond: ['microsecond', 'mcs'],
  nanosecond: ['nanosecond', 'ns'],
  tzoffset: ['tzoffset', 'tz'],
};

const parts = new Map(
  Object.entries(spellings).flatMap(([part, words]) => words.map((word) => [word, part as DatePart] as const)),
);

/** Parts that cannot be added or counted. */
const onlyRead: readonly DatePart[] = ['tzoffset', 'iso_week'];

/** The part that a bare word names; 155 for an unknown one (observed for DATEDIFF). */
export function datePart(word: unknown, name: string): DatePart {
  const part = typeof word === 'string' ? parts.get(word.toLowerCase()) : undefined;
  const reads = name === 'datepart' || name === 'datename';
  if (part !== undefined && (reads || !onlyRead.includes(part))) return part;
  throw new SqlError(155, `'${String(word)}' is not a recognized ${name} option.`, { class: 15 });
}

/** The check at compile time. */
export const checkDatePart = (args: readonly ArgumentInfo[], name: string): DatePart =>
  datePart(args[0]?.constant, name);
