import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { runnableBatches, sqlSteps } from '../../src/core/setup/sql-steps.ts';
import { skipFor } from '../support/needs.ts';
import { setupOf } from '../unit/core/setup/sample.ts';

/** As much of @dbml/core as is used here. */
interface Dbml {
  readonly importer: { import(text: string, format: 'mssql'): unknown };
}

/** What its grammar of T-SQL does not know yet, by the words that a batch holds. */
const holes: readonly (readonly [RegExp, string])[] = [
  [/(?:CREATE|ALTER) DATABASE SCOPED CREDENTIAL/u, 'it knows such credentials in GRANT and DROP only'],
  [/EXECUTE ANY EXTERNAL ENDPOINT/u, 'the permission is newer than the grammar'],
];

describe("the set-up's T-SQL, read by another parser", () => {
  let importer: Dbml['importer'];

  before(async function () {
    let path: string;
    try {
      path = createRequire(import.meta.url).resolve('@dbml/core');
    } catch {
      skipFor(this, '@dbml/core');
    }
    const loaded = (await import(pathToFileURL(path).href)) as Partial<Dbml> & { readonly default?: Dbml };
    const found = loaded.importer ?? loaded.default?.importer;
    assert.ok(found);
    importer = found;
  });

  const isRead = (text: string): boolean => {
    try {
      importer.import(text, 'mssql');
      return true;
    } catch {
      return false;
    }
  };

  it('has no batch that it refuses but for what it does not know', function () {
    this.timeout(180_000);
    const batches = runnableBatches(
      sqlSteps(setupOf()).flatMap((step) => [...step.run, ...step.undo]),
      { token: "it's", masterKeyPassword: "it's" },
    );
    assert.ok(batches.ok);
    const refused = batches.value.filter(({ sql }) => !isRead(sql));
    for (const { sql, does } of refused)
      assert.ok(
        holes.some(([words]) => words.test(sql)),
        does,
      );
    for (const [words, reason] of holes)
      assert.ok(
        refused.some(({ sql }) => words.test(sql)),
        `no longer needed: ${reason}`,
      );
    assert.equal(isRead('SELECT 1 FROM (;'), false);
  });
});
