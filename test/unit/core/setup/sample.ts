import type { SetupFile } from '../../../../src/core/setup/file.ts';
import { checkSetup } from '../../../../src/core/setup/check-setup.ts';
import type { Setup, SetupOptions } from '../../../../src/core/setup/options.ts';
import type { RunBook } from '../../../../src/core/setup/run-book.ts';
import { setupFiles } from '../../../../src/core/setup/setup-files.ts';
import { checkTrust } from '../../../../src/core/setup/trust-options.ts';
import type { Trust, TrustOptions } from '../../../../src/core/setup/trust-options.ts';

export const options: SetupOptions = {
  url: 'https://k8s.corp.example:8443',
  database: 'orders',
  role: 'sqlkube_caller',
  members: [{ user: 'app_reader', forLogin: 'app_reader' }, { user: 'report' }],
  namespace: 'shop',
  audit: true,
};

export const trustOptions: TrustOptions = {
  host: 'k8s.corp.example',
  port: 8443,
  fingerprint256: Array.from({ length: 32 }, (_, index) => index.toString(16).toUpperCase().padStart(2, '0')).join(':'),
  address: '10.0.0.60',
  statefulSet: { namespace: 'data', name: 'mssql', container: 'mssql' },
  windowsService: 'MSSQL$SALES',
};

/** The set-up of the options, which must be right. */
export const setupOf = (changes: Partial<SetupOptions> = {}): Setup => {
  const checked = checkSetup({ ...options, ...changes });
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
};

export const trustOf = (changes: Partial<TrustOptions> = {}): Trust => {
  const checked = checkTrust({ ...trustOptions, ...changes });
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
};

export const runBookOf = (setup: Setup = setupOf(), trust: Trust = trustOf()): RunBook => ({
  setup,
  trust,
  hosts: ['linux', 'wsl', 'container', 'stateful-set', 'windows'],
  inCluster: [
    {
      title: 'Issue a token',
      owner: 'cluster-admin',
      rights: [
        {
          kind: 'cluster',
          use: 'run',
          verbs: ['patch', 'create'],
          resources: ['serviceaccounts'],
          names: ['sql-reader'],
          namespace: 'sqlkube',
        },
      ],
      files: ['cluster/access.yaml'],
      notes: ['Its service account may list pods, and no more.'],
      checks: ['`kubectl auth can-i list pods` says yes for the service account.'],
      undo: ['`kubectl delete -f cluster/access.yaml`'],
    },
  ],
});

/** Every file for the sample. */
export const sampleFiles = (): readonly SetupFile[] => setupFiles(runBookOf());
