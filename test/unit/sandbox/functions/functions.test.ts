import assert from 'node:assert/strict';
import { scalarFunctions, tableFunctions } from '../../../../src/sandbox/tsql/functions/index.ts';
import { typeText } from '../../../../src/sandbox/tsql/types/index.ts';
import type { TypedValue } from '../../../../src/sandbox/values.ts';
import { asText, outcome, show, typed, typeOf } from '../types/values.ts';
import { call, execution, toTyped, type Argument } from './call.ts';

const found = (name: string) => scalarFunctions.find((candidate) => candidate.name === name)!;
const now = typed('2026-11-23 15:45:30.1234567', 'datetime2').value;

/** Value and type as text, or the error. */
const run = (name: string, ...args: Argument[]): string =>
  asText(
    outcome(() => {
      const { value, type } = call(found(name), args, { execution: execution(now) });
      return `${show(value, type)}|${typeText(type)}`;
    }),
  );
const value = (name: string, ...args: Argument[]): string => run(name, ...args).replace(/\|[^|]*$/, '');
const varchar = (text: string): TypedValue => typed(text);
const max = (text: string): TypedValue => typed(text, 'varchar(max)');

describe('text functions', () => {
  for (const [name, args, expected] of [
    ['left', [varchar('abcdef'), 3], 'abc|varchar(3)'],
    ['left', ['a', -1], '537/16/3 Invalid length parameter passed to the LEFT or SUBSTRING function.'],
    ['right', [varchar('abcdef'), 2], 'ef|varchar(2)'],
    ['right', ['abc', 0], '|nvarchar(1)'],
    ['substring', [varchar('abcdef'), 2, 3], 'bcd|varchar(3)'],
    ['substring', ['abcdef', -1, 4], 'ab|nvarchar(4)'],
    ['substring', ['a', 1, -1], '537/16/3 Invalid length parameter passed to the LEFT or SUBSTRING function.'],
    ['substring', [null, 1, 1], 'NULL|varchar(1)'],
    ['len', [varchar('ab  ')], '2|int'],
    ['len', [max('ab')], '2|bigint'],
    ['len', ['😀'], '2|int'],
    ['datalength', ['ab '], '6|int'],
    ['datalength', [varchar('ab ')], '3|int'],
    ['datalength', [5], '4|int'],
    ['charindex', ['B', 'abc'], '2|int'],
    ['charindex', ['b', 'abcb', 3], '4|int'],
    ['charindex', ['', 'abc'], '0|int'],
    ['patindex', ['%c_', 'abcd'], '3|int'],
    ['replace', [varchar('aBcb'), varchar('b'), varchar('x')], 'axcx|varchar(8000)'],
    ['replace', ['abc', '', 'x'], 'abc|nvarchar(4000)'],
    ['replicate', [varchar('ab'), 3], 'ababab|varchar(6)'],
    ['replicate', [varchar('ab'), -1], 'NULL|varchar(2)'],
    ['reverse', [varchar('abc')], 'cba|varchar(3)'],
    ['stuff', [varchar('abcdef'), 2, 3, varchar('XY')], 'aXYef|varchar(8000)'],
    ['stuff', [varchar('abc'), 2, 1, null], 'ac|varchar(8000)'],
    ['stuff', [varchar('abc'), 9, 1, 'x'], 'NULL|nvarchar(4000)'],
    ['upper', [varchar('aé')], 'AÉ|varchar(2)'],
    ['lower', [varchar('AÉ')], 'aé|varchar(2)'],
    ['ltrim', [varchar('  a ')], 'a |varchar(4)'],
    ['rtrim', [varchar(' a  ')], ' a|varchar(4)'],
    ['trim', [varchar(' a ')], 'a|varchar(3)'],
    ['trim', [varchar('.,a.'), varchar('.,')], 'a|varchar(4)'],
    ['space', [3], '   |varchar(8000)'],
    ['concat', [varchar('a'), null, 1], 'a1|varchar(14)'],
    ['concat', ['a', varchar('b')], 'ab|nvarchar(2)'],
    ['concat_ws', [varchar(','), varchar('a'), null, varchar('b')], 'a,b|varchar(5)'],
    ['quotename', ['a]b'], '[a]]b]|nvarchar(258)'],
    ['quotename', ["it's", "'"], "'it''s'|nvarchar(258)"],
    ['quotename', ['x'.repeat(129)], 'NULL|nvarchar(258)'],
    ['quotename', ['x', '!'], 'NULL|nvarchar(258)'],
    ['ascii', [varchar('€')], '128|int'],
    ['char', [128], '€|char(1)'],
    ['char', [256], 'NULL|char(1)'],
    ['unicode', ['é'], '233|int'],
    ['nchar', [233], 'é|nchar(1)'],
    ['str', [123.456, 6, 1], ' 123.5|varchar(6)'],
    ['str', [12345, 3], '***|varchar(3)'],
    ['translate', [varchar('2*[3+4]'), varchar('[]'), varchar('()')], '2*(3+4)|varchar(7)'],
    [
      'translate',
      ['a', 'ab', 'x'],
      '9828/16/1 The second and third arguments of the TRANSLATE built-in function must contain an equal number of characters.',
    ],
    ['parsename', ['17.0.4065.4', 4], '17|nvarchar(128)'],
    ['parsename', ['[a.b].dbo.t', 3], 'a.b|nvarchar(128)'],
    ['parsename', ['a.b', 3], 'NULL|nvarchar(128)'],
    ['parsename', ['a..t', 2], 'NULL|nvarchar(128)'],
    ['parsename', ['a..t', 3], 'a|nvarchar(128)'],
    ['base64_encode', [{ type: typeOf('varbinary(3)'), value: Uint8Array.of(251, 255, 254) }], '+//+|varchar(8000)'],
    ['base64_encode', [{ type: typeOf('varbinary(3)'), value: Uint8Array.of(251, 255, 254) }, 1], '-__-|varchar(8000)'],
    ['base64_decode', [varchar('YWI')], '\u6261|varbinary(8000)'],
    ['base64_decode', [varchar('?')], '9803/16/20 Invalid data for type "Base64Decode".'],
    ['isdate', ['2024-02-29'], '1|int'],
    ['isdate', ['2023-02-29'], '0|int'],
    ['isdate', [null], '0|int'],
    ['formatmessage', ['%s has %d', 'x', 5], 'x has 5|nvarchar(2048)'],
  ] as readonly (readonly [string, readonly Argument[], string])[]) {
    it(`${name} gives ${expected.slice(0, 60)}`, () => assert.equal(run(name, ...args), expected));
  }

  it('REPLICATE stops at 8000 bytes unless its text is max', () => {
    assert.equal(value('replicate', varchar('a'), 9000).length, 8000);
    assert.equal(value('replicate', 'a', 9000).length, 4000);
    assert.equal(value('replicate', max('a'), 9000).length, 9000);
  });
});

