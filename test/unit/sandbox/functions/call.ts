import type {
  ArgumentInfo,
  ExecutionContext,
  FunctionCallContext,
  ScalarFunction,
} from '../../../../src/sandbox/tsql/contracts.ts';
import type { SqlType, SqlValue, TypedValue } from '../../../../src/sandbox/values.ts';
import { untypedNull } from '../../../../src/sandbox/tsql/types/index.ts';

/** An argument for `call`: a JavaScript value stands for the literal that a script would have. */
export type Argument = TypedValue | string | number | null | { readonly json: string };

/** Text as nvarchar, numbers as int or float, null as the bare NULL. */
export function toTyped(argument: Argument): TypedValue {
  if (argument === null) return { type: untypedNull, value: null };
  if (typeof argument === 'string') {
    return { type: { name: 'nvarchar', length: Math.max(1, argument.length) }, value: argument };
  }
  if (typeof argument === 'number') {
    return { type: { name: Number.isInteger(argument) ? 'int' : 'float' }, value: argument };
  }
  if ('json' in argument) return { type: { name: 'nvarchar', length: 'max' }, value: argument.json };
  return argument;
}

function toInfo(argument: Argument): ArgumentInfo {
  const { type, value } = toTyped(argument);
  const isNullLiteral = argument === null;
  const isJson = typeof argument === 'object' && argument !== null && 'json' in argument;
  return { type, nullable: value === null, isNullLiteral, isJson, constant: value };
}

/** What the call needs of a running batch: only the clock. */
export const execution = (now: SqlValue = null): ExecutionContext =>
  ({ now: () => now, session: { options: {} } }) as unknown as ExecutionContext;

/** Runs a function as the engine does: the type first, then the value. */
export function call(
  subject: ScalarFunction,
  args: readonly Argument[],
  options: Partial<Pick<FunctionCallContext, 'nulls' | 'execution'>> = {},
): { readonly type: SqlType; readonly value: SqlValue } {
  const infos = args.map(toInfo);
  const type = subject.returnType(infos);
  const value = subject.evaluate(args.map(toTyped), { infos, returnType: type, execution: execution(), ...options });
  return { type, value };
}
