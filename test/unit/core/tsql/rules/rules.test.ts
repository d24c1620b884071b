import assert from 'node:assert/strict';
import { allRules } from '../../../../../src/core/tsql/rules/all-rules.ts';
import { lint } from '../../../../../src/core/tsql/rules/linter.ts';
import { applied, marked } from './marked.ts';
import { ruleCases } from './cases.ts';

const found = (document: string, rule: string) => lint(document).filter((one) => one.rule === rule);

const firstFix = (document: string, rule: string): string => {
  const fix = found(document, rule)[0]?.fixes[0];
  assert.ok(fix, `no fix: ${document}`);
  return applied(document, fix);
};

/** Applies the first fix that is offered until none is left; throws when that never ends. */
const allFixes = (start: string, rule: string): string => {
  let document = start;
  for (let round = 0; round < 10; round += 1) {
    const fix = found(document, rule).find((one) => one.fixes.length > 0)?.fixes[0];
    if (fix === undefined) return document;
    document = applied(document, fix);
  }
  throw new Error(`the fix does not end: ${document}`);
};

describe('the rules', () => {
  it('all have cases', () => {
    assert.deepEqual(Object.keys(ruleCases).sort(), allRules.map(({ name }) => name).sort());
  });

  for (const { name } of allRules)
    describe(`sqlkube/${name}`, () => {
      const cases = ruleCases[name] ?? { marked: [], silent: [] };

      it('marks what is wrong, and nothing else', () => {
        assert.ok(cases.marked.length > 0 && cases.silent.length > 0);
        for (const text of cases.marked) {
          const { document, ranges } = marked(text);
          const spans = found(document, name).map(({ span }) => document.slice(span.start, span.end));
          assert.deepEqual(spans, ranges, document);
        }
        for (const document of cases.silent) assert.deepEqual(found(document, name), [], document);
      });

      it('fixes what it marks where it offers to', () => {
        for (const [before, after] of cases.fixed ?? []) {
          assert.equal(firstFix(before, name), after);
          assert.deepEqual(found(after, name), []);
        }
        const documents = cases.marked.map((text) => marked(text).document);
        for (const document of documents) {
          const stuck = found(document, name).filter((one) => one.fixes.length === 0).length;
          assert.equal(found(allFixes(document, name), name).length, stuck, document);
        }
        const offered = documents.some((text) => found(text, name).some((one) => one.fixes.length > 0));
        assert.equal(offered || cases.fixed !== undefined, cases.noFix !== true, 'noFix');
      });
    });
});
