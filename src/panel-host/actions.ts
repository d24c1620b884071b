import type { Action } from '../core/decode/terms.ts';
import type { CommandId } from '../ids.ts';

/** A command that a button of the panel may run, and the button’s title. */
interface Offer {
  readonly command: CommandId;
  readonly title: string;
  /** What row of the tree the command takes. */
  readonly on?: 'connection' | 'endpoint';
  /** What it is called with beside that row. */
  readonly also?: object;
}

/** The only commands that the panel can run. */
const offers: Readonly<Record<Action, Offer>> = {
  retry: { command: 'sqlkube.clusters.refresh', title: 'Refresh the Clusters' },
  'edit-connection': { command: 'sqlkube.connection.edit', title: 'Edit the Connection…', on: 'connection' },
  'enter-password': { command: 'sqlkube.connection.edit', title: 'Enter the Password…', on: 'connection' },
  'pin-certificate': { command: 'sqlkube.connection.test', title: 'Test the Connection', on: 'connection' },
  'edit-endpoint': { command: 'sqlkube.endpoint.edit', title: 'Edit the Endpoint…', on: 'endpoint' },
  'enter-token': { command: 'sqlkube.endpoint.edit', title: 'Enter the Token…', on: 'endpoint' },
  'run-doctor': { command: 'sqlkube.doctor.run', title: 'Run Doctor', on: 'endpoint' },
  'inspect-certificate': { command: 'sqlkube.certificate.inspect', title: 'Inspect the Certificate…', on: 'endpoint' },
  'create-certificates': { command: 'sqlkube.certificate.create', title: 'Create the Certificates…', on: 'endpoint' },
  'renew-certificate': { command: 'sqlkube.certificate.renew', title: 'Renew the Certificate…', on: 'endpoint' },
  'reissue-certificates': {
    command: 'sqlkube.certificate.create',
    title: 'Reissue the Certificates…',
    on: 'endpoint',
    also: { limited: false },
  },
  'create-proxy': { command: 'sqlkube.proxy.createManifests', title: 'Create the Proxy Manifests…', on: 'endpoint' },
  'set-up-sql-server': { command: 'sqlkube.setup.createSql', title: 'Create the SQL Server Set-up…', on: 'endpoint' },
  'request-token': { command: 'sqlkube.token.request', title: 'Request a Token…', on: 'endpoint' },
  'rotate-token': { command: 'sqlkube.token.rotate', title: 'Rotate the Token…', on: 'endpoint' },
  'check-access': { command: 'sqlkube.access.check', title: 'Check the Access…', on: 'endpoint' },
  'show-log': { command: 'sqlkube.log.show', title: 'Show the Log' },
};

/** The command behind an action. */
export const offerFor = (action: Action | undefined): Offer | undefined =>
  action === undefined ? undefined : offers[action];
