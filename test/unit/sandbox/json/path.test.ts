import assert from 'node:assert/strict';
import { parsePath } from '../../../../src/sandbox/tsql/json/path.ts';
import { asText, outcome } from '../types/values.ts';

const broken = (path: string, state: number, character: string, position: number): [string, string] => [
  path,
  `13607/16/${state} JSON path is not properly formatted. Unexpected character '${character}' is found at position ${position}.`,
];

describe('JSON paths', () => {
  for (const [path, expected] of [
    broken('$.a-b', 22, '-', 3),
    broken('$.ä', 22, 'ä', 2),
    broken('$.a b', 22, 'b', 4),
    broken('x', 22, 'x', 0),
    broken('strictx $', 22, 's', 0),
    broken('$a', 22, 'a', 1),
    broken('', 14, '.', 0),
    broken('$.', 14, '.', 2),
    broken('$[]', 14, ']', 2),
    broken('$.a]', 14, ']', 3),
    broken('$ 1', 14, '1', 2),
    broken('$[a]', 21, 'a', 2),
    broken('$.a[-1]', 21, '-', 4),
    broken('$[0x]', 15, 'x', 3),
    broken('$.1a', 15, 'a', 3),
    broken('$[4294967297]', 16, '7', 11),
    broken('$."a\\x"', 17, 'x', 5),
    broken('$."a', 20, '.', 4),
  ]) {
    it(`refuses ${JSON.stringify(path)} with state and position`, () => {
      assert.equal(
        outcome(() => parsePath(path)),
        expected,
      );
    });
  }

  for (const [path, state, what] of [
    ['$[2 to 1]', 1, 'Reversed indexing'],
    ['$[last]', 2, 'Last operator'],
    ['$[0,1]', 5, 'Comma operator'],
  ] as const) {
    it(`knows and refuses ${path}`, () => {
      assert.equal(
        outcome(() => parsePath(path)),
        `13660/16/${state} ${what} not yet supported for advanced JSON array accessors.`,
      );
    });
  }

  it('takes append before the mode, from JSON_MODIFY only', () => {
    assert.equal(parsePath('append strict $.a', true).append, true);
    assert.match(
      asText(outcome(() => parsePath('strict append $.a', true))),
      /^13607\/16\/14 .*'a' is found at position 7/,
    );
    assert.match(asText(outcome(() => parsePath('append', true))), /^13607\/16\/14 .*'\.' is found at position 6/);
    assert.match(asText(outcome(() => parsePath('append $.a'))), /^13607\/16\/14 .*'a' is found at position 0/);
  });

  it('allows blanks around every token and quoted keys', () => {
    assert.deepEqual(parsePath(' $ . "a b" [ 0 ] ').steps, [
      { kind: 'key', name: 'a b' },
      { kind: 'index', index: 0 },
    ]);
    assert.equal(parsePath('strict$.a').strict, true);
    assert.deepEqual(parsePath('$."\\u0041\\"\\n"').steps, [{ kind: 'key', name: 'A"\n' }]);
  });
});
