import assert from 'node:assert/strict';
import fc from 'fast-check';
import { either, isIndex, isText, listOf, maybe, oneOf, shape } from '../../../src/protocol/check.ts';
import { isPanelState, isToHost, isToPanel } from '../../../src/protocol/panel.ts';

describe('checks of messages', () => {
  it('take what has the shape, with optional fields or without', () => {
    const check = shape({ name: isText, at: maybe(isIndex), of: listOf(oneOf(['a', 'b'])) });
    assert.ok(check({ name: '', of: [] }));
    assert.ok(check({ name: 'x', at: 0, of: ['a', 'b', 'a'] }));
  });

  it('refuse wrong types, missing fields and fields that nobody asked for', () => {
    const check = shape({ name: isText, at: maybe(isIndex) });
    for (const wrong of [
      null,
      [],
      'x',
      {},
      { name: 1 },
      { name: 'x', at: -1 },
      { name: 'x', at: 0.5 },
      { name: 'x', y: 1 },
    ]) {
      assert.ok(!check(wrong), JSON.stringify(wrong));
    }
    const one = either<{ readonly a: string } | { readonly b: string }>(shape({ a: isText }), shape({ b: isText }));
    assert.ok(one({ b: 'y' }));
    assert.ok(!one({ a: 'x', b: 'y' }));
  });

  it('never throw on anything, and refuse everything that is no message', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        assert.ok(!isToHost(value));
        assert.ok(!isToPanel(value));
        isPanelState(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('take every message that the panel sends', () => {
    const place = { entry: 'e', diagnosis: 0, cause: 1, list: 'fixes', step: 2 };
    for (const message of [
      { type: 'ready' },
      { type: 'clear' },
      { type: 'decode', text: 'x' },
      { type: 'select', entry: 'e' },
      { type: 'copy', entry: 'e', form: 'json' },
      { type: 'run', place },
      { type: 'copy-script', place },
    ]) {
      assert.ok(isToHost(message), message.type);
    }
  });
});
