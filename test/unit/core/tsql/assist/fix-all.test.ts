import assert from 'node:assert/strict';
import { applyEdits, fixAll } from '../../../../../src/core/tsql/assist/fix-all.ts';
import { lint } from '../../../../../src/core/tsql/rules/linter.ts';

const call = "EXEC sp_invoke_external_rest_endpoint @url = N'https://k8s.corp/api/v1/namespaces/shop/pods';";

describe('fix all', () => {
  it('leaves nothing that has a fix and is no hint', () => {
    const after = fixAll(`${call}\nGO\n${call}\n`, {});
    assert.notEqual(after, `${call}\nGO\n${call}\n`);
    assert.deepEqual(
      lint(after).filter(({ severity, fixes }) => severity !== 'hint' && fixes.length > 0),
      [],
    );
    assert.equal(after.match(/@method = N'GET'/gu)?.length, 2);
  });

  it('changes nothing where there is nothing to fix, and leaves a rule alone that is off', () => {
    assert.equal(fixAll('SELECT 1;', {}), 'SELECT 1;');
    const off = { severities: { 'method-missing': 'off' } } as const;
    assert.doesNotMatch(fixAll(call, off), /@method/u);
  });

  it('puts several edits in place, whatever their order', () => {
    const edits = [
      { span: { start: 4, end: 5 }, text: 'E' },
      { span: { start: 0, end: 0 }, text: '>' },
    ];
    assert.equal(applyEdits('abcdefg', edits), '>abcdEfg');
  });
});
