import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  binaryCollation,
  commonTypeOf,
  compareValues,
  comparisonKey,
  convert,
  matchesLike,
  parseCollation,
  storeInColumn,
} from '../../../../src/sandbox/tsql/types/index.ts';
import { patternIndex } from '../../../../src/sandbox/tsql/types/like.ts';
import { asText, outcome, typed, typeOf } from './values.ts';

const text = typeOf('nvarchar(max)');
const compare = (a: string, b: string, collation?: typeof binaryCollation): number =>
  Math.sign(compareValues(a, b, text, collation));

describe('comparison', () => {
  for (const [a, b, expected] of [
    ['a', 'a  ', 0],
    ['A', 'a', 0],
    ['a', 'b', -1],
    ['B', 'a', 1],
    ['a-1', 'a1', -1],
    ['pod-10', 'pod-2', -1],
    ['1', 'a', -1],
    ['_', '1', -1],
    ['é', 'e', 1],
    ['é', 'É', 0],
    ['éa', 'eb', -1],
    ['', ' ', 0],
  ] as const) {
    it(`'${a}' and '${b}'`, () => {
      assert.equal(compare(a, b), expected);
      assert.equal(compare(b, a), expected === 0 ? 0 : -expected);
    });
  }

  it('is by code under BIN2', () => {
    assert.equal(compare('a', 'B', binaryCollation), 1);
    assert.equal(compare('A', 'a', binaryCollation), -1);
    assert.equal(compare('10', '9', binaryCollation), -1);
    assert.equal(compare('a', 'a ', binaryCollation), 0);
    assert.equal(parseCollation('Latin1_General_BIN2')?.binary, true);
    assert.equal(parseCollation('SQL_Latin1_General_CP1_CS_AS')?.caseSensitive, true);
    assert.equal(parseCollation('Klingon_CI_AS'), undefined);
  });

  it('orders all texts, and keys agree with it', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', 'e', '-', '1', ' ', '_', 'ß', 'Z') });
    fc.assert(
      fc.property(words, words, words, (a, b, c) => {
        assert.equal(compare(a, b), compare(b, a) === 0 ? 0 : -compare(b, a));
        if (compare(a, b) <= 0 && compare(b, c) <= 0) assert.ok(compare(a, c) <= 0);
        assert.equal(comparisonKey(a, text) === comparisonKey(b, text), compare(a, b) === 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('looks through scales, offsets and types', () => {
    const decimals = typeOf('decimal(38,10)');
    assert.equal(compareValues(typed('1.50', 'decimal(5,2)').value, typed('1.5', 'decimal(5,1)').value, decimals), 0);
    assert.equal(
      comparisonKey(typed('100.50', 'decimal(5,2)').value, decimals),
      comparisonKey(typed('100.5', 'decimal(5,1)').value, decimals),
    );
    assert.notEqual(
      comparisonKey(typed('100', 'decimal(5,0)').value, decimals),
      comparisonKey(typed('1', 'decimal(5,0)').value, decimals),
    );
    const zoned = typeOf('datetimeoffset(7)');
    const [east, utc] = [
      typed('2024-01-02T03:00:00+02:00', 'datetimeoffset').value,
      typed('2024-01-02T01:00:00Z', 'datetimeoffset').value,
    ];
    assert.equal(compareValues(east, utc, zoned), 0);
    assert.equal(comparisonKey(east, zoned), comparisonKey(utc, zoned));
    const common = commonTypeOf([typeOf('int'), typeOf('varchar(5)')]);
    assert.equal(compareValues(1, convert(typed(' 1'), common), common), 0);
  });
});

describe('LIKE', () => {
  for (const [value, pattern, expected] of [
    ['Hello', 'h%', true],
    ['Hello', '_ello', true],
    ['a]b', 'a]_', true],
    ['50%', '50[%]', true],
    ['505', '50[%]', false],
    ['cat', '[a-c]at', true],
    ['dat', '[^a-c]at', true],
    ['a-b', 'a[-x]b', true],
    ['abc', 'abc ', false],
    ['abc ', 'abc', true],
    ['a\nb', 'a%b', true],
    ['a', '[', false],
    ['x.y', 'x.y', true],
    ['xzy', 'x.y', false],
    ['m', '[z-a]', false],
    ['a/b', 'A/_', true],
  ] as const) {
    it(`'${value}' LIKE '${pattern}'`, () => assert.equal(matchesLike(value, pattern, undefined), expected));
  }

  it('takes an escape character, and PATINDEX its patterns', () => {
    assert.equal(matchesLike('50%', '50!%', '!'), true);
    assert.equal(matchesLike('505', '50!%', '!'), false);
    assert.equal(patternIndex('%[0-9]%', 'ab3d'), 3);
    assert.equal(patternIndex('ab%', 'xab'), 0);
    assert.equal(patternIndex('%b', 'ab'), 2);
  });
});

describe('storing in a column', () => {
  const place = { table: 'db.dbo.t', column: 'c' };
  it('refuses what does not fit with what would', () => {
    assert.equal(
      asText(outcome(() => storeInColumn(typed('hello'), typeOf('varchar(3)'), place))),
      "2628/16/1 String or binary data would be truncated in table 'db.dbo.t', column 'c'. Truncated value: 'hel'.",
    );
  });

  it('lets trailing blanks go, and variables lose the rest silently', () => {
    assert.equal(storeInColumn(typed('hel  '), typeOf('varchar(3)'), place), 'hel');
    assert.equal(convert(typed('hello'), typeOf('varchar(3)')), 'hel');
  });
});
