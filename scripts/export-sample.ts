import { pathRules } from '../src/core/access/path-rules.ts';
import { chooseAccess } from '../src/core/access/presets.ts';
import { renderNginxConf } from '../src/core/proxy/nginx-conf.ts';
import { checkSetup } from '../src/core/setup/check-setup.ts';
import { plainFile } from '../src/core/setup/file.ts';
import type { SetupFile } from '../src/core/setup/file.ts';
import type { Setup, SetupOptions } from '../src/core/setup/options.ts';
import type { RunBook, RunBookStep } from '../src/core/setup/run-book.ts';
import { setupFiles } from '../src/core/setup/setup-files.ts';
import { sqlFiles } from '../src/core/setup/sql-files.ts';
import { stateQuery } from '../src/core/setup/sql-state.ts';
import { checkTrust } from '../src/core/setup/trust-options.ts';
import type { Trust } from '../src/core/setup/trust-options.ts';
import type { Result } from '../src/core/result.ts';

const host = 'k8s.corp.example';
const address = '192.0.2.60';

const options: SetupOptions = {
  url: `https://${host}:8443`,
  database: 'orders',
  role: 'sqlkube_caller',
  members: [{ user: 'app_reader', forLogin: 'app_reader' }, { user: 'report' }],
  namespace: 'shop',
  audit: true,
};

/** Every text of every variant, with its path below the export folder. */
export const exportFiles = (): readonly SetupFile[] => {
  const setup = value(checkSetup(options));
  return [
    ...below('setup', setupFiles(runBook(setup, sampleTrust()))),
    plainFile('setup/proxy/nginx.conf', nginxConf()),
    ...variants(setup),
  ];
};

/** The samples are right; a problem in them is a bug of this file. */
const value = <T>(checked: Result<T, unknown>): T => {
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
};

const sampleTrust = (): Trust => {
  const bytes = Array.from({ length: 32 }, (_, index) => index.toString(16).toUpperCase().padStart(2, '0'));
  return value(checkTrust({ host, port: 8443, fingerprint256: bytes.join(':'), address }));
};

const runBook = (setup: Setup, trust: Trust): RunBook => ({
  setup,
  trust,
  hosts: ['linux', 'wsl', 'container', 'stateful-set', 'windows'],
  inCluster: [proxyStep],
});

const proxyStep: RunBookStep = {
  title: 'Put the proxy in front of the API server',
  owner: 'cluster-admin',
  files: ['proxy/nginx.conf'],
  notes: ['It holds the server certificate and its key; SQL Server trusts the CA of that certificate.'],
  checks: ['`GET /-/healthz` answers with `ProxyHealth` and the hash of the configuration.'],
  undo: ['Remove the proxy.'],
};

const seePods = () =>
  chooseAccess({
    account: { namespace: 'sqlkube', name: 'sqlkube' },
    scope: { kind: 'namespaces', namespaces: ['shop'] },
    choices: [{ kind: 'see-pods' }],
  });

const nginxConf = (): string =>
  renderNginxConf({
    allow: pathRules(value(seePods())),
    listen: ['8443'],
    hosts: [host, address],
    certificate: '/etc/sqlkube/tls/tls.crt',
    key: '/etc/sqlkube/tls/tls.key',
    upstream: { address: 'kubernetes.default.svc:443', ca: '/etc/sqlkube/cluster/ca.crt' },
    folder: '/tmp',
    accessLog: '/dev/stdout',
    errorLog: 'stderr',
  });

/** What other choices make of the T-SQL. */
const variants = (setup: Setup): readonly SetupFile[] => {
  const scoped = value(checkSetup({ ...options, credentialPath: '/api/v1/namespaces/shop' }));
  const users = options.members.map(({ user }) => user);
  const before = { switchOn: true, masterKey: true, credential: true, role: true, users };
  const found = value(checkSetup({ ...options, before }));
  return [
    ...below('variants/credential-with-a-path', sqlFiles(scoped)),
    ...below('variants/all-was-there-before', sqlFiles(found)),
    plainFile('variants/state-query.sql', `${stateQuery(setup)}\n`),
  ];
};

const below = (folder: string, files: readonly SetupFile[]): readonly SetupFile[] =>
  files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
