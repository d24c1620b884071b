import assert from 'node:assert/strict';
import fc from 'fast-check';
import { convert, tryConvert, checkConversion } from '../../../../src/sandbox/tsql/types/index.ts';
import type { SqlValue, TypedValue } from '../../../../src/sandbox/values.ts';
import { asText, outcome, show, typed, typeOf } from './values.ts';

const cast = (source: TypedValue, target: string, style?: number): string =>
  asText(
    outcome(() => {
      const type = typeOf(target);
      return show(convert(source, type, { explicit: true, ...(style === undefined ? {} : { style }) }), type);
    }),
  );
const number = (value: SqlValue, type: string): TypedValue => ({ type: typeOf(type), value });

describe('conversion of text', () => {
  for (const [text, target, expected] of [
    ['bad', 'int', "245/16/1 Conversion failed when converting the varchar value 'bad' to data type int."],
    ['42.5', 'int', "245/16/1 Conversion failed when converting the varchar value '42.5' to data type int."],
    ['\t5', 'int', "245/16/1 Conversion failed when converting the varchar value '\t5' to data type int."],
    ['', 'int', '0'],
    ['-', 'int', '0'],
    ['+ 7', 'int', '7'],
    [' 5 ', 'int', '5'],
    ['bad', 'bigint', '8114/16/5 Error converting data type varchar to bigint.'],
    ['bad', 'decimal(5,2)', '8114/16/5 Error converting data type varchar to numeric.'],
    ['bad', 'float', '8114/16/5 Error converting data type varchar to float.'],
    ['9999999999', 'int', "248/16/1 The conversion of the varchar value '9999999999' overflowed an int column."],
    [
      '300',
      'tinyint',
      "244/16/1 The conversion of the varchar value '300' overflowed an INT1 column. Use a larger integer column.",
    ],
    [
      '99999',
      'smallint',
      "244/16/2 The conversion of the varchar value '99999' overflowed an INT2 column. Use a larger integer column.",
    ],
    ['1000', 'decimal(5,2)', '8115/16/8 Arithmetic overflow error converting varchar to data type numeric.'],
    ['1.239', 'decimal(5,2)', '1.24'],
    ['-1.235', 'decimal(5,2)', '-1.24'],
    ['TRUE', 'bit', '1'],
    ['false', 'bit', '0'],
    ['17', 'bit', '1'],
    ['yes', 'bit', "245/16/1 Conversion failed when converting the varchar value 'yes' to data type bit."],
    [
      'x',
      'uniqueidentifier',
      '8169/16/2 Conversion failed when converting from a character string to uniqueidentifier.',
    ],
    ['6f9619ff-8b86-d011-b42d-00c04fc964ff', 'uniqueidentifier', '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
    ['x', 'datetime2', '241/16/1 Conversion failed when converting date and/or time from character string.'],
    ['x', 'datetime', '241/16/1 Conversion failed when converting date and/or time from character string.'],
    [
      '2024-02-30',
      'datetime',
      '242/16/3 The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.',
    ],
    [
      '1752-12-31',
      'datetime',
      '242/16/3 The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.',
    ],
    ['x', 'smalldatetime', '295/16/3 Conversion failed when converting character string to smalldatetime data type.'],
    ['$1,234.5', 'money', '1234.50'],
    ['abcdef', 'varchar(3)', 'abc'],
    ['ab', 'char(4)', 'ab  '],
    ['€ä☃', 'varchar(9)', '€ä?'],
  ] as const) {
    it(`'${text}' to ${target}`, () => assert.equal(cast(typed(text), target), expected));
  }

  it('names the source as it is declared', () => {
    assert.equal(
      cast(typed('bad', 'nvarchar(10)'), 'int'),
      "245/16/1 Conversion failed when converting the nvarchar value 'bad' to data type int.",
    );
  });

  it('ends the batch or the statement as captured', () => {
    const reach = (text: string, target: string): unknown => {
      try {
        convert(typed(text), typeOf(target));
      } catch (error) {
        return (error as { reach: string }).reach;
      }
      return undefined;
    };
    assert.equal(reach('bad', 'int'), 'batch');
    assert.equal(reach('bad', 'datetime2'), 'batch');
    assert.equal(reach('bad', 'decimal(5,2)'), 'batch');
    assert.equal(reach('9999999999', 'int'), 'statement');
    assert.equal(reach('2024-02-30', 'datetime'), 'statement');
  });
});

describe('conversion of numbers', () => {
  for (const [source, target, expected] of [
    [number(500, 'int'), 'tinyint', '220/16/2 Arithmetic overflow error for data type tinyint, value = 500.'],
    [number(70_000, 'int'), 'smallint', '220/16/1 Arithmetic overflow error for data type smallint, value = 70000.'],
    [number(500, 'float'), 'tinyint', '232/16/3 Arithmetic overflow error for type tinyint, value = 500.000000.'],
    [
      number(5_000_000_000n, 'bigint'),
      'int',
      '8115/16/2 Arithmetic overflow error converting expression to data type int.',
    ],
    [number(1000, 'int'), 'decimal(5,2)', '8115/16/8 Arithmetic overflow error converting int to data type numeric.'],
    [
      typed('1000', 'decimal(10,0)'),
      'decimal(5,2)',
      '8115/16/8 Arithmetic overflow error converting numeric to data type numeric.',
    ],
    [typed('-2.7', 'decimal(5,2)'), 'int', '-2'],
    [typed('2.5', 'money'), 'int', '3'],
    [number(-2.7, 'float'), 'int', '-2'],
    [number(12_345, 'int'), 'varchar(3)', '*'],
    [
      number(12_345, 'int'),
      'nvarchar(3)',
      '8115/16/2 Arithmetic overflow error converting expression to data type nvarchar.',
    ],
    [number(1e6, 'float'), 'varchar', '1e+006'],
    [number(0.1, 'float'), 'varchar', '0.1'],
    [number(123_456.7, 'float'), 'varchar', '123457'],
    [number(1.5e-7, 'float'), 'varchar', '1.5e-007'],
    [typed('1.50', 'decimal(5,2)'), 'varchar', '1.50'],
    [typed('-0.05', 'decimal(5,2)'), 'varchar', '-0.05'],
    [typed('1234.5', 'money'), 'varchar', '1234.50'],
    [number(1, 'int'), 'datetime', 'Jan  2 1900 12:00AM'],
    [number(1, 'int'), 'date', '529/16/1 Explicit conversion from data type int to date is not allowed.'],
  ] as const) {
    it(`${source.type.name} ${show(source.value, source.type)} to ${target}`, () =>
      assert.equal(cast(source, target), expected));
  }

  it('shows money and float by style', () => {
    assert.equal(cast(typed('1234567.891', 'money'), 'varchar', 1), '1,234,567.89');
    assert.equal(cast(typed('1234567.891', 'money'), 'varchar', 2), '1234567.8910');
    assert.equal(cast(number(0.1, 'float'), 'varchar', 3), '1.0000000000000001e-001');
  });
});

describe('pairs of types', () => {
  for (const [from, to, explicit, expected] of [
    ['int', 'date', false, '206/16/2 Operand type clash: int is incompatible with date'],
    ['int', 'date', true, '529/16/1 Explicit conversion from data type int to date is not allowed.'],
    [
      'nvarchar(max)',
      'sql_variant',
      false,
      '206/16/2 Operand type clash: nvarchar(max) is incompatible with sql_variant',
    ],
    [
      'datetime',
      'int',
      false,
      '257/16/3 Implicit conversion from data type datetime to int is not allowed. Use the CONVERT function to run this query.',
    ],
    ['datetime', 'int', true, undefined],
    ['time', 'date', true, '529/16/1 Explicit conversion from data type time to date is not allowed.'],
    [
      'varchar(10)',
      'varbinary(10)',
      false,
      '257/16/3 Implicit conversion from data type varchar to varbinary is not allowed. Use the CONVERT function to run this query.',
    ],
    [
      'uniqueidentifier',
      'int',
      true,
      '529/16/1 Explicit conversion from data type uniqueidentifier to int is not allowed.',
    ],
    ['int', 'datetime', false, undefined],
    ['varchar(10)', 'int', false, undefined],
  ] as const) {
    it(`${from} to ${to}${explicit ? ' by CAST' : ''}`, () =>
      assert.equal(
        outcome(() => checkConversion(typeOf(from), typeOf(to), explicit)),
        expected,
      ));
  }

  it('TRY_CAST forgives values, not pairs', () => {
    assert.equal(tryConvert(typed('bad'), typeOf('int')), null);
    assert.equal(tryConvert(typed('9999999999'), typeOf('int')), null);
    assert.equal(tryConvert(typed('2024-02-30'), typeOf('datetime')), null);
    assert.match(asText(outcome(() => tryConvert(number(1, 'int'), typeOf('date')))), /^529/);
  });
});

describe('dates and times', () => {
  const moment = typed('2024-01-02 03:04:05.123', 'datetime');

  for (const [style, expected] of [
    [0, 'Jan  2 2024  3:04AM'],
    [1, '01/02/24'],
    [101, '01/02/2024'],
    [104, '02.01.2024'],
    [108, '03:04:05'],
    [112, '20240102'],
    [113, '02 Jan 2024 03:04:05:123'],
    [120, '2024-01-02 03:04:05'],
    [121, '2024-01-02 03:04:05.123'],
    [126, '2024-01-02T03:04:05.123'],
    [127, '2024-01-02T03:04:05.123'],
    [15, '281/16/1 15 is not a valid style number when converting from datetime to a character string.'],
  ] as const) {
    it(`style ${style}`, () => assert.equal(cast(moment, 'varchar(50)', style), expected));
  }

  it('126 leaves out a zero fraction of datetime; 127 turns an offset to UTC', () => {
    assert.equal(cast(typed('2024-01-02 03:04:05', 'datetime'), 'varchar(50)', 126), '2024-01-02T03:04:05');
    assert.equal(cast(typed('2024-01-02 03:04:05', 'datetime2(3)'), 'varchar(50)', 126), '2024-01-02T03:04:05.000');
    const zoned = typed('2024-01-02T03:04:05+02:00', 'datetimeoffset(0)');
    assert.equal(cast(zoned, 'varchar(50)', 126), '2024-01-02T03:04:05+02:00');
    assert.equal(cast(zoned, 'varchar(50)', 127), '2024-01-02T01:04:05Z');
  });

  for (const [text, target, expected] of [
    ['2024-01-02T03:04:05Z', 'datetimeoffset', '2024-01-02 03:04:05.0000000 +00:00'],
    ['2024-01-02T03:04:05+02:00', 'datetimeoffset', '2024-01-02 03:04:05.0000000 +02:00'],
    ['2024-01-02T03:04:05+02:00', 'datetime2', '2024-01-02 03:04:05.0000000'],
    ['2024-01-02T03:04:05+02:00', 'date', '2024-01-02'],
    ['2024-01-02T03:04:05Z', 'datetime', 'Jan  2 2024  3:04AM'],
    [
      '2024-01-02T03:04:05+02:00',
      'datetime',
      '241/16/1 Conversion failed when converting date and/or time from character string.',
    ],
    [
      '2024-01-02 03:04:05.1234',
      'datetime',
      '241/16/1 Conversion failed when converting date and/or time from character string.',
    ],
    [
      '2024-01-02t03:04:05Z',
      'datetimeoffset',
      '241/16/1 Conversion failed when converting date and/or time from character string.',
    ],
    [
      '2024-01-02T03:04',
      'datetimeoffset',
      '241/16/1 Conversion failed when converting date and/or time from character string.',
    ],
    ['', 'datetime', 'Jan  1 1900 12:00AM'],
    ['', 'datetime2', '1900-01-01 00:00:00.0000000'],
    ['20240102', 'date', '2024-01-02'],
    ['49-01-02', 'date', '241/16/1 Conversion failed when converting date and/or time from character string.'],
    ['01/02/49', 'date', '2049-01-02'],
    ['01/02/50', 'date', '1950-01-02'],
    ['2 January 2024', 'date', '2024-01-02'],
    ['2024-01-02 03:04:05.129', 'time(2)', '03:04:05.13'],
    ['2024-01-02 23:59:59.999', 'datetime2(0)', '2024-01-03 00:00:00'],
  ] as const) {
    it(`'${text}' to ${target}`, () => assert.equal(cast(typed(text), target), expected));
  }

  it('datetime keeps .000, .003 and .007', () => {
    for (const [written, kept] of [
      ['001', '000'],
      ['002', '003'],
      ['005', '007'],
      ['009', '010'],
    ]) {
      const value = typed(`2024-01-02 03:04:05.${written}`, 'datetime');
      assert.equal(cast(value, 'varchar(50)', 121), `2024-01-02 03:04:05.${kept}`);
    }
  });

  it('comes back from its own text', () => {
    const ticks = fc.integer({ min: 0, max: 863_999_999 }).map((units) => units * 1000);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_652_058 }),
        ticks,
        fc.integer({ min: -840, max: 840 }),
        (days, at, offset) => {
          const type = typeOf('datetimeoffset(7)');
          const value = { kind: 'temporal', days, ticks: at, offset } as const;
          const text = convert({ type, value }, typeOf('nvarchar(40)'));
          assert.deepEqual(convert({ type: typeOf('nvarchar(40)'), value: text }, type), value);
        },
      ),
    );
  });
});

describe('numbers as text and back', () => {
  it('bigint', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const text = convert({ type: typeOf('bigint'), value }, typeOf('varchar(30)'));
        assert.equal(convert({ type: typeOf('varchar(30)'), value: text }, typeOf('bigint')), value);
      }),
    );
  });

  it('decimal', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
        fc.integer({ min: 0, max: 38 }),
        (unscaled, scale) => {
          const type = { name: 'decimal', precision: 38, scale } as const;
          const value = { kind: 'decimal', unscaled, scale } as const;
          const text = convert({ type, value }, typeOf('varchar(50)'));
          assert.deepEqual(convert({ type: typeOf('varchar(50)'), value: text }, type), value);
        },
      ),
    );
  });
});
