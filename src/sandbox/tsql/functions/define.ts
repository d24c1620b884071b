import { SqlError } from '../../sql-error.ts';
import type { SqlTemporal, SqlType, SqlValue, TypedValue } from '../../values.ts';
import type { ArgumentInfo, FunctionCallContext, ScalarFunction } from '../contracts.ts';
import { convert } from '../types/convert.ts';
import { bigint, clashName, int, isMax, isText, isUnicode, longest, nvarchar, varchar } from '../types/families.ts';
import { valueText } from '../types/to-text.ts';

type ReturnType = SqlType | ((args: readonly ArgumentInfo[]) => SqlType);
type Evaluate = (args: readonly NonNull[], call: FunctionCallContext) => SqlValue;

/** An argument known not to be NULL. */
interface NonNull extends TypedValue {
  readonly value: Exclude<SqlValue, null>;
}

/** A function that is NULL when any argument is; `evaluate` then never sees one. */
export function strict(
  name: string,
  [minArgs, maxArgs]: readonly [number, number],
  type: ReturnType,
  evaluate: Evaluate,
  more: Partial<Pick<ScalarFunction, 'foldsConstants' | 'wordArguments' | 'nullable' | 'syntax'>> = {},
): ScalarFunction {
  return {
    name,
    minArgs,
    maxArgs,
    ...more,
    returnType: typeof type === 'function' ? type : () => type,
    evaluate: (args, call) => (args.every(isNonNull) ? evaluate(args, call) : null),
  };
}

const isNonNull = (argument: TypedValue): argument is NonNull => argument.value !== null;

/** An argument's text; other types as they convert to varchar. */
export const textOf = (argument: TypedValue | undefined): string => (argument === undefined ? '' : valueText(argument));

/** An argument as an int, with the errors of that conversion. */
export const intOf = (argument: TypedValue | undefined, missing = 0): number =>
  argument === undefined ? missing : Number(convert(argument, int));

/** An argument as a date or time of the given type. */
export const momentOf = (argument: TypedValue | undefined, type: SqlType): SqlTemporal => {
  const value = argument === undefined ? null : convert(argument, type);
  if (value !== null && typeof value === 'object' && 'ticks' in value) return value;
  throw new TypeError('a moment was expected');
};

/** int, or bigint when the argument is of a max type (documented for LEN, DATALENGTH, CHARINDEX, PATINDEX). */
export const sizeType = (argument: ArgumentInfo | undefined): SqlType =>
  argument !== undefined && isMax(argument.type) ? bigint : int;

/** A size in the shape of `sizeType`. */
export const sizeValue = (size: number, type: SqlType): SqlValue => (type.name === 'bigint' ? BigInt(size) : size);

/** The varying text type of an argument with another length; other types count as varchar. */
export function textTypeOf(argument: ArgumentInfo | undefined, length?: number): SqlType {
  const type = argument?.type;
  if (type !== undefined && isMax(type)) return isUnicode(type) ? nvarchar('max') : varchar('max');
  const own = type !== undefined && isText(type) && typeof type.length === 'number' ? type.length : 40;
  const unicode = type !== undefined && isUnicode(type);
  const limited = Math.max(1, Math.min(length ?? own, longest(unicode ? 'nvarchar' : 'varchar')));
  return unicode ? nvarchar(limited) : varchar(limited);
}

/** The widest text type that is not max, or max when an argument is; n-type when any is. */
export function wideTextType(args: readonly ArgumentInfo[]): SqlType {
  const unicode = args.some(({ type }) => isUnicode(type));
  const max = args.some(({ type }) => isMax(type));
  return unicode ? nvarchar(max ? 'max' : 4000) : varchar(max ? 'max' : 8000);
}

/** Cut to what the result type holds. */
export const cutTo = (text: string, type: SqlType): string =>
  'length' in type && typeof type.length === 'number' ? text.slice(0, type.length) : text;

/** 8116 at compile time: the argument must be text, or convert to it as numbers do. */
export function refuseTypes(
  args: readonly ArgumentInfo[],
  index: number,
  name: string,
  refused: readonly string[],
): void {
  const type = args[index]?.type;
  if (type === undefined || !refused.includes(type.name)) return;
  throw new SqlError(
    8116,
    `Argument data type ${clashName(type)} is invalid for argument ${index + 1} of ${name} function.`,
  );
}
