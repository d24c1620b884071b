import type { Action } from './terms.ts';

/** The command behind an action as VS Code’s palette calls it, for reports that are read where there are no buttons. */
const titles: Readonly<Record<Action, string>> = {
  retry: 'Refresh',
  'edit-connection': 'Edit Connection…',
  'enter-password': 'Edit Connection…',
  'pin-certificate': 'Test Connection',
  'edit-endpoint': 'Edit Endpoint…',
  'enter-token': 'Edit Endpoint…',
  'run-doctor': 'Run Doctor',
  'inspect-certificate': 'Inspect Certificate…',
  'create-certificates': 'Create Certificates…',
  'reissue-certificates': 'Create Certificates…',
  'renew-certificate': 'Renew Server Certificate…',
  'create-proxy': 'Create Proxy Manifests…',
  'set-up-sql-server': 'Create SQL Server Set-up…',
  'request-token': 'Request Token…',
  'rotate-token': 'Rotate Token…',
  'check-access': 'Check Access…',
  'show-log': 'Show Log',
};

/** `[SQL Kube: Inspect Certificate…]`: what to run in VS Code, where an action has a command. */
export const paletteOf = (action: Action): string => `[SQL Kube: ${titles[action]}]`;
