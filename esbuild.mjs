// The entry that activation waits for, what is loaded right after it, and bundles that are loaded or started on first use only,
// among them the panel’s page.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { context, build } from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');
const root = import.meta.dirname;

/** What the longer commands do, in one file: they share generators, certificates and the YAML writer. */
const flows = ['call', 'certificate', 'profile', 'setup', 'token'].map((room) => `src/commands/${room}/flows.ts`);

/** `import('…/sql/driver.ts')` in the host becomes `require('./driver.cjs')`: a file of its own, read on first use. */
const ownBundles = new Map([
  [path.join(root, 'src/wiring.ts'), './main.cjs'],
  [path.join(root, 'src/on-demand.ts'), './on-demand.cjs'],
  ...flows.map((file) => [path.join(root, file), './flows.cjs']),
  [path.join(root, 'src/language-on-demand.ts'), './language.cjs'],
  [path.join(root, 'src/sql/driver.ts'), './driver.cjs'],
  [path.join(root, 'src/cluster/client.ts'), './cluster.cjs'],
]);
const splitOff = {
  name: 'split-off',
  setup(builder) {
    builder.onResolve({ filter: /\.ts$/ }, (args) => {
      if (args.kind !== 'dynamic-import') return undefined;
      const target = ownBundles.get(path.resolve(args.resolveDir, args.path));
      return target === undefined ? undefined : { path: target, external: true };
    });
  },
};

/** tedious imports the Azure sign-in stack at load time. We offer no Entra sign-in yet, and it is a third of the driver. */
const withoutAzure = {
  name: 'without-azure',
  setup(builder) {
    builder.onResolve({ filter: /^@azure\// }, (args) => ({ path: args.path, namespace: 'azure-stub' }));
    builder.onLoad({ filter: /.*/, namespace: 'azure-stub' }, () => ({
      contents: `module.exports = new Proxy({}, { get(_, name) { return name === '__esModule' ? false : class NotShipped { constructor() { throw new Error('Entra sign-in is not part of this build'); } }; } });`,
      loader: 'js',
    }));
  },
};

/** Of node-forge only its ASN.1 is used (`core/pki/der.ts`), which is a tenth of it. */
const asn1Only = {
  name: 'asn1-only',
  setup(builder) {
    builder.onResolve({ filter: /^node-forge$/ }, (args) => ({ path: args.path, namespace: 'asn1-only' }));
    builder.onLoad({ filter: /.*/, namespace: 'asn1-only' }, () => ({
      contents: `require('node-forge/lib/asn1.js'); module.exports = require('node-forge/lib/forge.js');`,
      resolveDir: root,
    }));
  },
};

const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  outdir: path.join(root, 'dist'),
  outExtension: { '.js': '.cjs' },
  external: ['vscode'],
  sourcemap: minify ? false : 'linked',
  minify,
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  // CommonJS output has no import.meta.url; the bundles find their neighbours through this.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

const bundles = [
  { ...common, entryPoints: { extension: 'src/extension.ts' }, plugins: [splitOff] },
  { ...common, entryPoints: { main: 'src/wiring.ts' }, plugins: [splitOff] },
  { ...common, entryPoints: { 'on-demand': 'src/on-demand.ts' }, plugins: [splitOff, asn1Only] },
  { ...common, entryPoints: { language: 'src/language-on-demand.ts' }, plugins: [splitOff] },
  { ...common, entryPoints: { driver: 'src/sql/driver.ts' }, plugins: [withoutAzure] },
  { ...common, entryPoints: { cluster: 'src/cluster/client.ts' } },
  {
    ...common,
    stdin: { contents: flows.map((file) => `export * from './${file}';`).join('\n'), resolveDir: root, loader: 'ts' },
    outdir: undefined,
    outfile: path.join(common.outdir, 'flows.cjs'),
    plugins: [asn1Only],
  },
  { ...common, entryPoints: { sandbox: 'src/sandbox/main.ts' }, plugins: [asn1Only] },
  {
    ...common,
    entryPoints: { panel: 'src/panel/main.ts' },
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
    outExtension: {},
    external: [],
    define: {},
    banner: {},
  },
];

await rm(common.outdir, { recursive: true, force: true });
if (watch) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