describe('FORMATMESSAGE', () => {
  for (const [format, args, expected] of [
    ['%08x|%+6d|%.3s', [255, 12, 'duck'], '000000ff|   +12|duc'],
    ['%%', [], '%'],
    ['%s %d', [null], '(null) (null)'],
    ['%-5s|', ['a'], 'a    |'],
    ['%*d', [5, 7], '    7'],
    ['%#x %o %u', [255, 8, -1], '0xff 10 4294967295'],
    ['%I64d', [{ type: typeOf('bigint'), value: 5_000_000_000n }], '5000000000'],
    [
      '%d',
      ['x'],
      '2786/16/1 The data type of substitution parameter 1 does not match the expected type of the format specification.',
    ],
    [
      '%d',
      [{ type: typeOf('bigint'), value: 5n }],
      '2786/16/1 The data type of substitution parameter 1 does not match the expected type of the format specification.',
    ],
    ['%q', [1], "2787/16/1 Invalid format specification: '%q'."],
  ] as readonly (readonly [string, readonly Argument[], string])[]) {
    it(format, () => assert.equal(value('formatmessage', format, ...args), expected));
  }
});

describe('date functions', () => {
  const at = (text: string, type = 'datetime2(0)'): TypedValue => typed(text, type);
  for (const [name, args, expected] of [
    ['getdate', [], 'Nov 23 2026  3:45PM|datetime'],
    ['sysutcdatetime', [], '2026-11-23 15:45:30.1234567|datetime2(7)'],
    ['sysdatetimeoffset', [], '2026-11-23 15:45:30.1234567 +00:00|datetimeoffset(7)'],
    ['dateadd', ['month', 1, at('2024-01-31 10:00')], '2024-02-29 10:00:00|datetime2(0)'],
    ['dateadd', ['DD', -1, at('2024-03-01', 'date')], '2024-02-29|date'],
    ['dateadd', ['hour', 25, at('2024-01-01')], '2024-01-02 01:00:00|datetime2(0)'],
    ['dateadd', ['ns', 200, at('2024-01-01', 'datetime2(7)')], '2024-01-01 00:00:00.0000002|datetime2(7)'],
    ['dateadd', ['hour', 25, at('01:00', 'time(0)')], '02:00:00|time(0)'],
    ['dateadd', ['day', 1, '2024-01-01'], 'Jan  2 2024 12:00AM|datetime'],
    [
      'dateadd',
      ['year', 9000, at('2024-01-01', 'datetime')],
      "517/16/1 Adding a value to a 'datetime' column caused an overflow.",
    ],
    [
      'dateadd',
      ['year', 9000, at('2024-01-01')],
      "517/16/3 Adding a value to a 'datetime2' column caused an overflow.",
    ],
    ['dateadd', ['foo', 1, at('2024-01-01')], "155/15/1 'foo' is not a recognized dateadd option."],
    [
      'dateadd',
      ['hour', 1, at('2024-01-01', 'date')],
      '9810/16/1 The datepart hour is not supported by date function dateadd for data type date.',
    ],
    ['datediff', ['day', at('2024-01-01 23:59'), at('2024-01-02')], '1|int'],
    ['datediff', ['year', at('2023-12-31'), at('2024-01-01')], '1|int'],
    ['datediff', ['week', at('2024-01-06'), at('2024-01-07')], '1|int'],
    ['datediff', ['month', at('2024-03-31'), at('2024-01-01')], '-2|int'],
    ['datediff', ['second', '2024-01-01T00:00:00Z', '2024-01-01T02:00:00+01:00'], '3600|int'],
    ['datediff', ['foo', at('2024-01-01'), at('2024-01-01')], "155/15/1 'foo' is not a recognized datediff option."],
    [
      'datediff',
      ['second', at('1900-01-01'), at('2024-01-01')],
      '535/16/0 The datediff function resulted in an overflow. The number of dateparts separating two date/time instances is too large. Try to use datediff with a less precise datepart.',
    ],
    ['datediff_big', ['second', at('1900-01-01'), at('2024-01-01')], '3913056000|bigint'],
    ['datediff', ['day', typed(null, 'date'), at('2024-01-01')], 'NULL|int'],
    ['datepart', ['ms', at('2024-01-01 00:00:00.007', 'datetime')], '7|int'],
    ['datepart', ['weekday', at('2024-01-07')], '1|int'],
    ['datepart', ['iso_week', at('2024-12-30')], '1|int'],
    ['datepart', ['week', at('2024-01-07')], '2|int'],
    ['datepart', ['dayofyear', at('2024-12-31')], '366|int'],
    ['datepart', ['tz', at('2024-01-01T00:00:00+02:00', 'datetimeoffset(0)')], '120|int'],
    ['datename', ['month', at('2024-03-01')], 'March|nvarchar(30)'],
    ['datename', ['dw', at('2024-01-07')], 'Sunday|nvarchar(30)'],
    ['year', [at('2024-03-05')], '2024|int'],
    ['month', ['2024-03-05'], '3|int'],
    ['day', [at('2024-03-05')], '5|int'],
    ['datefromparts', [2024, 2, 29], '2024-02-29|date'],
    [
      'datefromparts',
      [2023, 2, 29],
      '289/16/1 Cannot construct data type date, some of the arguments have values which are not valid.',
    ],
    ['datetime2fromparts', [2024, 1, 2, 3, 4, 5, 6, 3], '2024-01-02 03:04:05.006|datetime2(3)'],
    ['eomonth', [at('2024-02-10')], '2024-02-29|date'],
    ['eomonth', [at('2024-02-10'), 1], '2024-03-31|date'],
    [
      'switchoffset',
      [at('2024-01-01T12:00:00+02:00', 'datetimeoffset(0)'), '+00:00'],
      '2024-01-01 10:00:00 +00:00|datetimeoffset(0)',
    ],
    ['todatetimeoffset', [at('2024-01-01 12:00'), '-05:30'], '2024-01-01 12:00:00 -05:30|datetimeoffset(0)'],
    [
      'switchoffset',
      [at('2024-01-01T12:00:00Z', 'datetimeoffset(0)'), 'x'],
      '9812/16/0 The timezone provided to builtin function switchoffset is invalid.',
    ],
  ] as readonly (readonly [string, readonly Argument[], string])[]) {
    it(`${name} gives ${expected.slice(0, 60)}`, () => assert.equal(run(name, ...args), expected));
  }
});

