import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFlatJson } from '../../../../src/core/rest/flat-json.ts';

const problem = (text: string): string => {
  const result = readFlatJson(text);
  return result.ok ? 'fine' : result.error.kind;
};

describe('flat JSON of headers and secrets', () => {
  it('keeps order, spelling and repeated names', () => {
    assert.deepEqual(readFlatJson(' { "b" : "1" ,"A":"x\\"}{,:","b":"2"}'), {
      ok: true,
      value: [
        { name: 'b', value: '1' },
        { name: 'A', value: 'x"}{,:' },
        { name: 'b', value: '2' },
      ],
    });
  });

  it('takes an empty object', () => assert.deepEqual(readFlatJson('{}'), { ok: true, value: [] }));

  const cases: readonly [string, string][] = [
    ['', 'malformed'],
    ['{', 'malformed'],
    ['{"a":"b"} x', 'malformed'],
    ['["a"]', 'not-object'],
    ['"a"', 'not-object'],
    ['null', 'not-object'],
    ['{"a":{}}', 'nested'],
    ['{"a":["b"]}', 'nested'],
    ['{"a":1}', 'value-not-text'],
    ['{"a":null}', 'value-not-text'],
    ['{"":"b"}', 'empty-key'],
    ['{"a":""}', 'empty-value'],
    ['{"a":"b\\r\\n"}', 'not-ascii'],
    ['{"a":"\u2019"}', 'not-ascii'],
    ['{"ü":"b"}', 'not-ascii'],
  ];
  for (const [text, expected] of cases) it(`${text} is ${expected}`, () => assert.equal(problem(text), expected));

  it('finds a nested value that a repeated key would hide', () => {
    assert.equal(problem('{"a":{"b":1},"a":"x"}'), 'nested');
  });

  it('reads back what JSON writes of printable pairs', () => {
    const printable = fc.string({ unit: fc.constantFrom(...Array.from(' !"\\{}[]:,azAZ09~/')), minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(printable, printable)), (pairs) => {
        const text = `{${pairs.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',')}}`;
        assert.deepEqual(readFlatJson(text), { ok: true, value: pairs.map(([name, value]) => ({ name, value })) });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof readFlatJson(text).ok === 'boolean'));
  });
});
