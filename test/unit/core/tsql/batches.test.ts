import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchPlaces } from '../../../../src/core/tsql/batch-scan.ts';
import { splitBatches } from '../../../../src/core/tsql/batches.ts';
import { tokenize } from '../../../../src/core/tsql/lexer.ts';

describe('GO', () => {
  it('separates batches, repeats them, and keeps their lines', () => {
    assert.deepEqual(splitBatches('SELECT 1\nGO\nSELECT 2\nSELECT 3\n go 3 -- three times\r\nSELECT 4'), [
      { text: 'SELECT 1\n', line: 1, count: 1 },
      { text: 'SELECT 2\nSELECT 3\n', line: 3, count: 3 },
      { text: 'SELECT 4', line: 6, count: 1 },
    ]);
  });

  it('is nothing inside strings, comments and longer lines', () => {
    const script = "PRINT 'a\nGO\nb'\n/*\nGO\n*/\nSELECT 1 AS go\nSELECT 2 go";
    assert.deepEqual(splitBatches(script), [{ text: script, line: 1, count: 1 }]);
  });

  it('leaves out blank batches', () => {
    assert.deepEqual(splitBatches('GO\n\nGO\nSELECT 1\nGO\n'), [{ text: 'SELECT 1\n', line: 4, count: 1 }]);
    assert.deepEqual(splitBatches(''), []);
  });

  it('is found by the scan where the lexer sees the word alone on its line', () => {
    const pieces = fc.constantFrom(
      "'",
      "N'",
      '[',
      ']',
      '"',
      '/*',
      '*/',
      '--',
      '\n',
      '\r\n',
      '\r',
      'GO',
      ' go 5 ',
      ' ',
      ';',
      ':r x',
      '$(a)',
      '0x\\\n',
      'x',
      '$',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const starts = [0];
        for (const token of tokenize(text, { script: true })) {
          if (token.kind !== 'word' || token.lower !== 'go') continue;
          const start = text.lastIndexOf('\n', token.start - 1) + 1;
          const feed = text.indexOf('\n', token.start);
          const end = feed < 0 ? text.length : feed + 1;
          if (/^\s*go(?:\s+\d+)?\s*;?\s*(?:--.*)?$/iu.test(text.slice(start, end).trimEnd())) starts.push(end);
        }
        const found = batchPlaces(text).map(({ start }) => start);
        assert.deepEqual(
          found,
          starts.filter((start) => start === 0 || start < text.length),
        );
      }),
      { numRuns: 20_000 },
    );
  });

  it('is found behind a comment that begins right after a currency sign', () => {
    const text = "SELECT $--'\r\nGO\r\nSELECT '1'";
    assert.deepEqual(
      splitBatches(text).map(({ line }) => line),
      [1, 3],
    );
    assert.deepEqual(
      tokenize("SELECT $--'\r\n GO").flatMap(({ text }) => (text.trim() === '' ? [] : [text])),
      ['SELECT', '$', "--'", 'GO'],
    );
  });

  it('is found behind a line of sqlcmd with a carriage return in it, which ends no line', () => {
    const text = ":r it\rdoesn't\nGO\nSELECT '1'";
    assert.deepEqual(
      splitBatches(text).map(({ line }) => line),
      [1, 3],
    );
    assert.equal(tokenize(text, { script: true })[0]?.text, ":r it\rdoesn't");
  });

  it('does not count quotes on the lines of sqlcmd', () => {
    const script = ":setvar a \"it's\nGO\n!!echo don't\nSELECT 1\nGO\nSELECT 2";
    assert.deepEqual(
      splitBatches(script).map(({ line }) => line),
      [1, 3, 6],
    );
  });
});
