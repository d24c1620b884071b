import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonFunctions } from '../../../../src/sandbox/tsql/json/index.ts';
import { call, type Argument } from '../functions/call.ts';
import { asText, outcome, typed } from '../types/values.ts';

const subject = (name: string) => jsonFunctions.find((candidate) => candidate.name === name)!;
const run = (name: string, ...args: Argument[]) => outcome(() => call(subject(name), args).value);
const max = (text: string) => typed(text, 'nvarchar(max)');
const bad = (state: number, character: string, position: number): string =>
  `13609/16/${state} JSON text is not properly formatted. Unexpected character '${character}' is found at position ${position}.`;
const missing = (state: number): string => `13608/16/${state} Property cannot be found on the specified JSON path.`;

const doc = '{"a":1,"o":{"x":2},"b":true,"n":null,"s":"A\\/\\u0042","arr":[1,2],"big":1.50e3}';

describe('JSON_VALUE', () => {
  for (const [path, expected] of [
    ['$.a', '1'],
    ['$.b', 'true'],
    ['$.n', null],
    ['strict $.n', null],
    ['$.s', 'A/B'],
    ['$.big', '1.50e3'],
    ['$.arr[1]', '2'],
    ['$.o', null],
    ['$.arr', null],
    ['$', null],
    ['strict $.o', '13623/16/2 Scalar value cannot be found in the specified JSON path.'],
    ['$.missing', null],
    ['$.arr[9]', null],
    ['$.a.x', null],
    ['strict $.missing', missing(1)],
    ['strict $.arr[9]', missing(1)],
    ['$.arr[*]', null],
    ['strict $.arr[*]', missing(1)],
    ['$.o.*', '2'],
  ] as const) {
    it(`${path} of the sample document`, () => assert.equal(run('json_value', doc, path), expected));
  }

  it('gives other states for max-typed documents', () => {
    assert.equal(run('json_value', max(doc), 'strict $.missing'), missing(2));
    assert.match(asText(run('json_value', max(doc), 'strict $.o')), /^13623\/16\/1 /);
    assert.equal(run('json_value', max('{"a":1} x'), '$.missing'), bad(2, 'x', 8));
  });

  for (const [text, path, expected] of [
    ['x', '$', bad(1, 'x', 0)],
    ['', '$', bad(1, '.', 0)],
    ['1', '$', bad(1, '1', 0)],
    ['{"a":1} x', '$.missing', bad(1, 'x', 8)],
    ['{"a":1} x', '$.a', '1'],
    ['[1,x]', '$[0]', '1'],
    ['[1,x]', '$[1]', bad(1, 'x', 3)],
    ['{"a":{"b":1},"c":x}', '$.a.missing', null],
    ['[1,2', '$.x', null],
    ['{"a":1,"a":2}', '$.a', '1'],
    ['[{"a":1},{"a":2,"b":x}]', '$[*].a', bad(1, 'x', 20)],
    ['{"a":[1,2],"b":x}', '$.a[0 to 1]', null],
  ] as const) {
    it(`reads ${text || 'nothing'} no further than ${path} needs`, () =>
      assert.equal(run('json_value', text, path), expected));
  }

  it('reads a scalar max document before it fails', () => {
    assert.equal(run('json_value', max('1'), '$'), bad(2, '.', 1));
  });

  it('gives NULL, or 13625 under strict, beyond 4000 characters', () => {
    const long = (length: number): string => JSON.stringify({ a: 'x'.repeat(length) });
    assert.equal(asText(run('json_value', max(long(4000)), '$.a')).length, 4000);
    assert.equal(run('json_value', max(long(4001)), '$.a'), null);
    assert.equal(
      run('json_value', max(long(4001)), 'strict $.a'),
      '13625/16/1 String value in the specified JSON path would be truncated.',
    );
  });

  it('checks argument types', () => {
    assert.equal(run('json_value', typed(null, 'nvarchar(max)'), '$.a'), null);
    assert.equal(
      run('json_value', 1, '$.a'),
      '8116/16/1 Argument data type int is invalid for argument 1 of json_value function.',
    );
    assert.equal(
      run('json_value', doc, null),
      '8116/16/1 Argument data type NULL is invalid for argument 2 of json_value function.',
    );
    assert.equal(
      run('json_value', typed(null, 'nvarchar(max)'), typed(null, 'nvarchar(10)')),
      '8116/16/8 Argument data type NULL is invalid for argument 2 of JSON_VALUE function.',
    );
  });

  it('is nvarchar(4000)', () => {
    assert.deepEqual(call(subject('json_value'), [doc, '$.a']).type, { name: 'nvarchar', length: 4000 });
  });

  it('finds what JSON.parse finds in any object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
        fc.string(),
        (object, extra) => {
          const text = JSON.stringify({ ...object, [`k${extra}`]: extra });
          const parsed = JSON.parse(text) as Record<string, unknown>;
          for (const [key, value] of Object.entries(parsed)) {
            assert.equal(run('json_value', text, `$.${JSON.stringify(key)}`), String(value));
          }
        },
      ),
    );
  });
});

