import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonFunctions } from '../../../../src/sandbox/tsql/json/index.ts';
import { call, type Argument } from '../functions/call.ts';
import { asText, outcome, typed } from '../types/values.ts';

const subject = (name: string) => jsonFunctions.find((candidate) => candidate.name === name)!;
const run = (name: string, args: readonly Argument[], nulls?: 'null' | 'absent') =>
  outcome(() => call(subject(name), args, nulls === undefined ? {} : { nulls }).value);
const modify = (text: string, path: string, value: Argument) => run('json_modify', [text, path, value]);

const describeArgument = (value: Argument): string =>
  typeof value === 'object' && value !== null && 'type' in value ? value.type.name : JSON.stringify(value);

describe('JSON_MODIFY', () => {
  for (const [text, path, value, expected] of [
    ['{"name":"John"}', '$.name', 'Mike', '{"name":"Mike"}'],
    ['{"name":"John"}', '$.surname', 'Smith', '{"name":"John","surname":"Smith"}'],
    ['{"a":1 }', '$.b', 2, '{"a":1 ,"b":2}'],
    ['{}', '$.b', 2, '{"b":2}'],
    ['{"a":1}', '$.x.y.z', 2, '{"a":1}'],
    ['{"a":1}', '$.a.b', 2, '{"a":1}'],
    ['{"a":1}', '$.a[0].b', 2, '{"a":1}'],
    ['{"skills":[1]}', '$.skills[5]', 2, '{"skills":[1]}'],
    ['{"a":1,"b":2}', '$.a', null, '{"b":2}'],
    ['{"a":1,"b":2}', '$.b', null, '{"a":1}'],
    ['{"a":1}', '$.a', null, '{}'],
    ['[1,2]', '$[0]', null, '[null,2]'],
    ['[1,2]', 'strict $[0]', null, '[null,2]'],
    ['{"name":"x"}', 'strict $.name', null, '{"name":null}'],
    ['{"a":1}', '$.b', null, '{"a":1}'],
    ['{"a":1}', 'strict $.b', 1, '13608/16/2 Property cannot be found on the specified JSON path.'],
    ['{"a":[1]}', 'strict $.a[1]', 1, '13608/16/2 Property cannot be found on the specified JSON path.'],
    ['{"skills":["a"]}', 'append $.skills', 'X', '{"skills":["a","X"]}'],
    ['{"a":1}', 'append $.k', 'X', '{"a":1,"k":["X"]}'],
    ['{"a":1}', 'append $.a', 'X', '{"a":1}'],
    ['{"a":1}', 'append strict $.a', 'X', '13621/16/1 Array cannot be found in the specified JSON path.'],
    ['{"a":[]}', 'append $.a', null, '{"a":[null]}'],
    ['[1,2,3]', 'append $', 4, '[1,2,3,4]'],
    ['{"a":1}', '$', 4, '13619/16/1 Unsupported JSON path found in argument 2 of JSON_MODIFY.'],
    ['{"a":1}', '$.*', 4, '13660/16/4 JsonModify not yet supported for advanced JSON array accessors.'],
    ['{"a":1}', '$.a', '["a","b"]', '{"a":"[\\"a\\",\\"b\\"]"}'],
    ['{"a":1}', '$.a', { json: '["a","b"]' }, '{"a":["a","b"]}'],
    ['{"a":1}', '$.a', typed('31.5', 'decimal(5,1)'), '{"a":31.5}'],
    ['{"a":1}', '$.a', typed('1', 'float'), '{"a":1.000000000000000e+000}'],
    ['{"a":1}', '$.a', typed('1', 'bit'), '{"a":true}'],
    ['{"a":1}', '$.a', '', '{"a":""}'],
    ['{"a":1,"a":2}', '$.a', 3, '{"a":3,"a":2}'],
    [
      '{"a":1} x',
      '$.a',
      1,
      "13609/16/7 JSON text is not properly formatted. Unexpected character 'x' is found at position 8.",
    ],
    [
      '{"a":1, "b":}',
      '$.a',
      1,
      "13609/16/7 JSON text is not properly formatted. Unexpected character '}' is found at position 12.",
    ],
  ] as const) {
    it(`${text} ${path} ← ${describeArgument(value)}`, () => assert.equal(modify(text, path, value), expected));
  }

  for (const type of ['date', 'datetime2', 'money', 'uniqueidentifier', 'varbinary(8)', 'sql_variant']) {
    it(`takes no ${type}`, () => {
      const word = type.replace(/\(.*/, '');
      assert.equal(
        modify('{}', '$.a', typed(null, type)),
        `8116/16/1 Argument data type ${word} is invalid for argument 3 of json_modify function.`,
      );
    });
  }

  it('takes text for its path', () => {
    assert.equal(
      run('json_modify', ['{}', 1, 1]),
      '8116/16/1 Argument data type int is invalid for argument 2 of json_modify function.',
    );
  });

  it('sets exactly what was asked, whatever the document', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.string(), (object, key, value) => {
        const before = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
        const changed = modify(JSON.stringify(before), `$.${JSON.stringify(key)}`, value);
        const expected = Object.fromEntries([...Object.entries(before), [key, value]]);
        assert.deepEqual(JSON.parse(asText(changed)), expected);
      }),
    );
  });

  it('removes exactly what was asked', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, pick) => {
        const before = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
        const key = Object.keys(before)[pick % Object.keys(before).length]!;
        const changed = modify(JSON.stringify(before), `$.${JSON.stringify(key)}`, null);
        const expected = Object.fromEntries(Object.entries(before).filter(([name]) => name !== key));
        assert.deepEqual(JSON.parse(asText(changed)), expected);
      }),
    );
  });
});

