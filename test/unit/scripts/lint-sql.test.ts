import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../..');
const run = (...files: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/lint-sql.ts', ...files], { cwd: root, encoding: 'utf8' });

describe('npm run lint-sql', () => {
  it('prints a line for each finding, with its place, and fails when one is a warning', () => {
    const { status, stdout } = run('test/chain/article/version.sql');
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^test\/chain\/article\/version\.sql:3:6 warning .* \(sqlkube\/return-value-not-captured\)$/mu,
    );
  });

  it('is silent on a clean script, and says how it is used', () => {
    const { status, stdout } = run('test/fixtures/corpus/openai.sql');
    assert.deepEqual([status, stdout], [0, '']);
    assert.equal(run().status, 2);
  });
});
