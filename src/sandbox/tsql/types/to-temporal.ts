import type { SqlTemporal, SqlType, TypedValue } from '../../values.ts';
import {
  days1753,
  days1900,
  lastDay,
  normalize,
  roundTicks,
  roundToDatetime,
  roundToMinute,
  temporal,
  ticksPerDay,
} from './calendar.ts';
import { badDateText, badSmallDateText, dateOutOfRange, expressionOverflow } from './conversion-errors.ts';
import { decimalToNumber } from './decimals.ts';
import { parseMoment } from './temporal-text.ts';

/** To any date or time type. */
export function toTemporal({ value, type }: TypedValue, to: SqlType): SqlTemporal {
  if (typeof value === 'string') return fromText(value, type, to);
  if (value !== null && typeof value === 'object' && 'ticks' in value) return fitMoment(value, type, to);
  const number =
    value !== null && typeof value === 'object' && 'unscaled' in value ? decimalToNumber(value) : Number(value);
  const days = Math.floor(number);
  return fitMoment(normalize(days1900 + days, Math.round((number - days) * ticksPerDay)), type, to);
}

function fromText(text: string, from: SqlType, to: SqlType): SqlTemporal {
  const old = to.name === 'datetime' || to.name === 'smalldatetime';
  const parsed = parseMoment(text);
  if (parsed === 'range' && old) throw dateOutOfRange(from, to);
  if (typeof parsed === 'string') throw to.name === 'smalldatetime' ? badSmallDateText() : badDateText();
  // datetime takes Z but no numeric offset, and at most milliseconds (observed).
  if (old && ((parsed.value.offset !== undefined && !parsed.zulu) || parsed.fraction > 3)) {
    throw to.name === 'smalldatetime' ? badSmallDateText() : badDateText();
  }
  // Text with an offset keeps its wall time when the target has no offset (observed).
  const { days, ticks, offset } = parsed.value;
  return fitMoment(to.name === 'datetimeoffset' ? temporal(days, ticks, offset ?? 0) : temporal(days, ticks), from, to);
}

/** Rounds to what the type keeps and checks its years. */
export function fitMoment(value: SqlTemporal, from: SqlType, to: SqlType): SqlTemporal {
  const rounded = round(from.name === 'time' ? temporal(days1900, value.ticks) : value, to);
  const [low, high] = range(to);
  if (rounded.days >= low && rounded.days <= high) return rounded;
  if (to.name === 'datetime' || to.name === 'smalldatetime') {
    throw 'length' in from || 'scale' in from || from.name === 'date'
      ? dateOutOfRange(from, to)
      : expressionOverflow(to);
  }
  throw badDateText();
}

function round(value: SqlTemporal, to: SqlType): SqlTemporal {
  switch (to.name) {
    case 'date':
      return temporal(value.days, 0);
    case 'time':
      return temporal(0, roundTicks(value, to.scale).ticks);
    case 'datetime':
      return roundToDatetime(temporal(value.days, value.ticks));
    case 'smalldatetime':
      return roundToMinute(temporal(value.days, value.ticks));
    case 'datetime2':
      return roundTicks(temporal(value.days, value.ticks), to.scale);
    case 'datetimeoffset':
      return roundTicks(temporal(value.days, value.ticks, value.offset ?? 0), to.scale);
    default:
      return value;
  }
}

function range(to: SqlType): readonly [number, number] {
  if (to.name === 'datetime') return [days1753, lastDay];
  // 1900-01-01 … 2079-06-06.
  return to.name === 'smalldatetime' ? [days1900, days1900 + 65_535] : [0, lastDay];
}
