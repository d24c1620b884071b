import assert from 'node:assert/strict';
import fc from 'fast-check';
import { argumentFor } from '../../../../../src/core/tsql/calls/call.ts';
import { findCalls } from '../../../../../src/core/tsql/calls/call-finder.ts';
import type { Constant } from '../../../../../src/core/tsql/calls/constant.ts';
import { documentSpans } from '../../../../../src/core/tsql/calls/folded-text.ts';

const call = 'EXEC sp_invoke_external_rest_endpoint @url = @u';

/** What is known of @url in the last call. */
const url = (document: string): Constant | undefined => {
  const last = findCalls(document).at(-1);
  return last && argumentFor(last, '@url')?.value?.constant;
};
const known = (document: string): string | number | null | undefined => {
  const constant = url(document);
  if (constant?.kind === 'null') return null;
  return constant?.kind === 'unknown' ? undefined : constant?.value;
};

describe('a value known before the script runs', () => {
  const folded: readonly (readonly [string, string | null | undefined])[] = [
    ["DECLARE @u nvarchar(max) = N'a';", 'a'],
    ["DECLARE @U AS nvarchar(50), @b varchar(9) = 'b' SET @u = N'a' + @b + CONCAT('c', NULL, 5, (N'd'))", 'abc5d'],
    ["DECLARE @u nvarchar(max) = N'a'; SET @u += N'b'; SET @u = @u + @u;", 'abab'],
    ['DECLARE @u nvarchar(max);', null],
    ["DECLARE @u nvarchar(max) = N'a' + NULL;", null],
    ["DECLARE @u varchar(3) = 'hello';", 'hel'],
    ["DECLARE @u nvarchar = N'hello';", 'h'],
    ["DECLARE @u sysname = N'a\\\nb';", 'ab'],
    ["DECLARE @u nvarchar(max) = N'a' + @v;", undefined],
    ["DECLARE @u nvarchar(max) = N'a' COLLATE Latin1_General_BIN2;", undefined],
    ["DECLARE @u nvarchar(max) = REPLACE(N'a', N'a', N'b');", undefined],
    ["DECLARE @u nvarchar(max) = 'ä';", undefined],
    ["DECLARE @u nchar(5) = N'a';", undefined],
    ["DECLARE @u nvarchar(9) = N'a'; SELECT @u = N'b';", undefined],
    ["DECLARE @u nvarchar(9) = N'a'; SELECT 1 AS x, @u = N'b' FROM t;", undefined],
    ["DECLARE @u nvarchar(9) = N'a'; UPDATE t SET @u = x;", undefined],
    ["DECLARE @u nvarchar(9) = N'a'; FETCH NEXT FROM c INTO @w, @u;", undefined],
    ["DECLARE @u nvarchar(9) = N'a'; EXEC p @x = @u OUTPUT;", undefined],
    ["DECLARE @u nvarchar(9) = N'a'; EXEC p @u = 5, @y = @u;", 'a'],
    ["DECLARE @u nvarchar(9) = N'a'; IF @u = N'a' PRINT 1;", 'a'],
    ["DECLARE @u nvarchar(9) = N'a'; IF 1 = 0 SET @u = N'b';", undefined],
    ["IF 1 = 0 DECLARE @u nvarchar(9) = N'a';", undefined],
    ["DROP TABLE IF EXISTS #t; DECLARE @u nvarchar(9) = N'a';", 'a'],
    ["BEGIN TRY DECLARE @u nvarchar(9) = N'a'; ", 'a'],
    ["DECLARE @u nvarchar(9) = N'a'; BEGIN TRY SET @u = N'b'; END TRY BEGIN CATCH PRINT 1 END CATCH ", undefined],
    ["DECLARE @u nvarchar(9) = N'a'; x: ", 'a'],
    ["DECLARE @u nvarchar(9) = N'a'; GOTO x; SET @u = N'b'; x: ", undefined],
    ["DECLARE @u nvarchar(9) = N'a';\nGO\n", undefined],
  ];
  for (const [before, value] of folded)
    it(`is ${value === undefined ? 'none' : JSON.stringify(value)} after ${before.replaceAll('\n', ' ')}`, () => {
      assert.equal(known(`${before} ${call}`), value);
    });

  it('is none in a loop that changes it later', () => {
    const loop = `DECLARE @u nvarchar(9) = N'a'; WHILE 1 = 1 BEGIN ${call};`;
    assert.equal(known(`${loop} END`), 'a');
    assert.equal(known(`${loop} SET @u = N'b'; END`), undefined);
  });

  it('is cut where + cuts it, unless one side is max', () => {
    const long = 'x'.repeat(3000);
    const script = (type: string): string =>
      `DECLARE @a ${type} = N'${long}'; DECLARE @u nvarchar(max) = @a + N'${long}'; ${call}`;
    assert.equal(known(script('nvarchar(4000)')), (long + long).slice(0, 4000));
    assert.equal(known(script('nvarchar(max)')), long + long);
  });

  it('is none when it grows without bound, and then costs nothing', () => {
    const script = (times: number): string =>
      `DECLARE @u nvarchar(max) = N'ab' ${'SET @u = @u + @u '.repeat(times)}${call}`;
    assert.equal(known(script(10)), 'ab'.repeat(1024));
    assert.equal(known(script(60)), undefined);
    assert.equal(known(`DECLARE @u nvarchar(max) = ${"N'a' + ".repeat(20_000)}N'b' ${call}`), undefined);
    assert.equal(known(`DECLARE @u nvarchar(max) = ${'CONCAT('.repeat(20_000)} ${call}`), undefined);
  });

  const text = fc.string({ unit: fc.constantFrom("'", '"', 'a', 'é', '😀', '\\', ' ', '\n', '{'), maxLength: 12 });
  const quoted = (value: string): string => `N'${value.replaceAll("'", "''")}'`;
  // A backslash before a line end continues the line: the law is about texts without it.
  const texts = fc.array(text, { minLength: 2, maxLength: 6 }).filter((parts) => !parts.join('|').includes('\\\n'));

  it('equals what JavaScript puts together, and every character is found in the document', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('+', 'CONCAT', 'SET'), (parts, way) => {
        const literals = parts.map(quoted);
        const expression = way === 'CONCAT' ? `CONCAT(${literals.join(', ')})` : literals.join(' + -- x\n');
        const steps = literals.map((literal) => `SET @u += ${literal}`).join('\n');
        const set = way === 'SET' ? `SET @u = N'' ${steps}` : `SET @u = ${expression}`;
        const document = `PRINT N'GO'\nGO\nDECLARE @u nvarchar(max)\n${set}\n${call}`;
        const constant = url(document);
        assert.ok(constant?.kind === 'text');
        assert.equal(constant.value, parts.join(''));
        for (const [at, character] of constant.value.split('').entries()) {
          const [span, ...more] = documentSpans(constant, at, at + 1);
          assert.ok(span && more.length === 0);
          assert.equal(document.slice(span.start, span.end), character === "'" ? "''" : character);
        }
        const all = documentSpans(constant, 0, constant.value.length);
        const pieces = all.map((span) => document.slice(span.start, span.end).replaceAll("''", "'"));
        assert.equal(pieces.join(''), constant.value);
      }),
    );
  });
});
