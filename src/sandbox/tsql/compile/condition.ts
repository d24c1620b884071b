import type { SqlType, SqlValue } from '../../values.ts';
import type { ComparisonOperator, Condition, Expression } from '../ast.ts';
import { SqlError } from '../../sql-error.ts';
import { commonType, compareValues, convert, matchesLike } from '../types/index.ts';
import type { Compiled, Compiler, Frame, Test } from './compiled.ts';
import type { RowScope } from './row-scope.ts';
import { checkOneColumn, nestedScope } from './subquery.ts';

type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

const holds: Record<ComparisonOperator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Reads an operand as the type that the comparison is made in; a constant is converted once. */
const reader = (operand: Compiled, type: SqlType): ((frame: Frame) => SqlValue) => {
  if (operand.type === type) return (frame) => operand.evaluate(frame);
  return (frame) => convert({ type: operand.type, value: operand.evaluate(frame) }, type);
};

/** Text compares by its characters whatever its declared length. */
const comparisonType = (left: Compiled, right: Compiled): SqlType => {
  const type = commonType(left.type, right.type);
  if (!('length' in type)) return type;
  const varying = { char: 'varchar', nchar: 'nvarchar', binary: 'varbinary' } as const;
  const name = type.name === 'char' || type.name === 'nchar' || type.name === 'binary' ? varying[type.name] : type.name;
  return { name, length: 'max' };
};

/** The order of two values as the operands' common type, or null when one is NULL. */
const comparer = (left: Compiled, right: Compiled): ((frame: Frame) => number | null) => {
  const type = comparisonType(left, right);
  const readLeft = reader(left, type);
  const readRight = reader(right, type);
  const collation = left.collation ?? right.collation;
  return (frame) => {
    const a = readLeft(frame);
    const b = readRight(frame);
    return a === null || b === null ? null : compareValues(a, b, type, collation);
  };
};

const compileComparison = (node: Of<'comparison'>, compiler: Compiler, scope: RowScope | undefined): Test => {
  const order = comparer(compiler.expression(node.left, scope), compiler.expression(node.right, scope));
  const test = holds[node.operator];
  return (frame) => {
    const result = order(frame);
    return result === null ? null : test(result);
  };
};

const negate = (value: boolean | null): boolean | null => (value === null ? null : !value);
const negatedWhen = (negated: boolean, test: Test): Test => (negated ? (frame) => negate(test(frame)) : test);

const both = (left: Test, right: Test): Test => {
  return (frame) => {
    const first = left(frame);
    if (first === false) return false;
    const second = right(frame);
    return second === false ? false : first === null || second === null ? null : true;
  };
};

const either = (left: Test, right: Test): Test => {
  return (frame) => {
    const first = left(frame);
    if (first === true) return true;
    const second = right(frame);
    return second === true ? true : first === null || second === null ? null : false;
  };
};

const compileBetween = (node: Of<'between'>, compiler: Compiler, scope: RowScope | undefined): Test => {
  const compare = (operator: '>=' | '<=', right: Expression): Test =>
    compileComparison({ kind: 'comparison', operator, left: node.operand, right, line: node.line }, compiler, scope);
  return negatedWhen(node.negated, both(compare('>=', node.low), compare('<=', node.high)));
};

/** True as soon as one equals; UNKNOWN when none does and a NULL was among them. */
const anyEqual = (orders: Iterable<number | null>): boolean | null => {
  let unknown = false;
  for (const order of orders) {
    if (order === 0) return true;
    unknown ||= order === null;
  }
  return unknown ? null : false;
};

/** Lazily: what is not reached is not compared. */
function* ordersOf(comparers: readonly ((frame: Frame) => number | null)[], frame: Frame): Generator<number | null> {
  for (const compare of comparers) yield compare(frame);
}

const compileInList = (node: Of<'in'>, compiler: Compiler, scope: RowScope | undefined): Test => {
  const operand = compiler.expression(node.operand, scope);
  const comparers = node.list.map((item) => comparer(operand, compiler.expression(item, scope)));
  return negatedWhen(node.negated, (frame) => anyEqual(ordersOf(comparers, frame)));
};

