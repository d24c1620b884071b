// Bundles the suite that runs inside the extension host: there is no type stripping there.
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '../..');

/** Writes dist/test/index.cjs and returns its path. */
export async function buildSuite(): Promise<string> {
  await build({
    entryPoints: { index: path.join(root, 'test/integration/index.ts') },
    outdir: path.join(root, 'dist/test'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'linked',
    logLevel: 'warning',
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  return path.join(root, 'dist/test/index.cjs');
}

if (process.argv[1] === import.meta.filename) await buildSuite();
