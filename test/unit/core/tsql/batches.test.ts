import assert from 'node:assert/strict';
import { splitBatches } from '../../../../src/core/tsql/batches.ts';

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
});
