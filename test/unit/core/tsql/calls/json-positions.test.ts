import assert from 'node:assert/strict';
import fc from 'fast-check';
import { argumentFor } from '../../../../../src/core/tsql/calls/call.ts';
import { findCalls } from '../../../../../src/core/tsql/calls/call-finder.ts';
import { documentSpans } from '../../../../../src/core/tsql/calls/folded-text.ts';
import { readJson } from '../../../../../src/core/tsql/calls/json-positions.ts';
import type { JsonNode } from '../../../../../src/core/tsql/calls/json-positions.ts';

/** The plain value, read from the scalars' own text. */
const plain = (text: string, node: JsonNode | undefined): unknown => {
  assert.ok(node);
  if (node.kind === 'object') return node.members.map(({ key, value }) => [key.value, plain(text, value)]);
  if (node.kind === 'array') return node.items.map((item) => plain(text, item));
  return node.kind === 'string' ? node.value : (JSON.parse(text.slice(node.start, node.end)) as unknown);
};
const listed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(listed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, one]) => [key, listed(one)]);
};

describe('JSON with positions', () => {
  it('reads what JSON.parse reads, with blanks anywhere', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { root, valid } = readJson(` ${text}\n`);
        assert.equal(valid, true);
        assert.deepEqual(plain(` ${text}\n`, root), listed(JSON.parse(text)));
        assert.equal(root?.start, 1);
        assert.equal(root.end, text.length + 1);
      }),
    );
  });

  it('never throws, and stays in the text', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1', ' ', 'null');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 60 }), fc.string()), (text) => {
        const { root } = readJson(text);
        assert.ok(root === undefined || (root.start <= root.end && root.end <= text.length));
      }),
    );
    assert.equal(readJson('['.repeat(100_000)).valid, false);
    assert.equal(readJson(`"${'\\"'.repeat(100_000)}`).valid, false);
  });

  it('keeps repeated keys and gives what is there of a broken text', () => {
    const { root, valid } = readJson('{"a":1,"a":"x","b":');
    assert.ok(!valid && root?.kind === 'object' && !root.closed);
    assert.deepEqual(
      root.members.map(({ key, value }) => [key.value, value?.kind]),
      [
        ['a', 'number'],
        ['a', 'string'],
        ['b', undefined],
      ],
    );
  });

  it('is carried back to the document through quotes and concatenation', () => {
    const document = `DECLARE @h nvarchar(4000) = N'{"X":"it''s","Acc' + 'ept":"a/b"}';\nEXEC k8s.call @headers = @h`;
    const [call] = findCalls(document);
    const constant = call && argumentFor(call, '@headers')?.value?.constant;
    assert.ok(constant?.kind === 'text');
    const { root } = readJson(constant.value);
    assert.ok(root?.kind === 'object');
    const places = root.members.flatMap(({ key, value }) =>
      [key, value].map((node) => node && documentSpans(constant, node.start, node.end)),
    );
    assert.deepEqual(
      places.map((spans) => spans?.map((span) => document.slice(span.start, span.end))),
      [['"X"'], [`"it''s"`], ['"Acc', 'ept"'], ['"a/b"']],
    );
  });
});
