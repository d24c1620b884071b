import type { SqlType } from '../../values.ts';
import { SqlError } from '../../sql-error.ts';
import { clashName } from './families.ts';

/** The word that conversion errors use: decimal is called numeric (observed). */
export const typeWord = (type: SqlType): string => (type.name === 'decimal' ? 'numeric' : type.name);

/** 245 (observed): text that is no int, smallint, tinyint or bit. Ends the batch. */
export const badTextFor = (from: SqlType, text: string, to: SqlType): SqlError =>
  new SqlError(245, `Conversion failed when converting the ${from.name} value '${text}' to data type ${to.name}.`, {
    reach: 'batch',
  });

/** 8114 (observed): text that is no bigint, decimal or float. Ends the batch. */
export const badConversion = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(8114, `Error converting data type ${typeWord(from)} to ${typeWord(to)}.`, { state: 5, reach: 'batch' });

/** 248 and 244 (observed): digits, but too many for the type. */
export function textOverflow(text: string, from: SqlType, to: SqlType): SqlError {
  const what = `The conversion of the ${from.name} value '${text}' overflowed an`;
  if (to.name === 'int') return new SqlError(248, `${what} int column.`);
  const [column, state] = to.name === 'tinyint' ? ['INT1', 1] : ['INT2', 2];
  return new SqlError(244, `${what} ${column} column. Use a larger integer column.`, { state });
}

/** 8115 state 2 (observed): an expression's value does not fit. */
export const expressionOverflow = (to: SqlType): SqlError =>
  new SqlError(8115, `Arithmetic overflow error converting expression to data type ${typeWord(to)}.`, { state: 2 });

/** 8115 state 8 (observed for numeric and int sources; text sources vary between 6 and 8). */
export const conversionOverflow = (from: SqlType, to: SqlType, state = 8): SqlError =>
  new SqlError(8115, `Arithmetic overflow error converting ${typeWord(from)} to data type ${typeWord(to)}.`, { state });

/** 220 (observed): an int too big for tinyint (state 2) or smallint (state 1). */
export const smallOverflow = (to: SqlType, value: number): SqlError =>
  new SqlError(220, `Arithmetic overflow error for data type ${to.name}, value = ${value}.`, {
    state: to.name === 'tinyint' ? 2 : 1,
  });

/** 232 (observed; state inferred): a float too big for an integer type. */
export const floatOverflow = (to: SqlType, value: number): SqlError =>
  new SqlError(232, `Arithmetic overflow error for type ${to.name}, value = ${value.toFixed(6)}.`, { state: 3 });

/** 8134 (observed). */
export const divideByZero = (): SqlError => new SqlError(8134, 'Divide by zero error encountered.');

/** 241 (observed): text that is no date or time. Ends the batch. */
export const badDateText = (): SqlError =>
  new SqlError(241, 'Conversion failed when converting date and/or time from character string.', { reach: 'batch' });

/** 295 (observed): text that is no smalldatetime. Ends the batch. */
export const badSmallDateText = (): SqlError =>
  new SqlError(295, 'Conversion failed when converting character string to smalldatetime data type.', {
    state: 3,
    reach: 'batch',
  });

/** 242 (observed): looks like a date, but no such day, or outside the type's years. */
export const dateOutOfRange = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(
    242,
    `The conversion of a ${from.name} data type to a ${to.name} data type resulted in an out-of-range value.`,
    { state: 3 },
  );

/** 8169 (observed). Ends the batch. */
export const badUniqueIdentifier = (): SqlError =>
  new SqlError(8169, 'Conversion failed when converting from a character string to uniqueidentifier.', {
    state: 2,
    reach: 'batch',
  });

/** 235 (documented text; batch reach observed): text that is no amount of money. */
export const badMoney = (): SqlError =>
  new SqlError(235, 'Cannot convert a char value to money. The char value has incorrect syntax.', {
    state: 0,
    reach: 'batch',
  });

/** 281 (observed). */
export const badStyle = (style: number, from: SqlType): SqlError =>
  new SqlError(281, `${style} is not a valid style number when converting from ${from.name} to a character string.`);

/** 529 (observed): CAST and CONVERT between types that have no conversion. TRY_ does not help. */
export const noExplicitConversion = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(529, `Explicit conversion from data type ${clashName(from)} to ${clashName(to)} is not allowed.`);

/** 206 (observed): no conversion at all, met implicitly. */
export const typeClash = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(206, `Operand type clash: ${clashName(from)} is incompatible with ${clashName(to)}`, { state: 2 });

/** 257 (observed): only CAST or CONVERT may do this one. */
export const needsConvert = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(
    257,
    `Implicit conversion from data type ${clashName(from)} to ${clashName(to)} is not allowed. ` +
      'Use the CONVERT function to run this query.',
    { state: 3 },
  );

/** 402 (documented): two types that an operator does not join. */
export const incompatibleTypes = (left: SqlType, right: SqlType, operator: string): SqlError =>
  new SqlError(
    402,
    `The data types ${clashName(left)} and ${clashName(right)} are incompatible in the ${operator} operator.`,
  );

/** 8117 (documented): a type that an operator does not take. */
export const invalidOperand = (type: SqlType, operator: string): SqlError =>
  new SqlError(8117, `Operand data type ${clashName(type)} is invalid for ${operator} operator.`);
