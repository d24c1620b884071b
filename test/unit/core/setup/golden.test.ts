import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nameResolutionText } from '../../../../src/core/setup/name-resolution.ts';
import { renderSqlFile } from '../../../../src/core/setup/sql-file.ts';
import { credentialStep } from '../../../../src/core/setup/sql-credential.ts';
import { stateQuery } from '../../../../src/core/setup/sql-state.ts';
import { sampleFiles, setupOf, trustOf } from './sample.ts';

const folder = path.join(import.meta.dirname, '../../../fixtures/golden/setup');
const rewrite = process.env['UPDATE_GOLDEN'] === '1';

const scoped = setupOf({ credentialPath: '/api/v1/namespaces/shop' });
const texts = new Map([
  ...sampleFiles().map(({ path: name, text }) => [name, text] as const),
  ['variants/30-credential-with-a-path.sql', renderSqlFile(scoped, credentialStep(scoped), 'run')],
  ['variants/name-of-an-address.md', nameResolutionText(trustOf({ host: '10.0.0.60' }))],
  ['variants/state-query.sql', `${stateQuery(setupOf())}\n`],
]);

describe('the texts of a set-up', () => {
  before(() => {
    if (!rewrite) return;
    rmSync(folder, { recursive: true, force: true });
    for (const [name, text] of texts) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });

  for (const [name, text] of texts)
    it(`${name} is the one we last looked at (UPDATE_GOLDEN=1 rewrites it)`, () => {
      assert.equal(text, readFileSync(path.join(folder, name), 'utf8'));
    });

  it('are all there are', () => {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
    assert.deepEqual(found.toSorted(), [...texts.keys()].toSorted());
  });

  it('end with one line feed and have no blanks at line ends, tabs or carriage returns', () => {
    for (const [name, text] of texts) {
      assert.match(text, /[^\n]\n$/, name);
      assert.doesNotMatch(text, /[\t\r]| \n/, name);
    }
  });

  it('are ASCII wherever a program reads them', () => {
    for (const [name, text] of texts) if (!name.endsWith('.md')) assert.match(text, /^[\n\x20-\x7e]*$/, name);
  });
});
