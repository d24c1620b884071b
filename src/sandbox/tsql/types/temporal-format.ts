import type { SqlTemporal, SqlType } from '../../values.ts';
import { civilFromDays, shiftOffset, ticksPerHour, ticksPerMinute, ticksPerSecond } from './calendar.ts';
import { badStyle } from './conversion-errors.ts';
import { shortMonthNames } from './temporal-text.ts';

interface Parts {
  readonly type: SqlType;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Seven digits. */
  readonly fraction: string;
  readonly zone: string;
}

/** Which half of a style's text a type has; the other half is left out. */
interface Layout {
  readonly date?: (parts: Parts) => string;
  readonly time?: (parts: Parts) => string;
  /** Between the halves; one blank unless said. */
  readonly join?: string;
  /** Whether datetimeoffset appends ` +hh:mm`. */
  readonly zone?: string;
}

const two = (n: number): string => String(n).padStart(2, '0');
const blank2 = (n: number): string => String(n).padStart(2);
const yyyy = (parts: Parts): string => String(parts.year).padStart(4, '0');
const hour12 = (parts: Parts): number => ((parts.hour + 11) % 12) + 1;
const half = (parts: Parts): string => (parts.hour < 12 ? 'AM' : 'PM');
const monthName = (parts: Parts): string => shortMonthNames[parts.month - 1] ?? '';

const hms = (parts: Parts): string => `${two(parts.hour)}:${two(parts.minute)}:${two(parts.second)}`;
const clock12 = (parts: Parts): string => `${blank2(hour12(parts))}:${two(parts.minute)}${half(parts)}`;

/** Fractional digits a type shows: its scale, or three for datetime; none for smalldatetime (`.000` where a style asks). */
function fractionDigits(parts: Parts): string {
  if ('scale' in parts.type) return parts.fraction.slice(0, parts.type.scale);
  return String(Math.round(Number(parts.fraction) / 10_000)).padStart(3, '0');
}

function withFraction(parts: Parts, separator = '.'): string {
  const digits = fractionDigits(parts);
  return digits === '' ? hms(parts) : `${hms(parts)}${separator}${digits}`;
}

/** As 126 does: datetime leaves out a fraction of zero (observed). */
function isoClock(parts: Parts): string {
  return !('scale' in parts.type) && Number(fractionDigits(parts)) === 0 ? hms(parts) : withFraction(parts);
}

const century = (separator: string, order: readonly ('y' | 'm' | 'd')[], long: boolean): Layout => ({
  date: (parts) => {
    const values = { y: long ? yyyy(parts) : yyyy(parts).slice(2), m: two(parts.month), d: two(parts.day) };
    return order.map((part) => values[part]).join(separator);
  },
});

const mdy = ['m', 'd', 'y'] as const;
const dmy = ['d', 'm', 'y'] as const;
const ymd = ['y', 'm', 'd'] as const;
const isoDate = (parts: Parts): string => `${yyyy(parts)}-${two(parts.month)}-${two(parts.day)}`;
const dayMonth = (long: boolean) => (parts: Parts) =>
  `${two(parts.day)} ${monthName(parts)} ${long ? yyyy(parts) : yyyy(parts).slice(2)}`;
const monthDay = (long: boolean) => (parts: Parts) =>
  `${monthName(parts)} ${two(parts.day)}, ${long ? yyyy(parts) : yyyy(parts).slice(2)}`;
const longDate = (parts: Parts): string => `${monthName(parts)} ${blank2(parts.day)} ${yyyy(parts)}`;

const defaultLayout: Layout = { date: longDate, time: clock12, zone: ' ' };
const millisecondLayout: Layout = {
  date: longDate,
  time: (parts) => `${blank2(hour12(parts))}${withFraction(parts, ':').slice(2)}${half(parts)}`,
  zone: ' ',
};
const europeLayout: Layout = { date: dayMonth(true), time: (parts) => withFraction(parts, ':'), zone: ' ' };
const odbcLayout: Layout = { date: isoDate, time: hms, zone: ' ' };
const odbcFractionLayout: Layout = { date: isoDate, time: (parts) => withFraction(parts), zone: ' ' };
const isoLayout: Layout = { date: isoDate, time: isoClock, join: 'T', zone: '' };

