import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ByteReader } from '../../../../src/sandbox/tds/byte-reader.ts';
import { ByteWriter } from '../../../../src/sandbox/tds/byte-writer.ts';
import { readTypeInfo } from '../../../../src/sandbox/tds/type-info-reader.ts';
import { writeTypeInfo } from '../../../../src/sandbox/tds/type-info-writer.ts';
import { readValue } from '../../../../src/sandbox/tds/value-reader.ts';
import { writeValue } from '../../../../src/sandbox/tds/value-writer.ts';
import type { SqlType, SqlValue, TypedValue } from '../../../../src/sandbox/values.ts';

const ticksPerDay = 864_000_000_000;
const days1900 = 693_595;
const lastDay = 3_652_058;

function of(type: SqlType, value: fc.Arbitrary<SqlValue>): fc.Arbitrary<TypedValue> {
  return value.map((each) => ({ type, value: each }));
}

const decimal = (name: 'decimal' | 'numeric'): fc.Arbitrary<TypedValue> =>
  fc
    .integer({ min: 1, max: 38 })
    .chain((precision) => fc.tuple(fc.constant(precision), fc.integer({ min: 0, max: precision })))
    .chain(([precision, scale]) => {
      const most = 10n ** BigInt(precision) - 1n;
      const value = fc
        .bigInt({ min: -most, max: most })
        .map((unscaled) => ({ kind: 'decimal' as const, unscaled, scale }));
      return of({ name, precision, scale }, value);
    });

const money = (bits: bigint): fc.Arbitrary<SqlValue> =>
  fc
    .bigInt({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n })
    .map((unscaled) => ({ kind: 'decimal', unscaled, scale: 4 }));

const ticks = (scale: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: ticksPerDay / 10 ** (7 - scale) - 1 }).map((units) => units * 10 ** (7 - scale));

const scaled = (name: 'time' | 'datetime2' | 'datetimeoffset'): fc.Arbitrary<TypedValue> =>
  fc.integer({ min: 0, max: 7 }).chain((scale) => {
    const days = name === 'time' ? fc.constant(0) : fc.integer({ min: 1, max: lastDay - 1 });
    const parts = fc.record(
      { kind: fc.constant('temporal' as const), days, ticks: ticks(scale) },
      { noNullPrototype: true },
    );
    if (name !== 'datetimeoffset') return of({ name, scale }, parts);
    const offset = fc.integer({ min: -840, max: 840 });
    return of(
      { name, scale },
      fc.tuple(parts, offset).map(([part, minutes]) => ({ ...part, offset: minutes })),
    );
  });

const temporal = (days: fc.Arbitrary<number>, part: fc.Arbitrary<number>): fc.Arbitrary<SqlValue> =>
  fc.record({ kind: fc.constant('temporal' as const), days, ticks: part }, { noNullPrototype: true });

/** Milliseconds that datetime can tell apart: 1/300 s rounds to …0, …3 and …7. */
const datetimeTicks = fc.integer({ min: 0, max: 25_919_999 }).map((unit) => Math.round((unit * 10) / 3) * 10_000);

const utf16 = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const windows1252 = new TextDecoder('windows-1252');
const codePageText = fc.uint8Array({ maxLength: 100 }).map((bytes) => windows1252.decode(bytes));
const binary = fc.uint8Array({ maxLength: 100 }).map((bytes): SqlValue => bytes);

