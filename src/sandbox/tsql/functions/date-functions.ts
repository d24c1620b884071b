import { SqlError } from '../../sql-error.ts';
import type { SqlTemporal, SqlType, SqlValue, TypedValue } from '../../values.ts';
import type { ArgumentInfo, FunctionCallContext, ScalarFunction } from '../contracts.ts';
import { roundTicks } from '../types/calendar.ts';
import { convert } from '../types/convert.ts';
import { expressionOverflow } from '../types/conversion-errors.ts';
import { bigint, clashName, int, isTemporal, isText, nvarchar } from '../types/families.ts';
import { addPart, clockTicks, countBoundaries, unsupportedPart } from './date-arithmetic.ts';
import { checkDatePart, datePart, type DatePart } from './date-parts.ts';
import { namePart, readPart } from './date-reading.ts';
import { momentOf, strict } from './define.ts';

const datetime: SqlType = { name: 'datetime' };
const widest: SqlType = { name: 'datetimeoffset', scale: 7 };

/** 8116 (documented) for what is neither a moment nor text nor a number that becomes a datetime. */
function checkMoment(args: readonly ArgumentInfo[], index: number, name: string): void {
  const argument = args[index];
  if (argument === undefined || argument.isNullLiteral || isTemporal(argument.type) || isText(argument.type)) return;
  if (['uniqueidentifier', 'varbinary', 'binary', 'sql_variant'].includes(argument.type.name)) {
    throw new SqlError(
      8116,
      `Argument data type ${clashName(argument.type)} is invalid for argument ${index + 1} of ${name} function.`,
    );
  }
}

/** Text and numbers count as datetime (documented for DATEADD). */
const momentType = (argument: ArgumentInfo | undefined): SqlType =>
  argument !== undefined && isTemporal(argument.type) ? argument.type : datetime;

/** The value read with its own type; text may have any form that datetimeoffset takes. datetime counts in whole milliseconds. */
function anyMoment(argument: TypedValue | undefined): SqlTemporal {
  if (argument === undefined || !isTemporal(argument.type)) {
    return momentOf(argument, argument !== undefined && isText(argument.type) ? widest : datetime);
  }
  const moment = momentOf(argument, argument.type);
  return argument.type.name === 'datetime' ? roundTicks(moment, 3) : moment;
}

const dateFirst = ({ execution }: FunctionCallContext): number =>
  (execution.session.options as { readonly dateFirst?: number }).dateFirst ?? 7;

/** The count of DATEADD is cut to whole parts (documented). */
function countOf(argument: TypedValue | undefined): number {
  const value = argument === undefined ? null : convert(argument, bigint);
  const count = Number(value ?? 0);
  // 2025 takes a bigint, the parts are counted as such (documented).
  if (!Number.isSafeInteger(count)) throw expressionOverflow(int);
  return count;
}

function checkRead(part: DatePart, type: SqlType, name: string): void {
  const isClock = clockTicks[part] !== undefined;
  if (isClock ? type.name === 'date' : type.name === 'time') throw unsupportedPart(part, name, type);
  if (part === 'tzoffset' && type.name !== 'datetimeoffset' && type.name !== 'datetime2') {
    throw unsupportedPart(part, name, type);
  }
}

/** DATEDIFF and DATEDIFF_BIG; 535 (documented) when an int does not hold the count. */
function difference(name: string, type: SqlType): ScalarFunction {
  const returnType = (args: readonly ArgumentInfo[]): SqlType => {
    checkDatePart(args, name);
    checkMoment(args, 1, name);
    checkMoment(args, 2, name);
    return type;
  };
  const evaluate = ([word, from, to]: readonly TypedValue[]): SqlValue => {
    const count = countBoundaries(datePart(word?.value, name), anyMoment(from), anyMoment(to));
    if (type.name === 'bigint') return count;
    if (count >= -2_147_483_648n && count <= 2_147_483_647n) return Number(count);
    throw new SqlError(
      535,
      'The datediff function resulted in an overflow. The number of dateparts separating two date/time instances is too large. ' +
        'Try to use datediff with a less precise datepart.',
      { state: 0 },
    );
  };
  return strict(name, [3, 3], returnType, evaluate, { wordArguments: [0] });
}

function reader(name: string, type: SqlType, read: (part: DatePart, at: SqlTemporal, first: number) => SqlValue) {
  const returnType = (args: readonly ArgumentInfo[]): SqlType => {
    const part = checkDatePart(args, name);
    checkMoment(args, 1, name);
    if (args[1] !== undefined && isTemporal(args[1].type)) checkRead(part, args[1].type, name);
    return type;
  };
  return strict(
    name,
    [2, 2],
    returnType,
    ([word, moment], call) => read(datePart(word?.value, name), anyMoment(moment), dateFirst(call)),
    { wordArguments: [0] },
  );
}

const shorthand = (name: 'year' | 'month' | 'day'): ScalarFunction =>
  strict(
    name,
    [1, 1],
    (args) => {
      checkMoment(args, 0, name);
      return int;
    },
    ([moment], call) => readPart(name, anyMoment(moment), dateFirst(call)),
  );

/** DATEADD, DATEDIFF, DATEDIFF_BIG, DATEPART, DATENAME, YEAR, MONTH, DAY. */
export const dateFunctions: readonly ScalarFunction[] = [
  strict(
    'dateadd',
    [3, 3],
    (args) => {
      checkDatePart(args, 'dateadd');
      checkMoment(args, 2, 'dateadd');
      return momentType(args[2]);
    },
    ([word, count, moment], { returnType }) =>
      addPart(datePart(word?.value, 'dateadd'), countOf(count), momentOf(moment, returnType), returnType),
    { wordArguments: [0] },
  ),
  difference('datediff', int),
  difference('datediff_big', bigint),
  reader('datepart', int, readPart),
  reader('datename', nvarchar(30), namePart),
  shorthand('year'),
  shorthand('month'),
  shorthand('day'),
];