const compileInQuery = (
  node: Of<'in'> & { readonly query: NonNullable<Of<'in'>['query']> },
  compiler: Compiler,
  scope: RowScope | undefined,
): Test => {
  const operand = compiler.expression(node.operand, scope);
  const inner = compiler.query(node.query, nestedScope(scope), 'nested');
  checkOneColumn(inner.columns.length);
  let current: SqlValue = null;
  const type = inner.columns[0]?.type ?? { name: 'int' };
  const item: Compiled = {
    type,
    nullable: true,
    isNullLiteral: false,
    isJson: false,
    isComputed: true,
    evaluate: () => current,
  };
  const compare = comparer(operand, item);
  return negatedWhen(node.negated, (frame) => {
    let unknown = false;
    for (const row of inner.rows(frame)) {
      if (row === undefined) continue;
      current = row[0] ?? null;
      const order = compare(frame);
      if (order === 0) return true;
      unknown ||= order === null;
    }
    return unknown ? null : false;
  });
};

const compileExists = (node: Of<'exists'>, compiler: Compiler, scope: RowScope | undefined): Test => {
  const inner = compiler.query(node.query, nestedScope(scope), 'nested');
  return (frame) => {
    for (const row of inner.rows(frame)) if (row !== undefined) return true;
    return false;
  };
};

const asText = (operand: Compiled): ((frame: Frame) => string | null) => {
  const type: SqlType = {
    name: operand.type.name.startsWith('n') && 'length' in operand.type ? 'nvarchar' : 'varchar',
    length: 'max',
  };
  return (frame) => {
    const value = convert({ type: operand.type, value: operand.evaluate(frame) }, type);
    return value === null ? null : (value as string);
  };
};

const badEscape = (escape: string): SqlError =>
  new SqlError(506, `The invalid escape character "${escape}" was specified in a LIKE predicate.`);

const compileLike = (node: Of<'like'>, compiler: Compiler, scope: RowScope | undefined): Test => {
  const operand = compiler.expression(node.operand, scope);
  const wildcards = compiler.expression(node.pattern, scope);
  const text = asText(operand);
  const pattern = asText(wildcards);
  const collation = operand.collation ?? wildcards.collation;
  const escape = node.escape === undefined ? undefined : asText(compiler.expression(node.escape, scope));
  return negatedWhen(node.negated, (frame) => {
    const subject = text(frame);
    const wanted = pattern(frame);
    const mark = escape?.(frame);
    if (subject === null || wanted === null || mark === null) return null;
    if (mark !== undefined && mark.length !== 1) throw badEscape(mark);
    return matchesLike(subject, wanted, mark, collation);
  });
};

const compileDistinct = (node: Of<'distinct-from'>, compiler: Compiler, scope: RowScope | undefined): Test => {
  const left = compiler.expression(node.left, scope);
  const right = compiler.expression(node.right, scope);
  const compare = comparer(left, right);
  return negatedWhen(node.negated, (frame) => {
    const order = compare(frame);
    if (order !== null) return order !== 0;
    return (left.evaluate(frame) === null) !== (right.evaluate(frame) === null);
  });
};

/** Binds one search condition. */
export const compileCondition = (node: Condition, compiler: Compiler, scope: RowScope | undefined): Test => {
  switch (node.kind) {
    case 'and':
      return both(compiler.condition(node.left, scope), compiler.condition(node.right, scope));
    case 'or':
      return either(compiler.condition(node.left, scope), compiler.condition(node.right, scope));
    case 'not':
      return negatedWhen(true, compiler.condition(node.operand, scope));
    case 'comparison':
      return compileComparison(node, compiler, scope);
    case 'is-null': {
      const operand = compiler.expression(node.operand, scope);
      return (frame) => (operand.evaluate(frame) === null) !== node.negated;
    }
    case 'between':
      return compileBetween(node, compiler, scope);
    case 'in':
      return node.query === undefined
        ? compileInList(node, compiler, scope)
        : compileInQuery({ ...node, query: node.query }, compiler, scope);
    case 'like':
      return compileLike(node, compiler, scope);
    case 'exists':
      return compileExists(node, compiler, scope);
    case 'distinct-from':
      return compileDistinct(node, compiler, scope);
  }
};
