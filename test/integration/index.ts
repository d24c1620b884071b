// Runs inside the extension host of a real VS Code. Bundled by build.ts; started through VS Code's extension-test mechanism.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

interface Results {
  readonly passed: string[];
  readonly failed: { title: string; message: string }[];
  readonly pending: string[];
}

/** Runs the suites of `SQLKUBE_SUITE` (`restricted`, or everything else) and writes what came of it as its very last act. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
  // The suites are bundled into this file, so they are evaluated here instead of being loaded by mocha.
  mocha.suite.emit('pre-require', globalThis, 'suites', mocha);
  if (process.env['SQLKUBE_SUITE'] === 'restricted') {
    await import('./suites/restricted.ts');
  } else {
    await import('./suites/activation.ts');
    await import('./suites/editor.ts');
    await import('./suites/editor-run.ts');
    await import('./suites/secrets.ts');
    await import('./suites/hostile.ts');
    await import('./suites/certificates.ts');
    await import('./suites/sandbox.ts');
    await import('./suites/doctor.ts');
  }
  const results: Results = { passed: [], failed: [], pending: [] };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => results.passed.push(test.fullTitle()))
      .on('pending', (test) => results.pending.push(test.fullTitle()))
      .on('fail', (test, error: Error) => {
        results.failed.push({ title: test.fullTitle(), message: error.stack ?? error.message });
      });
  });
  const file = process.env['TEST_RESULTS'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(results));
  if (results.failed.length > 0 || results.passed.length === 0) {
    throw new Error(`${results.failed.length} failed: ${results.failed.map(({ title }) => title).join('; ')}`);
  }
}
