import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenize } from '../../../../../src/core/tsql/lexer.ts';
import { unquoteLiteral } from '../../../../../src/core/tsql/quoting.ts';
import { readScript } from '../../../../../src/core/tsql/script/script.ts';
import type { ScriptPart } from '../../../../../src/core/tsql/script/script.ts';
import { fillVariables } from '../../../../../src/core/tsql/script/variables.ts';

const partsOf = (text: string): readonly ScriptPart[] => {
  const read = readScript(text);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
};

const literalsOf = (text: string): readonly string[] =>
  [...tokenize(text)].filter(({ kind }) => kind === 'string').map(({ text: token }) => unquoteLiteral(token));

describe('a script for sqlcmd, read', () => {
  it('names each batch by the comment above its first statement, else by that statement, with its line', () => {
    const parts = partsOf(
      '-- About all.\n\nUSE [a];\nGO\n\n-- Makes\n-- a thing.\n:on error exit\nSELECT 1;\nGO\n-- left out\nGO',
    );
    assert.deepEqual(
      parts.map(({ does, line, variables }) => [does, line, variables]),
      [
        ['Runs USE [a]', 1, []],
        ['Makes a thing', 5, []],
      ],
    );
    assert.equal(parts[1]?.text, '\n-- Makes\n-- a thing.\n--\nSELECT 1;\n');
  });

  it('repeats a batch as often as GO says', () => {
    assert.equal(partsOf('SELECT 1;\nGO 3').length, 3);
  });

  for (const [name, text, line] of [
    ['another command of sqlcmd', 'SELECT 1;\nGO\n:r other.sql\nGO', 3],
    ['a shell command after a colon', '\n:!! rm -rf x', 2],
    ['a variable for a name', 'SELECT 1;\nUSE $(DATABASE);', 2],
    ['a variable in brackets', 'USE [$(DATABASE)];', 1],
    ['a variable in a literal of another code page', "SELECT '$(A)';", 1],
  ] as const)
    it(`refuses ${name}, with its line`, () => {
      const read = readScript(text);
      assert.ok(!read.ok);
      assert.equal(read.error.line, line);
    });

  it('leaves colons alone that are T-SQL or text', () => {
    const [part] = partsOf("SELECT '\n:r x', /*\n:r y */ geometry::Parse(N'a') -- :r z");
    assert.match(part?.text ?? '', /:r x.*:r y.*geometry::Parse.*:r z/su);
  });

  it('keeps any value inside the one literal that holds its variable, JSON inside JSON', () => {
    const [part] = partsOf(`SET @a = N'x$(A)y', @b = N'{"Authorization":"Bearer $(A)"}' -- $(A)`);
    assert.ok(part);
    assert.deepEqual(part.variables, ['A']);
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
    const nasty = fc.string({ unit: fc.constantFrom("'", '"', '\\', '\n', '$', '(', ')', ']', '-', '\u2028', 'a') });
    fc.assert(
      fc.property(fc.oneof(value, nasty), (secret) => {
        const filled = fillVariables(part, new Map([['A', secret]]));
        const joined = literalsOf(filled);
        // Text that T-SQL would fold at a line end is cut into several literals; together they are the value.
        assert.ok(joined.join('').startsWith(`x${secret}y`), filled);
        const json = joined.join('').slice(`x${secret}y`.length);
        assert.equal((JSON.parse(json) as { Authorization: string }).Authorization, `Bearer ${secret}`);
        assert.ok(filled.endsWith('-- $(A)'));
      }),
    );
  });

  it('is not filled without a value', () => {
    const [part] = partsOf("PRINT N'$(A)';");
    assert.throws(() => fillVariables(part!, new Map()), RangeError);
  });
});
