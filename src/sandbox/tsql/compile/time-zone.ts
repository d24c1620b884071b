import type { SqlTemporal, SqlType, SqlValue } from '../../values.ts';
import type { Expression } from '../ast.ts';
import { notSupported } from '../../not-supported.ts';
import { convert } from '../types/index.ts';
import type { Compiled, Compiler, Frame } from './compiled.ts';
import type { RowScope } from './row-scope.ts';

type AtTimeZone = Extract<Expression, { kind: 'at-time-zone' }>;

const ticksPerDay = 864_000_000_000;
const ticksPerMinute = 600_000_000;

/** The same moment, told in UTC. */
const toUtc = ({ days, ticks, offset = 0 }: SqlTemporal): SqlTemporal => {
  const moved = ticks - offset * ticksPerMinute;
  const shift = Math.floor(moved / ticksPerDay);
  return { kind: 'temporal', days: days + shift, ticks: moved - shift * ticksPerDay, offset: 0 };
};

/** AT TIME ZONE 'UTC' (the only zone known here): a time without offset gets one, a time with offset is moved. */
export const compileTimeZone = (node: AtTimeZone, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const operand = compiler.expression(node.operand, scope);
  const zone = compiler.expression(node.zone, scope);
  const type: SqlType = { name: 'datetimeoffset', scale: 'scale' in operand.type ? operand.type.scale : 7 };
  const evaluate = (frame: Frame): SqlValue => {
    const name = zone.evaluate(frame);
    if (typeof name !== 'string' || name.toUpperCase() !== 'UTC')
      throw notSupported('AT TIME ZONE with a zone other than UTC', node.line);
    const value = convert({ type: operand.type, value: operand.evaluate(frame) }, type);
    return value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'temporal'
      ? toUtc(value)
      : null;
  };
  return { type, nullable: true, isNullLiteral: false, isJson: false, isComputed: true, evaluate };
};
