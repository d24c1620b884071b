import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { WithColumn } from '../../../../src/sandbox/tsql/ast.ts';
import { openJson } from '../../../../src/sandbox/tsql/json/index.ts';
import type { SqlValue } from '../../../../src/sandbox/values.ts';
import { execution } from '../functions/call.ts';
import { asText, outcome, show, typed, typeOf } from '../types/values.ts';

/** `name type path json?` */
const column = (name: string, type: string, path?: string, asJson = false): WithColumn => ({
  name,
  type: typeOf(type),
  asJson,
  ...(path === undefined ? {} : { path }),
});

const open = (text: string | null, path?: string, columns?: readonly WithColumn[]): Iterable<readonly SqlValue[]> =>
  openJson.rows(
    [typed(text, 'nvarchar(max)'), ...(path === undefined ? [] : [typed(path, 'nvarchar(max)')])],
    columns,
    execution(),
  );

/** Rows that came, then the error if one did. */
function read(text: string | null, path?: string, columns?: readonly WithColumn[]): unknown[] {
  const rows: unknown[] = [];
  const error = outcome(() => {
    for (const row of open(text, path, columns)) rows.push(row);
    return undefined;
  });
  return error === undefined ? rows : [...rows, error];
}

const scalarKinds: Partial<Record<string, number>> = { string: 1, number: 2, boolean: 3 };

describe('OPENJSON without WITH', () => {
  it('lists members with their types in document order', () => {
    assert.deepEqual(read('{"s":"x","n":1.5,"b":true,"z":null,"a":[1,2],"o":{"k":1}}'), [
      ['s', 'x', 1],
      ['n', '1.5', 2],
      ['b', 'true', 3],
      ['z', null, 0],
      ['a', '[1,2]', 4],
      ['o', '{"k":1}', 5],
    ]);
  });

  it('numbers the elements of an array and lists duplicate keys', () => {
    assert.deepEqual(read('{"l":["a","b"]}', '$.l'), [
      ['0', 'a', 1],
      ['1', 'b', 1],
    ]);
    assert.deepEqual(read('{"a":1,"a":2}').length, 2);
  });

  it('has typed columns', () => {
    const columns = openJson.columns([], undefined);
    assert.deepEqual(
      columns.map(({ name, type, nullable }) => [name, type.name, nullable]),
      [
        ['key', 'nvarchar', false],
        ['value', 'nvarchar', true],
        ['type', 'tinyint', false],
      ],
    );
  });

  for (const [text, path, expected] of [
    [null, undefined, []],
    ['{"a":1}', '$.b', []],
    ['{"a":1}', 'strict $.b', ['13608/16/3 Property cannot be found on the specified JSON path.']],
    ['{"a":1}', '$.a', []],
    [
      '{"a":1}',
      'strict $.a',
      ['13611/16/1 Value referenced by JSON path is not an array or object and cannot be opened with OPENJSON.'],
    ],
    [
      'x',
      undefined,
      ["13609/16/4 JSON text is not properly formatted. Unexpected character 'x' is found at position 0."],
    ],
    ['x', '$', ["13609/16/3 JSON text is not properly formatted. Unexpected character 'x' is found at position 0."]],
    [
      '[1,x]',
      undefined,
      [
        ['0', '1', 2],
        "13609/16/4 JSON text is not properly formatted. Unexpected character 'x' is found at position 3.",
      ],
    ],
    [
      '[1] x',
      undefined,
      [
        ['0', '1', 2],
        "13609/16/4 JSON text is not properly formatted. Unexpected character 'x' is found at position 4.",
      ],
    ],
    ['[[1]]', '$[*]', ['13660/16/2 OpenJson with default schema not yet supported for advanced JSON array accessors.']],
  ] as const) {
    it(`${String(text)} ${path ?? ''}`, () => assert.deepEqual(read(text, path), expected));
  }

  it('gives what JSON.parse gives, for any document', () => {
    const kinds = (value: unknown): number =>
      value === null ? 0 : (scalarKinds[typeof value] ?? (Array.isArray(value) ? 4 : 5));
    fc.assert(
      fc.property(
        fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
        fc.nat(3),
        (value, indent) => {
          const text = JSON.stringify(value, undefined, indent);
          const parsed = JSON.parse(text) as object;
          const rows = read(text) as [string, string | null, number][];
          assert.deepEqual(
            rows.map(([key, , type]) => [key, type]),
            Object.entries(parsed).map(([key, entry]) => [key, kinds(entry)]),
          );
          for (const [key, written, type] of rows) {
            const entry = (parsed as Record<string, unknown>)[key];
            if (type === 1) assert.equal(written, entry);
            else if (type !== 0) assert.deepEqual(JSON.parse(written ?? ''), entry);
          }
        },
      ),
    );
  });
});

