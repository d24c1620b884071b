import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findCalls } from '../../../../../src/core/tsql/calls/call-finder.ts';
import { batchPlaces } from '../../../../../src/core/tsql/batch-scan.ts';
import { lint, Linter } from '../../../../../src/core/tsql/rules/linter.ts';
import { suppressionFix } from '../../../../../src/core/tsql/rules/suppression.ts';

const call = "EXEC sp_invoke_external_rest_endpoint @url = N'https://k8s.corp/api/v1/pods?limit=5'";
const lines = [
  call,
  `${call}, @method = 'GET'`,
  'EXEC @c = k8s.pods',
  'GO',
  'GO 5',
  'USE master',
  'USE [shop]',
  'PRINT 1',
  "'",
  '/*',
  '*/',
  '[',
  ']',
  '"',
  '-- x',
  ':r file.sql',
  '',
  '-- sqlkube-disable-next-line',
];
const script = fc.array(fc.constantFrom(...lines), { maxLength: 20 }).map((parts) => parts.join('\n'));
const put = fc.oneof(fc.constantFrom(...lines, '\n', '\r\n', '\nGO\n', 'G', 'O'), fc.string({ maxLength: 3 }));
const edit = fc.record({ at: fc.nat(), remove: fc.nat({ max: 200 }), put });

describe('the linter of a document that is edited', () => {
  it('finds what a fresh one finds, after every edit', () => {
    fc.assert(
      fc.property(script, fc.array(edit, { minLength: 1, maxLength: 6 }), (start, edits) => {
        const linter = new Linter();
        linter.update(start);
        linter.diagnostics();
        let text = start;
        for (const { at, remove, put: added } of edits) {
          const from = at % (text.length + 1);
          text = text.slice(0, from) + added + text.slice(from + remove);
          linter.update(text);
          assert.deepEqual(linter.diagnostics(), lint(text));
          assert.deepEqual(linter.calls(), findCalls(text));
          if (linter.batches.length > 0) assert.deepEqual(linter.batches, batchPlaces(text));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes other settings', () => {
    const linter = new Linter();
    linter.update(call);
    assert.ok(linter.diagnostics().length > 0);
    linter.configure({ severities: { 'method-missing': 'error', 'return-value-not-captured': 'off' } });
    const found = new Map(linter.diagnostics().map(({ rule, severity }) => [rule, severity]));
    assert.equal(found.get('method-missing'), 'error');
    assert.equal(found.has('return-value-not-captured'), false);
  });
});

describe('-- sqlkube-disable-next-line', () => {
  const names = (document: string): readonly string[] => lint(document).map(({ rule }) => rule);

  it('silences the named rules for the next line, and for the call that begins there', () => {
    assert.deepEqual(names(`-- sqlkube-disable-next-line method-missing\n${call}`), ['return-value-not-captured']);
    assert.deepEqual(
      names(`-- sqlkube-disable-next-line sqlkube/method-missing, return-value-not-captured\n${call}`),
      [],
    );
    assert.deepEqual(names(`  --sqlkube-disable-next-line\r\n${call}`), []);
    assert.deepEqual(
      names(
        `-- sqlkube-disable-next-line\nEXEC sp_invoke_external_rest_endpoint\n@url =\nN'https://k8s.corp/api/v1/pods'`,
      ),
      [],
    );
  });

  it('can be put in by a fix', () => {
    const document = `PRINT 1\r\n  ${call}`;
    const [first] = lint(document);
    assert.ok(first);
    const [edit] = suppressionFix(document, first.span.start, first.rule).edits;
    assert.ok(edit);
    const after = document.slice(0, edit.span.start) + edit.text + document.slice(edit.span.end);
    assert.ok(after.startsWith(`PRINT 1\r\n  -- sqlkube-disable-next-line ${first.rule}\r\n  EXEC`));
    assert.equal(names(after).includes(first.rule), false);
  });

  it('leaves other lines alone', () => {
    assert.equal(names(`-- sqlkube-disable-next-line\n\n${call}`).length, 2);
    assert.equal(names(`-- sqlkube-disable-next-line\n${call}\n${call}`).length, 2);
    assert.equal(names(`PRINT '-- sqlkube-disable-next-line'\n${call}`).length, 2);
  });
});
