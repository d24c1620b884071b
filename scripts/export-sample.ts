import { checkSetup } from '../src/core/setup/check-setup.ts';
import { plainFile } from '../src/core/setup/file.ts';
import type { SetupFile } from '../src/core/setup/file.ts';
import type { Setup, SetupOptions } from '../src/core/setup/options.ts';
import { setupFiles } from '../src/core/setup/setup-files.ts';
import { renderSingleRunBook } from '../src/core/setup/single-run-book.ts';
import { sqlFiles } from '../src/core/setup/sql-files.ts';
import { stateQuery } from '../src/core/setup/sql-state.ts';
import { checkTrust } from '../src/core/setup/trust-options.ts';
import type { Trust } from '../src/core/setup/trust-options.ts';
import { renewerFiles } from '../src/core/tokens/renewer.ts';
import { clusterFiles, clusterVariants, sample, sampleClusterSide, value } from './export-cluster.ts';
import { snippetFiles } from './export-snippets.ts';

const options: SetupOptions = {
  url: `https://${sample.host}:${sample.port}`,
  database: 'orders',
  role: 'sqlkube_caller',
  members: [{ user: 'app_reader', forLogin: 'app_reader' }, { user: 'report' }],
  namespace: 'shop',
  audit: true,
};

/** Every text of every variant, with its path below the export folder. */
export const exportFiles = (): readonly SetupFile[] => {
  const setup = value(checkSetup(options));
  const hosts = ['linux', 'wsl', 'container', 'stateful-set', 'windows'] as const;
  const inCluster = sampleClusterSide();
  const book = { setup, trust: sampleTrust(), hosts, inCluster: inCluster.steps };
  return [
    ...below('setup', setupFiles(book)),
    ...below('setup', clusterFiles()),
    plainFile(`run-book-${sample.host}.md`, renderSingleRunBook(book, inCluster.files)),
    ...below('renew-token', renewer()),
    ...below('snippets', snippetFiles()),
    ...below('variants', [...sqlVariants(setup), ...clusterVariants()]),
  ];
};

/** What renews a token in a cluster that cuts its life. */
const renewer = (): readonly SetupFile[] =>
  value(
    renewerFiles({
      namespace: 'sqlkube',
      serviceAccount: 'sql-reader',
      grantedSeconds: 86_400,
      server: 'sql01.corp.example,1433',
      database: options.database,
      credential: options.url,
    }),
  ).map(({ path, content, mode }) => ({ path, text: content, executable: mode === 0o755 }));

const sampleTrust = (): Trust => {
  const { host, port, address, caFingerprint } = sample;
  return value(checkTrust({ host, port, address, fingerprint256: caFingerprint }));
};

/** What other choices make of the T-SQL. */
const sqlVariants = (setup: Setup): readonly SetupFile[] => {
  const scoped = value(checkSetup({ ...options, credentialPath: '/api/v1/namespaces/shop' }));
  const users = options.members.map(({ user }) => user);
  const before = { switchOn: true, masterKey: true, credential: true, role: true, users };
  const found = value(checkSetup({ ...options, before }));
  return [
    ...below('credential-with-a-path', sqlFiles(scoped)),
    ...below('all-was-there-before', sqlFiles(found)),
    plainFile('state-query.sql', `${stateQuery(setup)}\n`),
  ];
};

const below = (folder: string, files: readonly SetupFile[]): readonly SetupFile[] =>
  files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
