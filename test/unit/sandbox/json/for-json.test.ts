import assert from 'node:assert/strict';
import type { ForJson } from '../../../../src/sandbox/tsql/ast.ts';
import { forJsonChunks, planForJson, writeForJson } from '../../../../src/sandbox/tsql/json/index.ts';
import type { SqlValue } from '../../../../src/sandbox/values.ts';
import { asText, outcome, typed, typeOf } from '../types/values.ts';

const plain: ForJson = { includeNulls: false, wrapper: true };

/** Columns as `name type`, `!` before the name for JSON text. */
function write(columns: readonly string[], rows: readonly (readonly SqlValue[])[], options = plain): unknown {
  return outcome(() => {
    const parsed = columns.map((written) => {
      const [name = '', type = 'int'] = written.replace('!', '').split(' ');
      return { name, type: typeOf(type), isJson: written.startsWith('!') };
    });
    return writeForJson(planForJson(parsed, options), rows).text;
  });
}

describe('FOR JSON PATH', () => {
  it('writes an array of objects and leaves NULLs out', () => {
    assert.equal(
      write(
        ['id', 'v nvarchar(9)'],
        [
          [1, 'a/b'],
          [2, null],
        ],
      ),
      '[{"id":1,"v":"a\\/b"},{"id":2}]',
    );
    assert.equal(write(['id', 'v'], [[2, null]], { ...plain, includeNulls: true }), '[{"id":2,"v":null}]');
  });

  it('nests by dots', () => {
    assert.equal(write(['x.id', 'x.v'], [[1, null]], { ...plain, includeNulls: true }), '[{"x":{"id":1,"v":null}}]');
    assert.equal(write(['x.y.id', 'x.y.v', 'z'], [[1, 2, 3]]), '[{"x":{"y":{"id":1,"v":2}},"z":3}]');
  });

  it('has nothing for no rows', () => assert.equal(write(['id'], []), undefined));

  it('knows ROOT and WITHOUT_ARRAY_WRAPPER, but not both', () => {
    assert.equal(write(['id'], [[1]], { ...plain, root: 'items' }), '{"items":[{"id":1}]}');
    assert.equal(write(['id'], [[1]], { ...plain, wrapper: false }), '{"id":1}');
    assert.match(asText(write(['id'], [[1]], { ...plain, wrapper: false, root: 'x' })), /^13620\/16\/1 /);
  });

  it('refuses names that make no object', () => {
    assert.match(asText(write([''], [[1]])), /^13605\/16\/1 /);
    assert.match(asText(write(['a', 'a.b'], [[1, 2]])), /^13601\/16\/1 Property 'a\.b' /);
    assert.match(asText(write(['a.b', 'c', 'a.d'], [[1, 2, 3]])), /^13601\/16\/1 /);
    assert.match(asText(write(['a..b'], [[1]])), /^13603\/16\/1 /);
    assert.match(asText(write(['.a'], [[1]])), /^13603\/16\/1 /);
  });

  it('embeds JSON text raw and other text escaped', () => {
    assert.equal(
      write(['!j nvarchar(max)', 't nvarchar(max)'], [['{"a":1}', '{"a":1}']]),
      '[{"j":{"a":1},"t":"{\\"a\\":1}"}]',
    );
  });

  it('writes numbers as they were captured', () => {
    const row = [typed('0.5', 'float').value, typed('1.50', 'decimal(5,2)').value, true, Uint8Array.of(1, 2, 3)];
    assert.equal(
      write(['f float', 'd decimal(5,2)', 'b bit', 'x varbinary(3)'], [row]),
      '[{"f":5.000000000000000e-001,"d":1.50,"b":true,"x":"AQID"}]',
    );
  });

  it('is sent in rows of 2033 characters', () => {
    const chunks = [...forJsonChunks('x'.repeat(5000))];
    assert.deepEqual(
      chunks.map((chunk) => chunk.length),
      [2033, 2033, 934],
    );
  });
});
