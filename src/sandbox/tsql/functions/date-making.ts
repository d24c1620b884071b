import { SqlError } from '../../sql-error.ts';
import type { SqlTemporal, SqlType, SqlValue, TypedValue } from '../../values.ts';
import type { ScalarFunction } from '../contracts.ts';
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  isCivil,
  lastDay,
  shiftOffset,
  temporal,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from '../types/calendar.ts';
import { isTemporal } from '../types/families.ts';
import { zoneMinutes } from '../types/temporal-text.ts';
import { fitMoment } from '../types/to-temporal.ts';
import { addMonths } from './date-arithmetic.ts';
import { intOf, momentOf, strict } from './define.ts';

const date: SqlType = { name: 'date' };
const datetime: SqlType = { name: 'datetime' };
const precise: SqlType = { name: 'datetime2', scale: 7 };
const zoned: SqlType = { name: 'datetimeoffset', scale: 7 };

/** The current moment; the sandbox's clock and its time zone are UTC, so both kinds of "now" are the same. */
const clock = (name: string, type: SqlType, syntax?: 'no-parentheses'): ScalarFunction => ({
  name,
  minArgs: 0,
  maxArgs: 0,
  nullable: false,
  ...(syntax === undefined ? {} : { syntax }),
  returnType: () => type,
  evaluate(_args, { execution }) {
    const now = execution.now();
    return fitMoment(temporal(now.days, now.ticks, 0), precise, type);
  },
});

/** 289 (documented). */
const badParts = (type: string): SqlError =>
  new SqlError(289, `Cannot construct data type ${type}, some of the arguments have values which are not valid.`);

function dateFrom(args: readonly TypedValue[], type: string): number {
  const [year, month, day] = args.map((argument) => intOf(argument));
  const parts = { year: year ?? 0, month: month ?? 0, day: day ?? 0 };
  if (!isCivil(parts)) throw badParts(type);
  return daysFromCivil(parts);
}

function clockFrom(args: readonly TypedValue[], scale: number, type: string): number {
  const [hour = 0, minute = 0, second = 0, fraction = 0] = args.map((argument) => intOf(argument));
  const inClock = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!inClock || fraction < 0 || fraction >= 10 ** scale) throw badParts(type);
  return hour * ticksPerHour + minute * ticksPerMinute + second * ticksPerSecond + fraction * 10 ** (7 - scale);
}

/** 9812 (documented; state inferred): minutes, or `+hh:mm`, within 14 hours. */
function offsetOf(argument: TypedValue | undefined, name: string): number {
  const value = argument?.value ?? null;
  const text = typeof value === 'string' ? value : undefined;
  const wellFormed = text === undefined || /^[+-]\d{2}:[0-5]\d$/.test(text);
  const minutes = text === undefined ? intOf(argument) : zoneMinutes(text);
  if (wellFormed && Math.abs(minutes) <= 14 * 60) return minutes;
  throw new SqlError(9812, `The timezone provided to builtin function ${name} is invalid.`, { state: 0 });
}

function endOfMonth(moment: SqlTemporal, months: number): SqlValue {
  const { days } = addMonths(months, moment);
  if (days < 0 || days > lastDay) throw new SqlError(517, "Adding a value to a 'date' column caused an overflow.");
  const { year, month } = civilFromDays(days);
  return temporal(daysFromCivil({ year, month, day: daysInMonth(year, month) }), 0);
}

const scaleOf = (argument: { readonly constant?: SqlValue } | undefined): number =>
  typeof argument?.constant === 'number' && argument.constant >= 0 && argument.constant <= 7 ? argument.constant : 7;

/** Functions that give a moment: the clocks, the …FROMPARTS kind, EOMONTH and the offsets. */
export const momentFunctions: readonly ScalarFunction[] = [
  clock('getdate', datetime),
  clock('getutcdate', datetime),
  clock('current_timestamp', datetime, 'no-parentheses'),
  clock('sysdatetime', precise),
  clock('sysutcdatetime', precise),
  clock('sysdatetimeoffset', zoned),
  strict('datefromparts', [3, 3], date, (args) => temporal(dateFrom(args, 'date'), 0)),
  strict('datetimefromparts', [7, 7], datetime, (args) => {
    const moment = temporal(dateFrom(args, 'datetime'), clockFrom(args.slice(3), 3, 'datetime'));
    return fitMoment(moment, precise, datetime);
  }),
  strict(
    'datetime2fromparts',
    [8, 8],
    (args) => ({ name: 'datetime2', scale: scaleOf(args[7]) }),
    (args, { returnType }) => {
      const scale = 'scale' in returnType ? returnType.scale : 7;
      return temporal(dateFrom(args, 'datetime2'), clockFrom(args.slice(3, 7), scale, 'datetime2'));
    },
  ),
  strict('eomonth', [1, 2], date, ([moment, months]) => endOfMonth(momentOf(moment, date), intOf(months))),
  strict(
    'switchoffset',
    [2, 2],
    ([moment]) =>
      moment !== undefined && 'scale' in moment.type && isTemporal(moment.type) ? withScale(moment.type.scale) : zoned,
    ([moment, offset]) => shiftOffset(momentOf(moment, zoned), offsetOf(offset, 'switchoffset')),
  ),
  strict(
    'todatetimeoffset',
    [2, 2],
    ([moment]) =>
      moment !== undefined && 'scale' in moment.type && isTemporal(moment.type) ? withScale(moment.type.scale) : zoned,
    ([moment, offset]) => {
      const { days, ticks } = momentOf(moment, precise);
      return temporal(days, ticks, offsetOf(offset, 'todatetimeoffset'));
    },
  ),
];

const withScale = (scale: number): SqlType => ({ name: 'datetimeoffset', scale });