describe('JSON_OBJECT and JSON_ARRAY', () => {
  it('are empty without arguments', () => {
    assert.equal(run('json_object', []), '{}');
    assert.equal(run('json_array', []), '[]');
  });

  it('differ in what they do with NULL', () => {
    assert.equal(run('json_object', ['a', 1, 'b', 'x', 'c', null]), '{"a":1,"b":"x","c":null}');
    assert.equal(run('json_object', ['a', 1, 'c', null], 'absent'), '{"a":1}');
    assert.equal(run('json_array', [1, null, 2]), '[1,2]');
    assert.equal(run('json_array', [1, null, 2], 'null'), '[1,null,2]');
  });

  it('keep duplicate and numeric keys, refuse a NULL key', () => {
    assert.equal(run('json_object', ['a', 1, 'a', 2]), '{"a":1,"a":2}');
    assert.equal(run('json_object', [1, 1]), '{"1":1}');
    assert.equal(
      run('json_object', [null, 1]),
      "13638/16/1 User error : Name parameter value in 'json_object' cannot be null",
    );
  });

  for (const [text, type, expected] of [
    ['1.5', 'decimal(10,4)', '1.5000'],
    ['1', 'bit', 'true'],
    ['1', 'money', '1.0000'],
    ['1', 'float', '1.000000000000000e+000'],
    ['2.5', 'real', '2.5000000e+000'],
    ['ab', 'varchar(5)', '"ab"'],
    ['a', 'char(3)', '"a  "'],
    ['2024-01-02 03:04:05.123', 'datetime', '"2024-01-02T03:04:05.123"'],
    ['2024-01-02 03:04:05', 'datetime2(7)', '"2024-01-02T03:04:05"'],
    ['03:04:05', 'time(7)', '"03:04:05"'],
    ['2024-01-02T03:04:05+01:00', 'datetimeoffset(7)', '"2024-01-02T03:04:05+01:00"'],
    ['a/"\\\u0001\t', 'nvarchar(9)', '"a\\/\\"\\\\\\u0001\\t"'],
  ] as const) {
    it(`write ${type} as ${expected}`, () => assert.equal(run('json_array', [typed(text, type)]), `[${expected}]`));
  }

  it('write bytes as base64', () => {
    const bytes = { type: { name: 'varbinary' as const, length: 3 }, value: Uint8Array.of(1, 2, 3) };
    assert.equal(run('json_array', [bytes]), '["AQID"]');
  });
});

describe('STRING_ESCAPE', () => {
  it('escapes the example of its page', () => {
    assert.equal(run('string_escape', ['\\\t/\n\\\\\t"\t', 'json']), '\\\\\\t\\/\\n\\\\\\\\\\t\\"\\t');
    assert.equal(run('string_escape', [typed(null), 'json']), null);
  });

  it('is undone by any JSON reader', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(JSON.parse(`"${asText(run('string_escape', [text, 'json']))}"`), text);
      }),
    );
  });
});
