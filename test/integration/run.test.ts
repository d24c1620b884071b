import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type HostRun, runInExtensionHost } from '../support/extension-host.ts';
import { skipFor } from '../support/needs.ts';
import { root } from '../support/package.ts';
import { floor, installVsCode, newest, vsCodeNeeds } from '../support/vscode-install.ts';
import { buildSuite } from './build.ts';

const run = promisify(execFile);

// The suite's own tests become tests of this one, so that each is counted and named.
for (const build of [newest, floor]) {
  describe(`extension host of VS Code ${build.label}`, () => {
    let result: HostRun | undefined;

    before(async function () {
      const need = vsCodeNeeds();
      if (need !== undefined) skipFor(this, need);
      const installation = await installVsCode(build, console.log);
      await run(process.execPath, [path.join(root, 'esbuild.mjs')]);
      const tests = await buildSuite();
      const workspace = await mkdtemp(path.join(tmpdir(), 'sqlkube-workspace-'));
      try {
        result = await runInExtensionHost({ installation, extension: root, tests, workspace, say: console.log });
      } finally {
        await rm(workspace, { recursive: true, force: true });
      }
    });

    it('runs the suite, and every test of it passes', () => {
      assert.ok(result !== undefined);
      assert.deepEqual(result.failed, []);
      assert.deepEqual(result.pending, []);
      assert.ok(result.passed.length > 0, 'the suite ran no test');
      console.log(`      ${result.passed.length} tests passed in the extension host`);
    });
  });
}