const single: fc.Arbitrary<TypedValue> = fc.oneof(
  of({ name: 'bit' }, fc.boolean()),
  of({ name: 'tinyint' }, fc.integer({ min: 0, max: 255 })),
  of({ name: 'smallint' }, fc.integer({ min: -32_768, max: 32_767 })),
  of({ name: 'int' }, fc.integer()),
  of({ name: 'bigint' }, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  of({ name: 'float' }, fc.double({ noNaN: true, noDefaultInfinity: true })),
  of({ name: 'real' }, fc.float({ noNaN: true, noDefaultInfinity: true })),
  of({ name: 'money' }, money(64n)),
  of({ name: 'smallmoney' }, money(32n)),
  decimal('decimal'),
  decimal('numeric'),
  of({ name: 'nvarchar', length: 4000 }, utf16),
  of({ name: 'nchar', length: 200 }, utf16),
  of({ name: 'varchar', length: 8000 }, codePageText),
  of({ name: 'char', length: 100 }, codePageText),
  of({ name: 'varbinary', length: 100 }, binary),
  of({ name: 'binary', length: 100 }, binary),
  of({ name: 'date' }, temporal(fc.integer({ min: 0, max: lastDay }), fc.constant(0))),
  of({ name: 'datetime' }, temporal(fc.integer({ min: 639_905, max: lastDay }), datetimeTicks)),
  of(
    { name: 'smalldatetime' },
    temporal(
      fc.integer({ min: days1900, max: days1900 + 65_535 }),
      fc.integer({ min: 0, max: 1439 }).map((minute) => minute * 600_000_000),
    ),
  ),
  scaled('time'),
  scaled('datetime2'),
  scaled('datetimeoffset'),
  of(
    { name: 'uniqueidentifier' },
    fc.uuid().map((text) => text.toUpperCase()),
  ),
);

const max: fc.Arbitrary<TypedValue> = fc.oneof(
  of({ name: 'nvarchar', length: 'max' }, utf16),
  of({ name: 'varchar', length: 'max' }, codePageText),
  of({ name: 'varbinary', length: 'max' }, binary),
);

const variant: fc.Arbitrary<TypedValue> = single.map(({ type, value }) => ({
  type: { name: 'sql_variant' },
  value: { kind: 'variant', type, value },
}));

function encode({ type, value }: TypedValue): Buffer {
  const writer = new ByteWriter();
  writeTypeInfo(writer, type);
  writeValue(writer, type, value);
  return Buffer.from(writer.view());
}

function decode(bytes: Buffer): TypedValue {
  const reader = new ByteReader(bytes, 'test');
  const info = readTypeInfo(reader);
  const value = readValue(reader, info);
  assert.equal(reader.remaining, 0);
  return { type: info.type, value };
}

describe('values on the wire', () => {
  it('come back as they went, with their type', () => {
    fc.assert(
      fc.property(fc.oneof(single, max), (typed) => assert.deepEqual(decode(encode(typed)), typed)),
      {
        numRuns: 1000,
      },
    );
  });

  it('come back out of a sql_variant, text and binary with their actual length', () => {
    fc.assert(
      fc.property(variant, (typed) => {
        const { value } = decode(encode(typed));
        assert.ok(typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'variant');
        const original = typed.value as typeof value;
        assert.deepEqual(value.value, original.value);
        assert.equal(value.type.name, original.type.name);
        if (!('length' in original.type)) assert.deepEqual(value.type, original.type);
      }),
      { numRuns: 500 },
    );
  });

  it('may be NULL in every type', () => {
    fc.assert(
      fc.property(fc.oneof(single, max, variant), ({ type }) => {
        assert.equal(decode(encode({ type, value: null })).value, null);
      }),
    );
  });

  it('turn characters that code page 1252 lacks into question marks', () => {
    const type: SqlType = { name: 'varchar', length: 20 };
    assert.equal(decode(encode({ type, value: 'a€ž中😀ÿ' })).value, 'a€ž???ÿ');
  });

  it('split long text into chunks that a reader joins', () => {
    const value = '0123456789abcdef😀'.repeat(20_000);
    assert.equal(decode(encode({ type: { name: 'nvarchar', length: 'max' }, value })).value, value);
  });

  it('are refused where the type does not allow them', () => {
    const wrong: TypedValue[] = [
      { type: { name: 'int' }, value: 'text' },
      { type: { name: 'int' }, value: 2 ** 31 },
      { type: { name: 'bigint' }, value: 1 },
      { type: { name: 'bit' }, value: 1 },
      { type: { name: 'nvarchar', length: 2 }, value: 'abc' },
      { type: { name: 'nvarchar', length: 4001 }, value: 'abc' },
      { type: { name: 'decimal', precision: 3, scale: 0 }, value: { kind: 'decimal', unscaled: 15n, scale: 1 } },
      { type: { name: 'decimal', precision: 9, scale: 0 }, value: { kind: 'decimal', unscaled: 10n ** 30n, scale: 0 } },
      { type: { name: 'uniqueidentifier' }, value: 'no guid' },
      { type: { name: 'sql_variant' }, value: 1 },
      { type: { name: 'date' }, value: '2026-01-01' },
      { type: { name: 'varbinary', length: 2 }, value: 'text' },
    ];
    for (const typed of wrong)
      assert.throws(
        () => encode(typed),
        (error) => error instanceof TypeError || error instanceof RangeError,
      );
  });
});

describe('TYPE_INFO of older clients', () => {
  const cases: readonly { name: string; hex: string; type: SqlType; value: SqlValue }[] = [
    { name: 'INT4', hex: '38 2a000000', type: { name: 'int' }, value: 42 },
    { name: 'BIT', hex: '32 01', type: { name: 'bit' }, value: true },
    { name: 'NULL', hex: '1f', type: { name: 'nvarchar', length: 4000 }, value: null },
    { name: 'FLT8', hex: '3e 000000000000f83f', type: { name: 'float' }, value: 1.5 },
    { name: 'VARCHAR of 7.0', hex: '27 0a 02 6869', type: { name: 'varchar', length: 10 }, value: 'hi' },
    {
      name: 'VARBINARY of 7.0',
      hex: '25 0a 02 0102',
      type: { name: 'varbinary', length: 10 },
      value: Uint8Array.of(1, 2),
    },
    {
      name: 'TEXT',
      hex: '23 ffffff7f 0904d00034 02000000 6869',
      type: { name: 'varchar', length: 'max' },
      value: 'hi',
    },
    {
      name: 'NTEXT',
      hex: '63 ffffff7f 0904d00034 02000000 6800',
      type: { name: 'nvarchar', length: 'max' },
      value: 'h',
    },
    {
      name: 'NTEXT NULL',
      hex: '63 ffffff7f 0904d00034 ffffffff',
      type: { name: 'nvarchar', length: 'max' },
      value: null,
    },
    {
      name: 'IMAGE',
      hex: '22 ffffff7f 01000000 ff',
      type: { name: 'varbinary', length: 'max' },
      value: Uint8Array.of(255),
    },
    {
      name: 'XML',
      hex: 'f1 00 feffffffffffffff 02000000 3c00 00000000',
      type: { name: 'nvarchar', length: 'max' },
      value: '<',
    },
    { name: 'UTF-8 varchar', hex: 'a7 0a00 0904100400 0200 c3a9', type: { name: 'varchar', length: 10 }, value: 'é' },
    { name: 'VARCHAR(0)', hex: 'a7 0000 0904d00034 0000', type: { name: 'varchar', length: 1 }, value: '' },
  ];
  for (const { name, hex, type, value } of cases) {
    it(name, () => {
      assert.deepEqual(decode(Buffer.from(hex.replaceAll(' ', ''), 'hex')), { type, value });
    });
  }

  it('says so when it names a type that the sandbox cannot hold, and when it is none at all', () => {
    for (const code of [0xf0, 0xf3, 0xf5])
      assert.throws(() => decode(Buffer.from([code])), { number: 49_999, message: /not supported: .* \(line 1\)$/ });
    for (const code of [0x00, 0x99, 0xff]) assert.throws(() => decode(Buffer.from([code])), { name: 'ProtocolError' });
  });
});
