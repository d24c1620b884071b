import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { AggregateCall } from '../ast.ts';
import { applyBinary, comparisonKey, compareValues, convert, typeWord } from '../types/index.ts';
import type { Compiled, Compiler, Frame } from './compiled.ts';
import { type BoundOrder, bindOrder, compareKeys } from './order.ts';
import type { RowScope } from './row-scope.ts';

/** Gathers the values of one group. `skippedNull` leads to warning 8153. */
export interface Accumulator {
  add(frame: Frame): void;
  result(): SqlValue;
  readonly skippedNull: boolean;
}

/** An aggregate bound to its argument. */
export interface Aggregate {
  readonly type: SqlType;
  readonly nullable: boolean;
  start(): Accumulator;
}

const int: SqlType = { name: 'int' };

const summable = (name: string, { type }: Compiled): SqlType => {
  switch (type.name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
      return int;
    case 'bigint':
    case 'money':
      return type;
    case 'smallmoney':
      return { name: 'money' };
    case 'float':
    case 'real':
      return { name: 'float' };
    case 'decimal':
    case 'numeric':
      return { name: 'decimal', precision: 38, scale: name === 'avg' ? Math.max(type.scale, 6) : type.scale };
    default:
      throw new SqlError(8117, `Operand data type ${typeWord(type)} is invalid for ${name} operator.`);
  }
};

/** The values that count: not NULL, and each once under DISTINCT. */
abstract class Gathering implements Accumulator {
  skippedNull = false;
  readonly #argument: Compiled;
  readonly #seen: Set<string> | undefined;

  constructor(argument: Compiled, distinct: boolean) {
    this.#argument = argument;
    this.#seen = distinct ? new Set() : undefined;
  }

