import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { Expression } from '../ast.ts';
import {
  applyBinary,
  applyUnary,
  binaryType,
  checkConversion,
  convert,
  integerLiteralType,
  parseCollation,
  tryConvert,
  unaryType,
  untypedNull,
} from '../types/index.ts';
import { notSupported } from '../../not-supported.ts';
import { compileCall } from './call.ts';
import { compileCase } from './case.ts';
import { type Compiled, type Compiler, type Frame, noFrame } from './compiled.ts';
import { compileGlobal } from './global.ts';
import { type RowScope, unknownColumn } from './row-scope.ts';
import { compileSubquery } from './subquery.ts';
import { compileTimeZone } from './time-zone.ts';

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** The value of an expression made of constants, when computing it raises nothing. */
const constantOf = (
  operands: readonly Compiled[],
  evaluate: (frame: Frame) => SqlValue,
): { readonly constant?: SqlValue } => {
  if (operands.some((operand) => operand.constant === undefined)) return {};
  try {
    return { constant: evaluate(noFrame) };
  } catch (error) {
    if (error instanceof SqlError) return {};
    throw error;
  }
};

const plain = { isNullLiteral: false, isJson: false, isComputed: true } as const;

const compileLiteral = ({ type, value }: Of<'literal'>): Compiled => ({
  ...plain,
  type: value === null ? untypedNull : type,
  nullable: value === null,
  isNullLiteral: value === null,
  constant: value,
  evaluate: () => value,
});

const compileVariable = ({ name }: Of<'variable'>, compiler: Compiler): Compiled => {
  const variable = compiler.context.variables.get(name.toLowerCase());
  if (variable?.type === undefined)
    throw new SqlError(137, `Must declare the scalar variable "${name}".`, { class: 15, state: 2, reach: 'batch' });
  return { ...plain, type: variable.type, nullable: true, evaluate: () => variable.value };
};

/** Reads a value `depth` rows out. */
const columnReader = (depth: number, index: number): ((frame: Frame) => SqlValue) => {
  if (depth === 0) return ({ row }) => row[index] ?? null;
  return (frame) => {
    let at: Frame | undefined = frame;
    for (let step = 0; step < depth; step += 1) at = at?.parent;
    return at?.row[index] ?? null;
  };
};

const compileColumn = ({ parts }: Of<'column'>, scope: RowScope | undefined): Compiled => {
  if (scope === undefined) throw unknownColumn(parts);
  const { depth, index, column } = scope.resolve(parts);
  const { type, nullable, name, collation } = column;
  return {
    type,
    nullable,
    isNullLiteral: false,
    isJson: false,
    isComputed: false,
    columnName: name,
    ...(collation === undefined ? {} : { collation }),
    evaluate: columnReader(depth, index),
  };
};

const compileUnary = (node: Of<'unary'>, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const operand = compiler.expression(node.operand, scope);
  const type = unaryType(node.operator, operand.type);
  const evaluate = (frame: Frame): SqlValue =>
    applyUnary(node.operator, { type: operand.type, value: operand.evaluate(frame) }, type);
  return { ...plain, type, nullable: operand.nullable, evaluate, ...constantOf([operand], evaluate) };
};

/** Beside a decimal an integer literal counts with its own digits only. */
const operandType = (operand: Compiled, other: Compiled): SqlType => {
  const { constant } = operand;
  const isExact = other.type.name === 'decimal' || other.type.name === 'numeric';
  return isExact && operand.type.name === 'int' && typeof constant === 'number'
    ? integerLiteralType(constant)
    : operand.type;
};

const asTyped = (type: SqlType, value: SqlValue, from: SqlType): SqlValue =>
  type === from ? value : convert({ type: from, value }, type);

const compileBinary = (node: Of<'binary'>, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const left = compiler.expression(node.left, scope);
  const right = compiler.expression(node.right, scope);
  const leftType = operandType(left, right);
  const rightType = operandType(right, left);
  const type = binaryType(node.operator, leftType, rightType);
  const evaluate = (frame: Frame): SqlValue => {
    const a = left.evaluate(frame);
    const b = right.evaluate(frame);
    if (a === null || b === null) return null;
    return applyBinary(
      node.operator,
      { type: leftType, value: asTyped(leftType, a, left.type) },
      { type: rightType, value: asTyped(rightType, b, right.type) },
      type,
    );
  };
  const folded = constantOf([left, right], evaluate);
  // Constants that fail stay an expression, and that is nullable (observed).
  const failed = folded.constant === undefined && left.constant !== undefined && right.constant !== undefined;
  return { ...plain, type, nullable: failed || left.nullable || right.nullable, evaluate, ...folded };
};

const compileCast = (node: Of<'cast'>, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const operand = compiler.expression(node.operand, scope);
  const style = node.style === undefined ? undefined : compiler.expression(node.style, scope);
  const { to } = node;
  if (!operand.isNullLiteral) checkConversion(operand.type, to, true);
  const evaluate = (frame: Frame): SqlValue => {
    const source = { type: operand.type, value: operand.evaluate(frame) };
    const number = style?.evaluate(frame);
    if (number === null) return null;
    const chosen = number === undefined ? undefined : Number(number);
    if (node.attempt) return tryConvert(source, to, chosen);
    return convert(source, to, { explicit: true, ...(chosen === undefined ? {} : { style: chosen }) });
  };
  const operands = style === undefined ? [operand] : [operand, style];
  return { ...plain, type: to, nullable: true, evaluate, ...constantOf(operands, evaluate) };
};

const compileCollate = (node: Of<'collate'>, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const collation = parseCollation(node.name);
  if (collation === undefined) throw notSupported(`COLLATE ${node.name}`, node.line);
  const operand = compiler.expression(node.operand, scope);
  return { ...operand, collation, isComputed: true };
};

const refuseAggregate = (node: Of<'aggregate' | 'ranking'>): never => {
  throw node.kind === 'aggregate'
    ? new SqlError(
        147,
        'An aggregate may not appear in the WHERE clause unless it is in a subquery contained in a HAVING clause or a select list, and the column being aggregated is an outer reference.',
        { class: 15, line: node.line },
      )
    : new SqlError(4108, 'Windowed functions can only appear in the SELECT or ORDER BY clauses.', {
        class: 15,
        line: node.line,
      });
};

/** Binds one expression. */
export const compileExpression = (node: Expression, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const replaced = scope?.replace?.(node);
  if (replaced !== undefined) return replaced;
  switch (node.kind) {
    case 'literal':
      return compileLiteral(node);
    case 'variable':
      return compileVariable(node, compiler);
    case 'global':
      return compileGlobal(node, compiler.context);
    case 'column':
      return compileColumn(node, scope);
    case 'unary':
      return compileUnary(node, compiler, scope);
    case 'binary':
      return compileBinary(node, compiler, scope);
    case 'case':
      return compileCase(node, compiler, scope);
    case 'cast':
      return compileCast(node, compiler, scope);
    case 'call':
      return compileCall(node, compiler, scope);
    case 'subquery':
      return compileSubquery(node.query, compiler, scope);
    case 'collate':
      return compileCollate(node, compiler, scope);
    case 'at-time-zone':
      return compileTimeZone(node, compiler, scope);
    case 'aggregate':
    case 'ranking':
      return refuseAggregate(node);
  }
};
