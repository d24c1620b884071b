import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planRun } from '../../../../../src/core/tsql/run/run-plan.ts';
import type { RunPlan } from '../../../../../src/core/tsql/run/run-plan.ts';
import { expand, readSnippets } from '../../../../support/snippet.ts';

const call =
  "EXEC @code = sys.sp_invoke_external_rest_endpoint @url = N'https://k8s/api/v1/pods?limit=5', @method = N'GET', @response = @r OUTPUT";
const select =
  'SELECT 1 AS [sqlkube call], @code AS [return value], LEFT(@r, 2000000) AS [response], DATALENGTH(@r) / 2 AS [characters];';

const plan = (document: string, offset = 0): RunPlan => {
  const planned = planRun(document, offset);
  assert.ok(planned.ok, planned.ok ? '' : planned.error);
  return planned.value;
};

describe('the batch that is run', () => {
  it('gets a SELECT behind the call, so that its answer comes back', () => {
    assert.equal(plan(`${call};\nSELECT 1;`).text, `${call}; ${select}\nSELECT 1;`);
    assert.equal(plan(call).text, `${call}; ${select}`);
    assert.equal(plan(`DECLARE @code int\n${call}\nSELECT 1`).text, `DECLARE @code int\n${call}; ${select}\nSELECT 1`);
  });

  it('gets it at the end where it would change what the batch does', () => {
    for (const batch of [
      `IF @a = 1 ${call} ELSE SELECT 2`,
      `WHILE @i < 3 ${call}`,
      `${call}; IF @@ERROR <> 0 SELECT 1`,
      `${call}; SELECT @@ROWCOUNT`,
    ])
      assert.equal(plan(batch).text, `${batch}\n; ${select}`);
    const block = `IF @a = 1 BEGIN ${call}; END ELSE SELECT 2`;
    assert.equal(plan(block).text, `IF @a = 1 BEGIN ${call}; ${select} END ELSE SELECT 2`);
  });

  it('stays as it is when the answer cannot be seen, and says why', () => {
    const quiet = "EXEC sp_invoke_external_rest_endpoint @url = N'https://k8s/version', @method = N'GET'";
    assert.equal(plan(quiet).text, quiet);
    assert.match(plan(quiet).calls[0]?.unseen ?? '', /no @response = @variable OUTPUT/u);
    const procedure = `CREATE OR ALTER PROCEDURE p AS ${call}`;
    assert.equal(plan(procedure).text, procedure);
    assert.match(plan(procedure).calls[0]?.unseen ?? '', /makes the call later/u);
  });

  it('names what the calls do', () => {
    const titles = (text: string) => plan(text).calls.map(({ title }) => title);
    assert.deepEqual(titles(`${call}; EXEC sp_invoke_external_rest_endpoint @url = @u`), [
      'GET /api/v1/pods',
      'POST of an address that is known when it runs',
    ]);
    assert.deepEqual(titles("EXEC sp_invoke_external_rest_endpoint N'https://api.openai.com/v1/x', @method = 'post'"), [
      'POST api.openai.com/v1/x',
    ]);
  });

  it('is the one at the cursor, in the database of the last USE', () => {
    const document = `USE [Sh]]op];\nGO\n${call}\nGO\nSELECT 2;\nGO\n${call}; ${call}\n`;
    const second = plan(document, document.indexOf('SELECT 2'));
    assert.deepEqual([second.batch, second.line, second.database, second.calls.length], ['SELECT 2;\n', 5, 'Sh]op', 0]);
    const last = plan(document, document.lastIndexOf('EXEC') + 3);
    assert.deepEqual([last.line, last.calls.length, last.at], [7, 2, 1]);
    assert.equal(plan(call).database, undefined);
  });

  it('is refused when only sqlcmd could run it', () => {
    const reason = (text: string): string => {
      const planned = planRun(text, 0);
      assert.ok(!planned.ok);
      return planned.error;
    };
    assert.match(reason("SELECT N'$(name)'"), /Replace \$\(name\) first/u);
    assert.match(reason(':r other.sql\nSELECT 1'), /Line 1: .*command of sqlcmd/u);
    assert.match(reason(' \n'), /no batch/u);
  });

  it('keeps every line of every snippet where it was', () => {
    for (const { prefix, body } of readSnippets()) {
      const { text } = expand(body);
      const planned = planRun(text, 0);
      assert.ok(planned.ok, prefix);
      const { batch, text: sent } = planned.value;
      assert.deepEqual(
        sent
          .replaceAll(/;? SELECT \d+ AS \[sqlkube call\][^;]*;/gu, '')
          .replace(/\n;\s*$/u, '')
          .split('\n').length,
        batch.split('\n').length,
        prefix,
      );
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(call, ';', ' ', '\n', "'", 'IF', 'GO\n', '[', '--', '@r', 'END')),
        fc.nat(400),
        (parts, at) => {
          planRun(parts.join(' '), at);
        },
      ),
    );
  });
});
