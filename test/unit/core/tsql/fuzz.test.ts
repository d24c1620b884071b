import assert from 'node:assert/strict';
import { batchPlaces } from '../../../../src/core/tsql/batch-scan.ts';
import { findCalls } from '../../../../src/core/tsql/calls/call-finder.ts';
import { tokenize } from '../../../../src/core/tsql/lexer.ts';
import { lint, Linter } from '../../../../src/core/tsql/rules/linter.ts';

const rest = 'sp_invoke_external_rest_endpoint';
/** What scripts that confuse a reader are made of. `~` stands for a line end. */
const pieces =
  `EXEC |EXECUTE |${rest} |sys.|master..|[${rest}]|k8s.|@url = |@method = |@headers = |@payload = |@response = |@timeout = |@credential = |@x|@r|
  OUTPUT|DEFAULT|NULL|'GET'|'PATCH'|N'|'|''|"|""|[|]|]]|/*|*/|--|~|\r~|~GO~|~GO 5~|~USE master~|;|,|(|)|+|=|:r x|~:setvar a 'b|~!!ls|$(a)|$(|$|
  N'https://k8s.corp/api/v1/namespaces/shop/pods/web/log?follow=1&x'|N'http://[::1]/apis/apps/v1/deployments'|N'https://a/version'|
  N'{"Accept":"*/*","Cookie":1}'|N'{"a":|{|}|"Authorization":"Bearer x"|DECLARE |SET |nvarchar(max)|nvarchar(9)|IF |ELSE |WHILE |BEGIN |END |BEGIN TRAN |TRY |COMMIT |
  FETCH NEXT FROM c INTO |CREATE TRIGGER t ON a AFTER INSERT AS |CONCAT(|REPLACE(|QUOTENAME(|JSON_VALUE(@r, '$.items')|OPENJSON(@r, '$.result')|GOTO a|
  -- sqlkube-disable-next-line|0x|1e|.5|-1|é|😀|\ud800|\u0000|\\~| |  `
    .split('|')
    .map((piece) => piece.replaceAll('\n  ', '').replaceAll('~', '\n'));

/** Arguments that are understood, right and wrong. */
const whole =
  `@url = N'https://k8s.corp/api/v1/namespaces/shop/pods'|@url = N'https://k8s.corp/api/v1/pod/web/log?follow=1&x'|@url = N'http://[::1]/apis/apps/v1/deployments'|
  @url = N'https://a.openai.azure.com/x'|@url = @x|N'https://k8s.corp/version?watch'|@method = 'GET'|@method = N'PATCH'|@method = list|@method = NULL|@headers = N'{"Accept":"*/*","Cookie":"a"}'|
  @headers = N'{"Authorization":"Bearer x","a":""}'|@headers = N'{'|@payload = N'{"kind":"Secret","data":{"a":"b"}}'|@payload = N''|@timeout = 0|@timeout = 5|@retry_count = 3|@body = 1|
  @credential = [https://k8s.corp?a]|@credential = 'x'|@response = @r OUTPUT|@response = @r`
    .split('|')
    .map((piece) => piece.replaceAll('\n  ', ''));

/** Park and Miller's generator: the same seed gives the same script everywhere. */
const scriptOf = (seed: number): string => {
  let state = (seed % 2_147_483_646) + 1;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const pick = (from: readonly string[]): string => from[next(from.length)] ?? '';
  const parts = next(3) > 0 ? [`EXEC @c = ${rest} ${[pick(whole), pick(whole), pick(whole)].join(', ')}; `] : [];
  for (let count = next(24); count > 0; count -= 1) parts.splice(next(4) > 0 ? parts.length : 0, 0, pick(pieces));
  return parts.join('');
};

/** Reads a script in every way there is, and holds what comes out against it. Returns how many calls and diagnostics there were. */
const examine = (script: string): readonly [number, number] => {
  const tokens = tokenize(script, { script: true });
  assert.equal(tokens.map(({ text }) => text).join(''), script);
  let end = 0;
  for (const { start, end: closing, next } of batchPlaces(script)) {
    assert.ok(start === end && start <= closing && closing <= next);
    end = next;
  }
  assert.equal(end, script.length);
  const calls = findCalls(script);
  for (const { span, name, batch } of calls) {
    assert.ok(batch.start <= span.start && span.start <= name.start && name.end <= span.end && span.end <= batch.end);
  }
  const found = lint(script);
  for (const { span, fixes } of found) {
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= script.length);
    for (const { edits } of fixes) {
      let last = 0;
      for (const edit of [...edits].sort((left, right) => left.span.start - right.span.start)) {
        assert.ok(edit.span.start >= last && edit.span.start <= edit.span.end && edit.span.end <= script.length);
        last = edit.span.end;
      }
    }
  }
  return [calls.length, found.length];
};

/** Scripts that once went wrong, by their seeds. */
const kept: readonly number[] = [];

const first = Number(process.env['FUZZ_SEED'] ?? 1);
const inputs = Number(process.env['FUZZ_INPUTS'] ?? 100_000);

describe('the linter on any text', function () {
  this.timeout(120_000);

  it(`holds on ${inputs} scripts from seed ${first} on`, () => {
    let [calls, diagnostics] = [0, 0];
    for (let seed = first; seed < first + inputs; seed += 1) {
      const script = scriptOf(seed);
      try {
        const [some, more] = examine(script);
        calls += some;
        diagnostics += more;
      } catch (cause) {
        throw new Error(`seed ${seed}: ${JSON.stringify(script)}`, { cause });
      }
    }
    // A generator that makes nothing to look at would prove nothing.
    assert.ok(calls > inputs / 3 && diagnostics > inputs / 3, `${calls} calls, ${diagnostics} diagnostics`);
  });

  for (const seed of kept) it(`holds on seed ${seed}`, () => void examine(scriptOf(seed)));

  it('finds the same when one script becomes another', () => {
    const linter = new Linter();
    for (let seed = 1; seed <= 3000; seed += 1) {
      const script = `${scriptOf(seed >> 2)}\nGO\n${scriptOf(seed)}\nGO\n${scriptOf(seed >> 3)}`;
      linter.update(script);
      assert.deepEqual(linter.diagnostics(), lint(script), `seed ${seed}`);
    }
  });
});