  add(frame: Frame): void {
    const value = this.#argument.evaluate(frame);
    if (value === null) {
      this.skippedNull = true;
      return;
    }
    if (this.#seen !== undefined) {
      const key = comparisonKey(value, this.#argument.type);
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    this.take(value, frame);
  }

  protected abstract take(value: NonNullable<SqlValue>, frame: Frame): void;
  abstract result(): SqlValue;
}

class Counting extends Gathering {
  #count = 0;
  readonly #isBig: boolean;
  constructor(argument: Compiled, distinct: boolean, isBig: boolean) {
    super(argument, distinct);
    this.#isBig = isBig;
  }
  protected take(): void {
    this.#count += 1;
  }
  result(): SqlValue {
    return this.#isBig ? BigInt(this.#count) : this.#count;
  }
}

class Summing extends Gathering {
  #sum: SqlValue = null;
  #count = 0;
  readonly #from: SqlType;
  readonly #type: SqlType;
  readonly #isAverage: boolean;
  constructor(argument: Compiled, distinct: boolean, type: SqlType, isAverage: boolean) {
    super(argument, distinct);
    this.#from = argument.type;
    this.#type = type;
    this.#isAverage = isAverage;
  }
  protected take(value: NonNullable<SqlValue>): void {
    const type = this.#type;
    const next = convert({ type: this.#from, value }, type, { explicit: true });
    this.#count += 1;
    this.#sum = this.#sum === null ? next : applyBinary('+', { type, value: this.#sum }, { type, value: next }, type);
  }
  result(): SqlValue {
    if (!this.#isAverage || this.#sum === null) return this.#sum;
    const type = this.#type;
    const divisor = convert({ type: int, value: this.#count }, type, { explicit: true });
    return applyBinary('/', { type, value: this.#sum }, { type, value: divisor }, type);
  }
}

class Extreme extends Gathering {
  #best: SqlValue = null;
  readonly #type: SqlType;
  readonly #sign: number;
  constructor(argument: Compiled, type: SqlType, sign: number) {
    super(argument, false);
    this.#type = type;
    this.#sign = sign;
  }
  protected take(value: NonNullable<SqlValue>): void {
    if (this.#best === null || compareValues(value, this.#best, this.#type) * this.#sign > 0) this.#best = value;
  }
  result(): SqlValue {
    return this.#best;
  }
}

const asText = (type: SqlType, value: SqlValue): string => {
  const text = convert({ type, value }, { name: 'nvarchar', length: 'max' });
  return typeof text === 'string' ? text : '';
};

class Joining extends Gathering {
  readonly #parts: { readonly text: string; readonly keys: readonly SqlValue[] }[] = [];
  readonly #from: SqlType;
  readonly #type: SqlType & { readonly length: number | 'max' };
  readonly #separator: Compiled;
  readonly #order: BoundOrder;
  #between: string | undefined;
  constructor(
    argument: Compiled,
    type: SqlType & { readonly length: number | 'max' },
    separator: Compiled,
    order: BoundOrder,
  ) {
    super(argument, false);
    this.#from = argument.type;
    this.#type = type;
    this.#separator = separator;
    this.#order = order;
  }
  // STRING_AGG gives no warning about NULLs (observed).
  override add(frame: Frame): void {
    super.add(frame);
    this.skippedNull = false;
  }
  protected take(value: NonNullable<SqlValue>, frame: Frame): void {
    this.#between ??= asText(this.#separator.type, this.#separator.evaluate(frame));
    const text = asText(this.#from, value);
    this.#parts.push({ text, keys: this.#order.map((item) => item.evaluate(frame)) });
  }
  result(): SqlValue {
    if (this.#parts.length === 0) return null;
    const parts =
      this.#order.length === 0 ? this.#parts : this.#parts.toSorted((a, b) => compareKeys(a.keys, b.keys, this.#order));
    const text = parts.map((part) => part.text).join(this.#between ?? '');
    if (this.#type.length !== 'max' && text.length > this.#type.length)
      throw new SqlError(
        9829,
        'STRING_AGG aggregation result exceeded the limit of 8000 bytes. Use LOB types to avoid result truncation.',
        { state: this.#type.name === 'nvarchar' ? 1 : 0 },
      );
    return text;
  }
}

const joiningType = ({ type }: Compiled): SqlType & { readonly length: number | 'max' } => {
  const isMax = 'length' in type && type.length === 'max';
  const isVarchar = type.name === 'varchar' || type.name === 'char';
  return isVarchar
    ? { name: 'varchar', length: isMax ? 'max' : 8000 }
    : { name: 'nvarchar', length: isMax ? 'max' : 4000 };
};

const countAll = (isBig: boolean): Aggregate => ({
  type: isBig ? { name: 'bigint' } : int,
  nullable: false,
  start: () => {
    let count = 0;
    return {
      skippedNull: false,
      add: () => {
        count += 1;
      },
      result: () => (isBig ? BigInt(count) : count),
    };
  },
});

const bindJoining = (call: AggregateCall, argument: Compiled, compiler: Compiler, scope: RowScope): Aggregate => {
  const separator = call.separator === undefined ? undefined : compiler.expression(call.separator, scope);
  if (separator === undefined || !['literal', 'variable'].includes(call.separator?.kind ?? ''))
    throw new SqlError(8733, 'Separator parameter for STRING_AGG must be a string literal or variable.');
  const type = joiningType(argument);
  const order = bindOrder(call.order ?? [], compiler, scope);
  return { type, nullable: true, start: () => new Joining(argument, type, separator, order) };
};

/** Binds COUNT, SUM and their kin to the columns of the ungrouped rows. */
export const bindAggregate = (call: AggregateCall, compiler: Compiler, scope: RowScope): Aggregate => {
  const { name, distinct } = call;
  const isBig = name === 'count_big';
  if (call.argument === undefined) return countAll(isBig);
  const argument = compiler.expression(call.argument, scope);
  switch (name) {
    case 'count':
    case 'count_big':
      return {
        type: isBig ? { name: 'bigint' } : int,
        nullable: false,
        start: () => new Counting(argument, distinct, isBig),
      };
    case 'min':
    case 'max':
      if (argument.type.name === 'bit')
        throw new SqlError(8117, `Operand data type bit is invalid for ${name} operator.`);
      return {
        type: argument.type,
        nullable: true,
        start: () => new Extreme(argument, argument.type, name === 'max' ? 1 : -1),
      };
    case 'string_agg':
      return bindJoining(call, argument, compiler, scope);
    default: {
      const type = summable(name, argument);
      return { type, nullable: true, start: () => new Summing(argument, distinct, type, name === 'avg') };
    }
  }
};
