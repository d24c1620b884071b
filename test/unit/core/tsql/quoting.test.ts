import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenize } from '../../../../src/core/tsql/lexer.ts';
import {
  concat,
  identifierProblem,
  integer,
  quoteIdentifier,
  quoteLiteral,
  sql,
  unquoteIdentifier,
  unquoteLiteral,
} from '../../../../src/core/tsql/quoting.ts';

const nasty = fc
  .array(
    fc.oneof(fc.string(), fc.constantFrom("'", "''", ']', ']]', '[', '"', '\\', '\n', '\r\n', '--', '/*', '\0', '😀')),
  )
  .map((parts) => parts.join(''));

describe('T-SQL quoting', () => {
  it('gives back what went in', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        const strings = [...tokenize(quoteLiteral(value))].filter((token) => token.kind === 'string');
        assert.ok(strings.every((token) => token.error === undefined));
        assert.equal(strings.map((token) => unquoteLiteral(token.text)).join(''), value);
      }),
    );
  });

  it('makes one literal of text without line continuations', () => {
    fc.assert(
      fc.property(
        nasty.filter((value) => !/\\\r?\n/u.test(value)),
        (value) => {
          const tokens = [...tokenize(quoteLiteral(value))];
          assert.equal(tokens.length, 1);
          assert.equal(unquoteLiteral(quoteLiteral(value)), value);
        },
      ),
    );
  });

  it('gives back identifiers', () => {
    fc.assert(
      fc.property(
        nasty.filter((name) => identifierProblem(name) === undefined),
        (name) => {
          const tokens = [...tokenize(quoteIdentifier(name))];
          assert.equal(tokens.length, 1);
          assert.equal(unquoteIdentifier(quoteIdentifier(name)), name);
        },
      ),
    );
  });

  it('keeps text whose backslash ends a line', () => {
    assert.equal(quoteLiteral('a\\\nb'), "(N'a\\' + N'\nb')");
    assert.ok(quoteLiteral(`${'x'.repeat(5000)}\\\nb`).startsWith("(CONVERT(nvarchar(max), N'') + N'xxx"));
    assert.equal(unquoteLiteral("N'a\\\r\nb'"), 'ab');
  });

  it('refuses names that SQL Server refuses', () => {
    assert.throws(() => quoteIdentifier(''), /empty/u);
    assert.throws(() => quoteIdentifier('x'.repeat(129)), /129 characters; SQL Server allows 128/u);
    assert.equal(quoteIdentifier('x'.repeat(128)).length, 130);
    assert.throws(() => integer(1.5), RangeError);
  });

  it('puts quoted parts together', () => {
    const list = concat([quoteIdentifier('a'), quoteIdentifier('b]')], sql`, `);
    assert.equal(
      sql`SELECT ${list} WHERE x = ${quoteLiteral("it's")} AND y = ${integer(5)};`,
      "SELECT [a], [b]]] WHERE x = N'it''s' AND y = 5;",
    );
    assert.equal(unquoteIdentifier('"a""b"'), 'a"b');
    assert.equal(unquoteIdentifier('plain'), 'plain');
  });
});
