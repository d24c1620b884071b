import assert from 'node:assert/strict';
import { setupFiles } from '../../../../src/core/setup/setup-files.ts';
import { renderSingleRunBook } from '../../../../src/core/setup/single-run-book.ts';
import { filesOfRunBook } from '../../../support/run-book.ts';
import { setupOf, trustOf } from './sample.ts';

describe('a run book in one file', () => {
  it('holds every file that its steps name, letter by letter', () => {
    const hosts = ['linux', 'wsl', 'container', 'stateful-set', 'windows'] as const;
    const book = { setup: setupOf(), trust: trustOf({}), hosts, inCluster: [] };
    const text = renderSingleRunBook(book);
    const found = filesOfRunBook(text);
    const wanted = setupFiles(book).filter(({ path }) => path !== 'RUNBOOK.md');
    assert.deepEqual(
      [...found.keys()],
      wanted.map(({ path }) => path),
    );
    for (const { path, text: file } of wanted) assert.equal(found.get(path), file, path);
    const named = [...text.matchAll(/^- \[ \] (?:run|apply|read and do) `([^`]+)`/gmu)].map(([, path]) => path ?? '');
    assert.ok(named.length > 10);
    for (const path of named) assert.ok(found.has(path), path);
  });
});