describe('JSON_QUERY', () => {
  for (const [text, path, expected] of [
    ['{"a": [1, 2] }', '$.a', '[1, 2]'],
    ['{"a":[]}', '$.a', '[]'],
    ['{"a":{}}', '$.a', '{}'],
    ['{"a":1}', '$.a', null],
    ['{"a":1}', 'strict $.a', '13624/16/2 Object or array cannot be found in the specified JSON path.'],
    ['{"a":1}', '$.b', null],
    ['{"a":1}', 'strict $.b', missing(1)],
    ['{"a":null}', 'strict $.a', null],
    ['[[1],[2]]', 'strict $[*]', '13624/16/3 Object or array cannot be found in the specified JSON path.'],
  ] as const) {
    it(`${path} of ${text}`, () => assert.equal(run('json_query', text, path), expected));
  }

  it('takes $ by default and is max when its document is', () => {
    assert.equal(run('json_query', ' {"a":1}'), '{"a":1}');
    assert.deepEqual(call(subject('json_query'), [max('{}')]).type, { name: 'nvarchar', length: 'max' });
    assert.deepEqual(call(subject('json_query'), ['{}']).type, { name: 'nvarchar', length: 4000 });
  });
});

describe('ISJSON and JSON_PATH_EXISTS', () => {
  for (const [text, word, expected] of [
    ['{}', undefined, 1],
    ['[]', undefined, 1],
    ['1', undefined, 0],
    ['"x"', undefined, 0],
    ['', undefined, 0],
    ['{} x', undefined, 0],
    ['01', 'VALUE', 0],
    ['1', 'scalar', 1],
    ['"x"', 'SCALAR', 1],
    ['true', 'SCALAR', 0],
    ['null', 'SCALAR', 0],
    [' null ', 'value', 1],
    ['{}', 'ARRAY', 0],
    ['[]', 'Array', 1],
  ] as const) {
    it(`ISJSON(${text}${word === undefined ? '' : `, ${word}`})`, () =>
      assert.equal(word === undefined ? run('isjson', text) : run('isjson', text, word), expected));
  }

  it('refuses other options and knows its limits', () => {
    assert.equal(run('isjson', '1', 'NUMBER'), "155/15/1 'NUMBER' is not a recognized isjson option.");
    assert.equal(run('isjson', '1', null), '1023/15/1 Invalid parameter 2 specified for isjson.');
    assert.equal(run('isjson', null), null);
    assert.equal(run('isjson', '['.repeat(128) + ']'.repeat(128)), 1);
    assert.match(asText(run('isjson', `${'['.repeat(129)}1,`)), /^13606\/16\/1 JSON text\/path that has more than 128/);
    assert.equal(run('isjson', `${'['.repeat(129)}x`), 0);
  });

  it('agrees with JSON.parse on every text', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '1',
      '-',
      '.',
      'e',
      'true',
      'null',
      ' ',
      '\\',
      'u0041',
      '"a"',
      '\n',
      '0',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let valid = 1;
        try {
          JSON.parse(text);
        } catch {
          valid = 0;
        }
        assert.equal(run('isjson', text, 'VALUE'), valid);
      }),
      { numRuns: 2000 },
    );
  });

  for (const [text, path, expected] of [
    ['{"a":null}', '$.a', 1],
    ['{"a":1}', '$.b', 0],
    ['{"a":1,"b":x}', '$.a', 0],
    ['1', '$', 0],
    ['[1,2]', '$[*]', 1],
  ] as const) {
    it(`JSON_PATH_EXISTS(${text}, ${path})`, () => assert.equal(run('json_path_exists', text, path), expected));
  }
});