/** Styles of CONVERT (documented). Hijri styles 130 and 131 are not known here and are refused as invalid. */
const layouts = new Map<number, Layout>([
  [0, defaultLayout],
  [100, defaultLayout],
  ...[1, 101].map((style): [number, Layout] => [style, century('/', mdy, style > 100)]),
  ...[2, 102].map((style): [number, Layout] => [style, century('.', ymd, style > 100)]),
  ...[3, 103].map((style): [number, Layout] => [style, century('/', dmy, style > 100)]),
  ...[4, 104].map((style): [number, Layout] => [style, century('.', dmy, style > 100)]),
  ...[5, 105].map((style): [number, Layout] => [style, century('-', dmy, style > 100)]),
  ...[6, 106].map((style): [number, Layout] => [style, { date: dayMonth(style > 100) }]),
  ...[7, 107].map((style): [number, Layout] => [style, { date: monthDay(style > 100) }]),
  ...[8, 24, 108].map((style): [number, Layout] => [style, style === 24 ? odbcLayout : { time: hms }]),
  [9, millisecondLayout],
  [109, millisecondLayout],
  ...[10, 110].map((style): [number, Layout] => [style, century('-', mdy, style > 100)]),
  ...[11, 111].map((style): [number, Layout] => [style, century('/', ymd, style > 100)]),
  ...[12, 112].map((style): [number, Layout] => [style, century('', ymd, style > 100)]),
  [13, europeLayout],
  [113, europeLayout],
  ...[14, 114].map((style): [number, Layout] => [style, { time: (parts) => withFraction(parts, ':') }]),
  [20, odbcLayout],
  [120, odbcLayout],
  ...[21, 25, 121].map((style): [number, Layout] => [style, odbcFractionLayout]),
  [
    22,
    { ...century('/', mdy, false), time: (parts) => `${blank2(hour12(parts))}${hms(parts).slice(2)} ${half(parts)}` },
  ],
  [23, { date: isoDate }],
  [126, isoLayout],
  [127, isoLayout],
]);

/** Style 0 for datetime and smalldatetime, ISO for the newer types (observed); 281 for an unknown style. */
export function formatTemporal(value: SqlTemporal, type: SqlType, style?: number): string {
  const used = style ?? (type.name === 'datetime' || type.name === 'smalldatetime' ? 0 : 121);
  const layout = layouts.get(used);
  if (layout === undefined) throw badStyle(used, type);
  const utc = used === 127 && type.name === 'datetimeoffset';
  const parts = partsOf(utc ? shiftOffset(value, 0) : value, type);
  const date = type.name === 'time' ? undefined : layout.date?.(parts);
  const time = type.name === 'date' ? undefined : layout.time?.(parts);
  const text = [date, time].filter((piece) => piece !== undefined).join(layout.join ?? ' ');
  if (type.name !== 'datetimeoffset' || layout.zone === undefined) return text;
  return utc ? `${text}Z` : `${text}${layout.zone}${parts.zone}`;
}

function partsOf(value: SqlTemporal, type: SqlType): Parts {
  const ticks = value.ticks;
  return {
    type,
    ...civilFromDays(value.days),
    hour: Math.floor(ticks / ticksPerHour),
    minute: Math.floor(ticks / ticksPerMinute) % 60,
    second: Math.floor(ticks / ticksPerSecond) % 60,
    fraction: String(ticks % ticksPerSecond).padStart(7, '0'),
    zone: zoneText(value.offset ?? 0),
  };
}

/** `+hh:mm` of minutes east of UTC. */
export const zoneText = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