describe('number and choice functions', () => {
  const money = typed('-2.5', 'money');
  const exact = typed('-2.55', 'decimal(5,2)');
  for (const [name, args, expected] of [
    ['abs', [-5], '5|int'],
    ['abs', [exact], '2.55|decimal(5,2)'],
    [
      'abs',
      [{ type: typeOf('int'), value: -2_147_483_648 }],
      '8115/16/2 Arithmetic overflow error converting expression to data type int.',
    ],
    ['ceiling', [exact], '-2|decimal(5,0)'],
    ['floor', [exact], '-3|decimal(5,0)'],
    ['floor', [2.7], '2|float'],
    ['ceiling', [money], '-2.00|money'],
    ['sign', [exact], '-1.00|decimal(5,2)'],
    ['round', [exact, 1], '-2.60|decimal(5,2)'],
    ['round', [exact, 1, 1], '-2.50|decimal(5,2)'],
    ['round', [1250, -2], '1300|int'],
    ['round', [2.345, 2], '2.35|float'],
    ['power', [2, 10], '1024|int'],
    ['power', [2, 31], '8115/16/2 Arithmetic overflow error converting expression to data type int.'],
    ['sqrt', [9], '3|float'],
    ['sqrt', [-1], '3623/16/1 An invalid floating point operation occurred.'],
    ['isnumeric', ['1e5'], '1|int'],
    ['isnumeric', ['$1'], '1|int'],
    ['isnumeric', ['x'], '0|int'],
    ['isnumeric', [null], '0|int'],
    ['isnull', [typed(null, 'varchar(2)'), varchar('abcd')], 'ab|varchar(2)'],
    ['isnull', [null, 5], '5|int'],
    ['isnull', [5, varchar('x')], '5|int'],
    ['choose', [2, varchar('a'), varchar('bc')], 'bc|varchar(2)'],
    ['choose', [9, varchar('a'), varchar('b')], 'NULL|varchar(1)'],
    ['greatest', [1, null, 3], '3|int'],
    ['least', [2, varchar('1')], '1|int'],
    ['greatest', [varchar('b'), varchar('A')], 'b|varchar(1)'],
  ] as readonly (readonly [string, readonly Argument[], string])[]) {
    it(`${name} gives ${expected.slice(0, 60)}`, () => assert.equal(run(name, ...args), expected));
  }

  it('hashes text as it is stored', () => {
    const hash = (argument: Argument): unknown => call(found('hashbytes'), ['SHA2_256', argument]).value;
    const hex = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString('hex');
    assert.equal(hex(hash(varchar('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.notEqual(hex(hash('abc')), hex(hash(varchar('abc'))));
    assert.equal(call(found('hashbytes'), ['nope', 'abc']).value, null);
  });

  it('makes identifiers that differ', () => {
    const make = (): string => value('newid');
    assert.match(make(), /^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/);
    assert.notEqual(make(), make());
  });
});

describe('STRING_SPLIT', () => {
  const split = (...args: Argument[]): unknown =>
    outcome(() => [...tableFunctions[0]!.rows(args.map(toTyped), undefined, execution())]);

  it('splits at one character', () => {
    assert.deepEqual(split('a,b,,c', ','), [['a'], ['b'], [''], ['c']]);
    assert.deepEqual(split('a,b', ',', 1), [
      ['a', 1n],
      ['b', 2n],
    ]);
    assert.deepEqual(split(null, ','), []);
    assert.equal(split('x', 'ab'), "214/16/11 Procedure expects parameter 'separator' of type 'nchar(1)/nvarchar(1)'.");
  });

  it('announces the ordinal only when asked', () => {
    const infos = ['a', ',', 1].map((argument) => ({
      ...toTyped(argument),
      nullable: false,
      isNullLiteral: false,
      isJson: false,
      constant: toTyped(argument).value,
    }));
    assert.deepEqual(
      tableFunctions[0]!.columns(infos, undefined).map(({ name }) => name),
      ['value', 'ordinal'],
    );
    assert.deepEqual(
      tableFunctions[0]!.columns(infos.slice(0, 2), undefined).map(({ name }) => name),
      ['value'],
    );
  });
});

describe('the registry', () => {
  it('has every function once, in lower case', () => {
    const names = scalarFunctions.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.every((name) => name === name.toLowerCase()));
  });
});
