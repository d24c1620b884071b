import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { splitBatches } from '../../src/core/tsql/batches.ts';
import { skipFor } from '../support/needs.ts';
import { expand, readSnippets } from '../support/snippet.ts';

/** As much of @dbml/core as is used here. */
interface Dbml {
  readonly importer: { import(text: string, format: 'mssql'): unknown };
}

/** Batches with what its grammar of T-SQL does not know yet. */
const holes = [
  { prefix: 'k8s-credential-create', words: 'CREATE DATABASE SCOPED CREDENTIAL' },
  { prefix: 'k8s-credential-alter', words: 'ALTER DATABASE SCOPED CREDENTIAL' },
  { prefix: 'k8s-grants', words: 'EXECUTE ANY EXTERNAL ENDPOINT' },
];

describe('the snippets, read by another parser', function () {
  this.timeout(60_000);
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

  /** Undefined when it reads the text. */
  const complaint = (text: string): string | undefined => {
    try {
      importer.import(text, 'mssql');
      return undefined;
    } catch (error) {
      return JSON.stringify(error);
    }
  };

  it('refuses what is no T-SQL', () => {
    assert.notEqual(complaint('SELECT 1 FROM (;'), undefined);
  });

  for (const { prefix, body } of readSnippets()) {
    const hole = holes.find((one) => one.prefix === prefix);
    it(hole === undefined ? `${prefix} is read` : `${prefix} is read, but for ${hole.words}`, () => {
      for (const { text } of splitBatches(expand(body).text)) {
        const isHole = hole !== undefined && text.includes(hole.words);
        const said = complaint(text);
        // A hole that has closed must leave the list.
        assert.equal(said !== undefined, isHole, said ?? 'no longer a hole');
      }
    });
  }
});
