import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

async function violations(cwd: string): Promise<readonly Violation[]> {
  const cruiser = realpathSync(path.join(root, 'node_modules/.bin/depcruise'));
  const args = [cruiser, '--config', path.join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', 'src'];
  // A refusal is a non-zero exit with the same JSON on standard output.
  const { stdout } = await run(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  const report = JSON.parse(stdout) as { readonly summary: { readonly violations: readonly Violation[] } };
  return report.summary.violations;
}

describe('layer rules', () => {
  it('refuse every wrong import of the fixture', async () => {
    const found = new Set(
      (await violations(path.join(root, 'test/fixtures/wrong-layers'))).map(
        ({ rule, from }) => `${rule.name}: ${from}`,
      ),
    );
    for (const expected of [
      'core-is-pure: src/core/impure.ts',
      'core-without-vscode: src/core/impure.ts',
      'core-without-io: src/core/impure.ts',
      'sandbox-alone: src/core/impure.ts',
      'sandbox-without-decoder: src/sandbox/x/stand-in.ts',
      'mssql-in-driver: src/sql/pool.ts',
      'kubernetes-client-in-cluster: src/views/tree.ts',
      'views-alone: src/views/tree.ts',
      'commands-alone: src/commands/add.ts',
      'language-alone: src/language/complete.ts',
      'host-without-features: src/host/log.ts',
      'panel-on-protocol: src/panel/main.ts',
      'protocol-on-core: src/protocol/panel.ts',
      'panel-host-alone: src/panel-host/view.ts',
      'faults-are-told-from-outside: src/test/fixtures/faults/expected.ts',
    ]) {
      assert.ok(found.has(expected), `the rules no longer refuse ${expected}; found:\n${[...found].join('\n')}`);
    }
    assert.ok([...found].some((each) => each.startsWith('no-cycles: ')));
  });

  it('find nothing in src', async () => {
    const found = await violations(root);
    assert.deepEqual(
      found.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
      [],
    );
  });
});
