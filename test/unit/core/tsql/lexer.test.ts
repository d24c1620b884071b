import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRegularIdentifier, tokenize } from '../../../../src/core/tsql/lexer.ts';

const shown = (text: string): string =>
  [...tokenize(text)]
    .filter((token) => token.kind !== 'whitespace')
    .map((token) => `${token.kind}:${token.text}${token.error === undefined ? '' : `!${token.error}`}`)
    .join(' ');

const pieces = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "'",
    "N'",
    "''",
    '[',
    ']',
    ']]',
    '"',
    '/*',
    '*/',
    '--',
    '\n',
    '\r\n',
    '0x',
    '1e',
    '.5',
    '$',
    '@',
    '@@',
  ),
  fc.constantFrom('GO', 'SELECT', '#t', '||=', '<>', '::', '\\\n', '😀', 'é', '\u0000'),
);

describe('T-SQL lexer', () => {
  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('');
        assert.equal([...tokenize(text)].map((token) => token.text).join(''), text);
      }),
    );
  });

  it('says where every token is', () => {
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('');
        for (const token of tokenize(text)) {
          assert.equal(text.slice(token.start, token.start + token.text.length), token.text);
          assert.equal(token.line, text.slice(0, token.start).split('\n').length);
        }
      }),
    );
  });

  const cases: readonly (readonly [string, string])[] = [
    ["SELECT 'it''s', N'x'", "word:SELECT string:'it''s' symbol:, string:N'x'"],
    ['[a]]b] "c""d" #t ##g', 'identifier:[a]]b] identifier:"c""d" word:#t word:##g'],
    ['/* a /* b */ c */ 1 -- end', 'comment:/* a /* b */ c */ number:1 comment:-- end'],
    [
      '1 1.5 .5 1e3 1.5e-3 0x0Af $1.50',
      'number:1 number:1.5 number:.5 number:1e3 number:1.5e-3 binary:0x0Af money:$1.50',
    ],
    ['@v @@ROWCOUNT @a$1', 'variable:@v global:@@ROWCOUNT variable:@a$1'],
    [
      'a<=b!=c||d||=e::f',
      'word:a symbol:<= word:b symbol:!= word:c symbol:|| word:d symbol:||= word:e symbol::: word:f',
    ],
    ["N'open", "string:N'open!unclosed-string"],
    ['[open', 'identifier:[open!unclosed-identifier'],
    ['/* /* */', 'comment:/* /* */!unclosed-comment'],
    ['1 § 2', 'number:1 unknown:§!unknown number:2'],
    ['é naïve N', 'word:é word:naïve word:N'],
    ["x'a'", "word:x string:'a'"],
  ];
  for (const [text, expected] of cases) it(`reads ${text}`, () => assert.equal(shown(text), expected));

  it('knows what sqlcmd takes for itself only where it reads a script', () => {
    const text = ":setvar a 'b\nSELECT $(a), c:r\n  !!ls\n::x";
    const kinds = (script: boolean): readonly string[] =>
      tokenize(text, { script })
        .filter(({ kind }) => kind === 'sqlcmd' || kind === 'script-variable')
        .map((token) => token.text);
    assert.deepEqual(kinds(true), [":setvar a 'b", '$(a)', '!!ls']);
    assert.deepEqual(kinds(false), []);
    assert.equal(
      tokenize(text, { script: true })
        .map((token) => token.text)
        .join(''),
      text,
    );
  });

  it('is linear in the length of an unclosed piece', () => {
    for (const open of ["N'", '[', '/*']) assert.equal([...tokenize(open + 'x'.repeat(1_000_000))].length, 1);
  });

  it('knows which names need quoting by their spelling', () => {
    assert.deepEqual(['a', '#t', '_1', 'é2', '1a', 'a b', '', 'a-b', '[a]'].filter(isRegularIdentifier), [
      'a',
      '#t',
      '_1',
      'é2',
    ]);
  });
});