describe('OPENJSON … WITH', () => {
  it('makes one row of an object, one an element of an array', () => {
    const columns = [column('a', 'int'), column('b', 'nvarchar(10)')];
    assert.deepEqual(read('{"b":"x","a":"2"}', undefined, columns), [[2, 'x']]);
    assert.deepEqual(read('[{"a":1},{"b":"y"},3]', undefined, columns), [
      [1, null],
      [null, 'y'],
      [null, null],
    ]);
    assert.deepEqual(read('[1,"x"]', undefined, [column('v', 'nvarchar(10)', '$')]), [['1'], ['x']]);
  });

  it('follows nested paths, the first of duplicate keys and exact case', () => {
    const columns = [
      column('name', 'nvarchar(50)', '$.metadata.name'),
      column('first', 'nvarchar(50)', '$.spec.containers[0].name'),
      column('NAME', 'nvarchar(50)'),
      column('whole', 'nvarchar(max)', '$.metadata', true),
      column('any', 'nvarchar(50)', '$.spec.containers[*].name'),
    ];
    const text =
      '[{"metadata":{"name":"p","name":"q"},"metadata":{"name":"z"},"name":"n","spec":{"containers":[{"name":"c"}]}}]';
    assert.deepEqual(read(text, '$', columns), [['p', 'c', null, '{"name":"p","name":"q"}', 'c']]);
  });

  it('gives NULL for what does not fit a lax column', () => {
    const columns = [
      column('o', 'nvarchar(50)'),
      column('n', 'int'),
      column('j', 'nvarchar(max)', '$.s', true),
      column('m', 'int', '$.x.y'),
    ];
    assert.deepEqual(read('{"o":{},"n":null,"s":"x"}', undefined, columns), [[null, null, null, null]]);
  });

  for (const [path, asJson, expected] of [
    ['strict $.m', false, '13608/16/6 Property cannot be found on the specified JSON path.'],
    ['strict $.s', true, '13624/16/1 Object or array cannot be found in the specified JSON path.'],
  ] as const) {
    it(`throws for ${path}`, () => {
      assert.deepEqual(read('{"s":"x"}', undefined, [column('c', 'nvarchar(max)', path, asJson)]), [expected]);
    });
  }

  it('sends the rows before a conversion error', () => {
    assert.deepEqual(read('[{"a":"12"},{"a":"x"}]', undefined, [column('a', 'int')]), [
      [12],
      "245/16/1 Conversion failed when converting the nvarchar value 'x' to data type int.",
    ]);
  });

  it('converts as CAST from nvarchar does, and cuts long text silently', () => {
    const columns = [
      column('p', 'decimal(5,2)'),
      column('b', 'bit'),
      column('t', 'datetime2(0)'),
      column('s', 'nvarchar(3)'),
      column('v', 'varchar(3)', '$.s'),
    ];
    const [row] = [...open('{"p":"1.239","b":true,"t":"2026-01-02T03:04:05Z","s":"abcdef"}', undefined, columns)];
    assert.deepEqual(
      row?.map((value, index) => show(value, columns[index]!.type)),
      ['1.24', '1', '2026-01-02 03:04:05', 'abc', 'abc'],
    );
  });

  it('refuses true for an int', () => {
    assert.deepEqual(read('{"a":true}', undefined, [column('a', 'int')]), [
      "245/16/1 Conversion failed when converting the nvarchar value 'true' to data type int.",
    ]);
  });

  it('decodes base64 for binary columns', () => {
    assert.deepEqual(read('{"a":"AQID"}', undefined, [column('a', 'varbinary(3)')]), [[Buffer.of(1, 2, 3)]]);
    assert.match(asText(read('{"a":"?"}', undefined, [column('a', 'varbinary(3)')])[0]), /^13612\/16\/5 /);
    assert.match(asText(read('{"a":"AQID"}', undefined, [column('a', 'varbinary(2)')])[0]), /^13613\/16\/1 /);
  });

  it('refuses AS JSON on another type at compile time', () => {
    assert.match(
      asText(outcome(() => openJson.columns([], [column('a', 'nvarchar(10)', '$.a', true)]))),
      /^13618\/16\/1 AS JSON option/,
    );
  });

  it('finds in one pass what JSON.parse finds path by path', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const row = fc.record(
      { a: leaf, n: fc.record({ b: leaf, l: fc.array(leaf) }, { requiredKeys: [] }), x: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const paths = ['$.a', '$.n.b', '$.n.l[1]', '$.n.l[0]', '$.missing'];
    const columns = paths.map((path, index) => column(`c${index}`, 'nvarchar(max)', path));
    const shown = (value: unknown): string | null =>
      typeof value === 'string' ? value : value === undefined || value === null ? null : JSON.stringify(value);
    fc.assert(
      fc.property(fc.array(row), fc.nat(3), (rows, indent) => {
        const text = JSON.stringify({ before: rows, items: rows }, undefined, indent);
        const parsed = JSON.parse(text) as { items: { a?: unknown; n?: { b?: unknown; l?: unknown[] } }[] };
        assert.deepEqual(
          read(text, '$.items', columns),
          parsed.items.map(({ a, n }) => [a, n?.b, n?.l?.[1], n?.l?.[0], undefined].map(shown)),
        );
      }),
    );
  });

  it('reads no further than the rows that are taken', () => {
    const rows = open('[{"a":1},{"a":2},oops', undefined, [column('a', 'int')])[Symbol.iterator]();
    assert.deepEqual(rows.next().value, [1]);
    assert.deepEqual(rows.next().value, [2]);
    assert.match(asText(outcome(() => rows.next())), /^13609\/16\/4 .*'o' is found at position 17/);
  });
});
