import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findCalls } from '../../../../../src/core/tsql/calls/call-finder.ts';
import { lint } from '../../../../../src/core/tsql/rules/linter.ts';
import { expand, readSnippets } from '../../../../support/snippet.ts';
import { ruleCases } from './cases.ts';

const fixtures = path.join(import.meta.dirname, '../../../../fixtures');
const files = (folder: string): readonly string[] =>
  readdirSync(path.join(fixtures, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .map((name) => path.join(fixtures, folder, name));
const shown = (document: string): readonly string[] =>
  lint(document).map(({ code, span }) => `${code}: ${document.slice(span.start, span.end)}`);

describe('the linter is silent', () => {
  for (const file of files('corpus'))
    it(`on ${path.basename(file)}, which somebody else wrote`, () => {
      const text = readFileSync(file, 'utf8');
      assert.deepEqual(shown(text), []);
      assert.deepEqual(shown(text.replaceAll('\n', '\r\n')), []);
    });

  for (const file of files('golden'))
    it(`on ${path.relative(fixtures, file)}, which we generate`, () => {
      assert.deepEqual(shown(readFileSync(file, 'utf8')), []);
    });

  for (const { prefix, body } of readSnippets())
    it(`on the snippet ${prefix}`, () => assert.deepEqual(shown(expand(body).text), []));

  it('on every part of a call that is being typed', () => {
    const whole = "EXEC @c = sp_invoke_external_rest_endpoint @url = N'http://k8s.corp/api/v1/pods', @method = 'LIST'";
    for (const end of [', @', ', @timeout', ', @timeout =', " + N'", ' (']) assert.deepEqual(shown(whole + end), []);
  });
});

describe('the corpus', () => {
  it('has calls that the linter could have marked', () => {
    const calls = files('corpus').flatMap((file) => findCalls(readFileSync(file, 'utf8')));
    assert.ok(calls.filter(({ complete, target }) => complete && target === 'rest').length >= 25);
  });

  it('would be marked if it were wrong', () => {
    for (const { marked } of Object.values(ruleCases))
      assert.ok(marked.every((text) => shown(text.replaceAll(/[«»]/gu, '')).length > 0));
  });
});
