import assert from 'node:assert/strict';
import type { LintOptions } from '../../../src/core/tsql/rules/lint-batch.ts';
import { DocumentLinters } from '../../../src/language/document-linters.ts';

const faulty = "EXEC sp_invoke_external_rest_endpoint @url = N'https://k8s.corp/api/v1/pods';";

/** Documents, a clock that the test turns, and what was published last. */
const desk = () => {
  const waiting = new Map<number, () => void>();
  const shown = new Map<string, readonly string[]>();
  const texts = new Map<string, string>();
  const state: { options: LintOptions | undefined; asked: number } = { options: {}, asked: 0 };
  let timers = 0;
  const linters = new DocumentLinters({
    options: () => state.options,
    publish: (id, found) =>
      void shown.set(
        id,
        found.map(({ rule }) => rule),
      ),
    later: (_, run) => {
      const timer = (timers += 1);
      waiting.set(timer, run);
      return { dispose: () => void waiting.delete(timer) };
    },
  });
  const open = (id: string, text: string): void => {
    texts.set(id, text);
    linters.opened(id, () => {
      state.asked += 1;
      return texts.get(id) ?? '';
    });
  };
  const type = (id: string, text: string): void => {
    texts.set(id, text);
    linters.changed(id);
  };
  const pause = (): void => {
    for (const [timer, run] of [...waiting]) {
      waiting.delete(timer);
      run();
    }
  };
  return { linters, open, type, pause, waiting, shown, state };
};

describe('linting of open documents', () => {
  it('marks a document when it opens, and after a pause in typing', () => {
    const { open, type, pause, shown } = desk();
    open('a', 'SELECT 1;');
    assert.deepEqual(shown.get('a'), []);
    type('a', faulty);
    assert.deepEqual(shown.get('a'), [], 'nothing flashes while somebody types');
    pause();
    assert.ok(shown.get('a')?.includes('method-missing'));
  });

  it('waits for the last of many keystrokes, and reads the text once', () => {
    const { open, type, pause, waiting, state } = desk();
    open('a', '');
    const before = state.asked;
    for (let length = 1; length <= faulty.length; length += 1) type('a', faulty.slice(0, length));
    assert.equal(waiting.size, 1);
    pause();
    assert.equal(state.asked, before + 1);
  });

  it('takes its marks away when the document closes, and forgets what was waiting', () => {
    const { linters, open, type, waiting, shown } = desk();
    open('a', faulty);
    type('a', `${faulty} `);
    linters.closed('a');
    assert.deepEqual(shown.get('a'), []);
    assert.equal(waiting.size, 0);
    assert.equal(linters.current('a'), undefined);
  });

  it('follows the settings at once', () => {
    const { linters, open, shown, state } = desk();
    open('a', faulty);
    state.options = { severities: { 'method-missing': 'off' } };
    linters.reconfigured();
    assert.ok(!shown.get('a')?.includes('method-missing'));
    state.options = undefined;
    linters.reconfigured();
    assert.deepEqual(shown.get('a'), []);
  });

  it('answers questions about the text of this moment, without waiting', () => {
    const { linters, open, type } = desk();
    open('a', 'SELECT 1;');
    type('a', faulty);
    assert.equal(linters.current('a')?.calls().length, 1);
  });
});
