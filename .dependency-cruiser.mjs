// Who may import whom. ARCHITECTURE.md says why; test/unit/architecture.test.ts proves on a wrong fixture that these rules bite.
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const vscode = '(^|/)vscode(/|$)';
const outside = (...folders) => ({ path: '^src/', pathNot: `^src/(${folders.join('|')})` });

export default {
  forbidden: [
    forbid(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'a cycle has no first page to read',
    ),
    forbid('core-is-pure', { path: '^src/core/' }, { path: '^src/', pathNot: '^src/core/' }, 'core imports only core'),
    forbid(
      'core-without-io',
      { path: '^src/core/' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
      'core does no I/O; node:crypto hashes and signs',
    ),
    forbid(
      'core-without-vscode',
      { path: '^src/(core|sql|cluster|sandbox|protocol)/' },
      { path: vscode },
      'these rooms run without VS Code',
    ),
    forbid('sql-on-core', { path: '^src/sql/' }, outside('sql/', 'core/'), 'sql stands on core alone'),
    forbid('cluster-on-core', { path: '^src/cluster/' }, outside('cluster/', 'core/'), 'cluster stands on core alone'),
    forbid(
      'sandbox-alone',
      { path: '^src/', pathNot: '^src/sandbox/' },
      { path: '^src/sandbox/' },
      'nothing imports the sandbox: it is a program of its own',
    ),
    forbid(
      'sandbox-on-core',
      { path: '^src/sandbox/' },
      outside('sandbox/', 'core/'),
      'the sandbox stands on core alone',
    ),
    forbid(
      'sandbox-without-decoder',
      { path: '^src/sandbox/' },
      { path: '^src/core/decode/' },
      'the sandbox must not share a table of errors with the decoder',
    ),
    forbid(
      'mssql-in-driver',
      { path: '^src/', pathNot: '^src/sql/driver\\.ts$' },
      { path: '(^|/)(@types/)?(mssql|tedious)(/|$)', dependencyTypesNot: ['local'] },
      'driver.ts alone talks to mssql',
    ),
    forbid(
      'kubernetes-client-in-cluster',
      { path: '^src/', pathNot: '^src/cluster/' },
      { path: '@kubernetes/client-node' },
      'cluster/ alone talks to the Kubernetes client',
    ),
    forbid(
      'rooms-meet-in-wiring',
      { path: '^src/(views|commands|language|panel-host)/' },
      { path: '^src/(wiring|wire-[a-z]+|extension)\\.ts$' },
      'nothing imports wiring',
    ),
    forbid(
      'views-alone',
      { path: '^src/views/' },
      { path: '^src/(commands|language|panel-host|cluster)/' },
      'UI rooms meet in wiring',
    ),
    forbid(
      'commands-alone',
      { path: '^src/commands/' },
      { path: '^src/(views|language|panel-host)/' },
      'UI rooms meet in wiring',
    ),
    forbid(
      'language-alone',
      { path: '^src/language/' },
      { path: '^src/(views|commands|panel-host|cluster|sql)/' },
      'UI rooms meet in wiring',
    ),
    forbid(
      'panel-on-protocol',
      { path: '^src/panel/' },
      outside('panel/', 'protocol/', 'core/'),
      'the page meets the host in messages only',
    ),
    forbid('protocol-on-core', { path: '^src/protocol/' }, outside('protocol/', 'core/'), 'messages are data'),
    forbid(
      'panel-host-alone',
      { path: '^src/panel-host/' },
      { path: '^src/(views|commands|language|panel|cluster|sql)/' },
      'UI rooms meet in wiring',
    ),
    forbid(
      'host-without-features',
      { path: '^src/host/' },
      { path: '^src/(views|commands|language|panel-host|sql/driver|cluster)' },
      'host adapts VS Code, it knows no feature',
    ),
    forbid(
      'driver-is-lazy',
      { path: '^src/', pathNot: '^src/(sql/driver\\.ts|wire-sql\\.ts)$' },
      { path: '^src/sql/driver\\.ts$', dependencyTypesNot: ['type-only'] },
      'only wire-sql.ts loads the driver, on first use',
    ),
    forbid(
      'src-without-test',
      { path: '^src/' },
      { path: '^(test|bench|scripts)/' },
      'the product does not import its tests',
    ),
    forbid(
      'faults-are-told-from-outside',
      { path: '^(src/)?test/fixtures/faults/' },
      { path: '^src/(sandbox|core/decode|core/doctor)/' },
      'what a fault has to be called must not come from what is to be proven',
    ),
    forbid('resolvable', {}, { couldNotResolve: true }, 'every import resolves'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
