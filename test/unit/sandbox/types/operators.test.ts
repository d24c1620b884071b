import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applyUnary,
  binaryType,
  commonTypeOf,
  evaluateBinary,
  integerLiteralType,
  typeText,
  unaryType,
  untypedNull,
} from '../../../../src/sandbox/tsql/types/index.ts';
import type { BinaryOperator } from '../../../../src/sandbox/tsql/ast.ts';
import type { TypedValue } from '../../../../src/sandbox/values.ts';
import { asText, outcome, show, typed, typeOf } from './values.ts';

const apply = (left: TypedValue, operator: BinaryOperator, right: TypedValue): string =>
  asText(
    outcome(() => {
      const { type, value } = evaluateBinary(operator, left, right);
      return `${show(value, type)} ${typeText(type)}`;
    }),
  );
const int = (value: number): TypedValue => ({ type: typeOf('int'), value });

describe('operators', () => {
  for (const [left, operator, right, expected] of [
    [int(7), '/', int(2), '3 int'],
    [int(-7), '/', int(2), '-3 int'],
    [int(-7), '%', int(2), '-1 int'],
    [int(1), '/', int(0), '8134/16/1 Divide by zero error encountered.'],
    [int(1), '%', int(0), '8134/16/1 Divide by zero error encountered.'],
    [int(2_147_483_647), '+', int(1), '8115/16/2 Arithmetic overflow error converting expression to data type int.'],
    [int(1), '+', typed('x'), "245/16/1 Conversion failed when converting the varchar value 'x' to data type int."],
    [int(1), '+', typed('2'), '3 int'],
    [int(6), '&', int(3), '2 int'],
    [int(6), '|', int(3), '7 int'],
    [int(6), '^', int(3), '5 int'],
    [typed('2', 'decimal(5,2)'), '/', typed('3', 'decimal(5,2)'), '0.66666666 numeric(13,8)'],
    [typed('1.50', 'decimal(3,2)'), '+', typed('2.5', 'decimal(3,1)'), '4.00 numeric(5,2)'],
    [typed('1.50', 'decimal(3,2)'), '*', typed('2.5', 'decimal(3,1)'), '3.750 numeric(7,3)'],
    [typed('7.5', 'decimal(3,1)'), '%', typed('2', 'decimal(3,0)'), '1.5 numeric(3,1)'],
    [typed('1', 'money'), '/', typed('3', 'money'), '0.33 money'],
    [typed('1', 'float'), '/', int(4), '0.25 float'],
    [typed('ab', 'varchar(2)'), '+', typed('c', 'nvarchar(1)'), 'abc nvarchar(3)'],
    [typed('a', 'char(2)'), '+', typed('b', 'varchar(2)'), 'a b varchar(4)'],
    [typed('a', 'varchar(3)'), '||', int(5), 'a5 varchar(15)'],
    [int(1), '||', int(2), '402/16/1 The data types int and int are incompatible in the concat operator.'],
    [
      typed('a', 'varchar(1)'),
      '-',
      typed('b', 'varchar(1)'),
      '8117/16/1 Operand data type varchar is invalid for subtract operator.',
    ],
    [typed('1', 'bit'), '+', typed('1', 'bit'), '8117/16/1 Operand data type bit is invalid for add operator.'],
    [typed('2024-01-02', 'date'), '+', int(1), '206/16/2 Operand type clash: date is incompatible with int'],
    [typed('2024-01-02', 'datetime'), '+', int(1), 'Jan  3 2024 12:00AM datetime'],
  ] as const) {
    it(`${show(left.value, left.type)} ${operator} ${show(right.value, right.type)}`, () =>
      assert.equal(apply(left, operator, right), expected));
  }

  it('are NULL for NULL, whose own type yields', () => {
    const bare: TypedValue = { type: untypedNull, value: null };
    assert.equal(apply(typed('a', 'varchar(5)'), '+', bare), 'NULL varchar(10)');
    assert.equal(apply(bare, '+', bare), 'NULL int');
  });

  it('lose what exceeds 8000 bytes, left to right, unless a side is max', () => {
    const long = { type: typeOf('nvarchar(4000)'), value: 'a'.repeat(4000) };
    const joined = evaluateBinary('+', long, typed('b', 'nvarchar(1)'));
    assert.equal(show(joined.value, joined.type).length, 4000);
    const whole = evaluateBinary('+', joined, typed('c', 'nvarchar(max)'));
    assert.equal(show(whole.value, whole.type).slice(-2), 'ac');
    const wide = { type: typeOf('varchar(8000)'), value: 'a'.repeat(8000) };
    assert.equal(
      show(evaluateBinary('+', wide, typed('c', 'nvarchar(max)')).value, typeOf('nvarchar(max)')).length,
      4001,
    );
  });

  it('keep decimals within 38 digits', () => {
    const wide = typeOf('decimal(38,10)');
    assert.equal(typeText(binaryType('*', wide, wide)), 'numeric(38,6)');
    assert.equal(typeText(binaryType('/', wide, wide)), 'numeric(38,6)');
    assert.equal(typeText(binaryType('+', wide, wide)), 'numeric(38,10)');
    assert.equal(typeText(binaryType('/', typeOf('numeric(2,1)'), integerLiteralType(3))), 'numeric(7,6)');
  });

  it('add and multiply exactly', () => {
    const digits = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        const of = (unscaled: bigint): TypedValue => ({
          type: typeOf('decimal(15,4)'),
          value: { kind: 'decimal', unscaled, scale: 4 },
        });
        assert.deepEqual(evaluateBinary('+', of(a), of(b)).value, { kind: 'decimal', unscaled: a + b, scale: 4 });
        assert.deepEqual(evaluateBinary('*', of(a), of(b)).value, { kind: 'decimal', unscaled: a * b, scale: 8 });
      }),
    );
  });

  it('have signs', () => {
    assert.equal(applyUnary('-', int(5), typeOf('int')), -5);
    assert.equal(applyUnary('~', int(5), typeOf('int')), -6);
    assert.deepEqual(unaryType('-', typeOf('tinyint')), { name: 'smallint' });
    assert.match(asText(outcome(() => unaryType('-', typeOf('varchar(1)')))), /^8117\/16\/1 .* minus operator/);
  });
});

describe('the common type', () => {
  for (const [types, expected] of [
    [['int', 'varchar(5)'], 'int'],
    [['varchar(5)', 'nvarchar(2)'], 'nvarchar(5)'],
    [['char(5)', 'char(2)'], 'char(5)'],
    [['varchar(max)', 'nvarchar(2)'], 'nvarchar(max)'],
    [['int', 'decimal(5,2)'], 'decimal(12,2)'],
    [['decimal(5,2)', 'decimal(10,4)'], 'decimal(10,4)'],
    [['datetime2(0)', 'datetime2(3)'], 'datetime2(3)'],
    [['date', 'datetime2(3)'], 'datetime2(3)'],
    [['bit', 'tinyint'], 'tinyint'],
    [['real', 'bigint'], 'real'],
  ] as const) {
    it(`of ${types.join(' and ')}`, () => assert.equal(typeText(commonTypeOf(types.map(typeOf))), expected));
  }

  it('yields for the bare NULL and clashes', () => {
    assert.deepEqual(commonTypeOf([untypedNull, typeOf('date')]), { name: 'date' });
    assert.equal(commonTypeOf([untypedNull, untypedNull]), untypedNull);
    assert.match(asText(outcome(() => commonTypeOf([typeOf('int'), typeOf('date')]))), /^206\/16\/2 /);
  });
});
