import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runInExtensionHost } from '../support/extension-host.ts';
import { skipFor } from '../support/needs.ts';
import { root } from '../support/package.ts';
import { floor, installVsCode, newest, type VsCodeInstallation, vsCodeNeeds } from '../support/vscode-install.ts';
import { buildSuite } from './build.ts';

const run = promisify(execFile);

interface Suite {
  readonly title: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

const suites: readonly Suite[] = [
  { title: 'the suite' },
  {
    title: 'the suite for Restricted Mode',
    // A fresh folder is not trusted; without the prompt nobody makes it so.
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    env: { SQLKUBE_SUITE: 'restricted' },
  },
];

for (const build of [newest, floor]) {
  describe(`extension host of VS Code ${build.label}`, () => {
    let installation: VsCodeInstallation | undefined;
    let tests = '';

    before(async function () {
      const need = vsCodeNeeds();
      if (need !== undefined) skipFor(this, need);
      installation = await installVsCode(build, console.log);
      await run(process.execPath, [path.join(root, 'esbuild.mjs')]);
      tests = await buildSuite();
    });

    for (const { title, ...options } of suites) {
      it(`passes ${title}`, async () => {
        assert.ok(installation !== undefined);
        const workspace = await mkdtemp(path.join(tmpdir(), 'sqlkube-workspace-'));
        try {
          const result = await runInExtensionHost({
            installation,
            extension: root,
            tests,
            workspace,
            say: console.log,
            ...options,
          });
          assert.deepEqual(result.failed, []);
          assert.deepEqual(result.pending, []);
          assert.ok(result.passed.length > 0, 'the suite ran no test');
          console.log(`      ${result.passed.length} tests passed in the extension host`);
        } finally {
          await rm(workspace, { recursive: true, force: true });
        }
      });
    }
  });
}
