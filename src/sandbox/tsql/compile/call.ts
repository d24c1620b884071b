import { SqlError } from '../../sql-error.ts';
import type { SqlValue } from '../../values.ts';
import type { FunctionCall } from '../ast.ts';
import type { FunctionCallContext, ScalarFunction } from '../contracts.ts';
import type { Compiled, Compiler, Frame } from './compiled.ts';
import { noFrame } from './compiled.ts';
import type { RowScope } from './row-scope.ts';

const isNullable = (found: ScalarFunction, operands: readonly Compiled[]): boolean =>
  typeof found.nullable === 'function' ? found.nullable(operands) : (found.nullable ?? true);

/** A function that folds raises its errors here, before the result set is announced. */
const fold = (found: ScalarFunction, operands: readonly Compiled[], evaluate: (frame: Frame) => SqlValue): object => {
  if (found.foldsConstants !== true || operands.some((operand) => operand.constant === undefined)) return {};
  return { constant: evaluate(noFrame) };
};

/** A call of a built-in scalar function; the parser has checked that it exists and its arity. */
export const compileCall = (node: FunctionCall, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const found = compiler.context.functions.get(node.name.toLowerCase());
  if (found === undefined)
    throw new SqlError(195, `'${node.name}' is not a recognized built-in function name.`, { class: 15, state: 10 });
  const operands = node.arguments.map((argument) => compiler.expression(argument, scope));
  const type = found.returnType(operands);
  const call: FunctionCallContext = {
    execution: compiler.context,
    infos: operands,
    returnType: type,
    ...(node.nulls === undefined ? {} : { nulls: node.nulls }),
  };
  const evaluate = (frame: Frame): SqlValue =>
    found.evaluate(
      operands.map((operand) => ({ type: operand.type, value: operand.evaluate(frame) })),
      call,
    );
  return {
    type,
    nullable: isNullable(found, operands),
    isNullLiteral: false,
    isJson: found.returnsJson ?? false,
    isComputed: true,
    evaluate,
    ...fold(found, operands, evaluate),
  };
};
