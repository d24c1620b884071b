import { SqlError } from '../../sql-error.ts';
import type { SqlValue } from '../../values.ts';
import type { Query, SelectBody } from '../ast.ts';
import type { Compiled, Compiler, Flow, Frame } from './compiled.ts';
import type { RowScope } from './row-scope.ts';

/** How many rows a query lets through; read when its rows are. */
export type Limit = (rows: Flow, frame: Frame) => Flow;

/** Run-time errors of TOP end the batch but no transaction (observed). */
const runtime = (number: number, text: string, severity = 15): SqlError =>
  new SqlError(number, text, { class: severity, reach: 'batch' });

const notInteger = (): SqlError =>
  new SqlError(1060, 'The number of rows provided for a TOP or FETCH clauses row count parameter must be an integer.', {
    class: 15,
  });

const whole: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint']);

const count = (value: SqlValue): number => {
  if (value === null) throw runtime(1014, 'A TOP or FETCH clause contains an invalid value.');
  return Number(value);
};

const bindCount = (compiled: Compiled): Compiled => {
  if (compiled.isNullLiteral || !whole.has(compiled.type.name)) throw notInteger();
  return compiled;
};

function* sliced(rows: Flow, skip: number, take: number): Flow {
  if (take <= 0) return;
  let seen = 0;
  for (const row of rows) {
    if (row === undefined) {
      yield undefined;
      continue;
    }
    seen += 1;
    if (seen <= skip) continue;
    yield row;
    if (seen >= skip + take) return;
  }
}

const bindPercent = (compiled: Compiled): Limit => {
  return function* percent(rows, frame): Flow {
    const value = compiled.evaluate(frame);
    const share =
      value !== null && typeof value === 'object' && 'unscaled' in value
        ? Number(value.unscaled) / 10 ** value.scale
        : count(value);
    if (share < 0 || share > 100) throw runtime(1031, 'Percent values must be between 0 and 100.');
    const all = [...rows].filter((row) => row !== undefined);
    yield* all.slice(0, Math.ceil((all.length * share) / 100));
  };
};

/** TOP (n) and TOP (n) PERCENT: 1060 while binding; 127, 1014, 1031 when run. */
export const bindTop = (top: SelectBody['top'], compiler: Compiler, scope: RowScope): Limit | undefined => {
  if (top === undefined) return undefined;
  const compiled = compiler.expression(top.count, scope);
  if (top.percent) return bindPercent(compiled);
  const limit = bindCount(compiled);
  return (rows, frame) => {
    const most = count(limit.evaluate(frame));
    if (most < 0) throw runtime(127, 'A TOP N value may not be negative.');
    return sliced(rows, 0, most);
  };
};

/** OFFSET … FETCH. */
export const bindPaging = ({ offset, fetch }: Query, compiler: Compiler, scope: RowScope): Limit | undefined => {
  if (offset === undefined) return undefined;
  const skip = bindCount(compiler.expression(offset, scope));
  const take = fetch === undefined ? undefined : bindCount(compiler.expression(fetch, scope));
  return (rows, frame) => {
    const first = count(skip.evaluate(frame));
    if (first < 0) throw runtime(10742, 'The offset specified in a OFFSET clause may not be negative.');
    const most = take === undefined ? Infinity : count(take.evaluate(frame));
    if (most <= 0) throw runtime(10744, 'The number of rows provided for a FETCH clause must be greater then zero.');
    return sliced(rows, first, most);
  };
};
