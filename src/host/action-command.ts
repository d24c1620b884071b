import type { Action } from '../core/decode/terms.ts';
import type { CommandArguments, CommandId, EndpointRef } from '../ids.ts';

/** A command with everything it is called with. */
export type FilledCommand = { [K in CommandId]: { readonly id: K; readonly args: CommandArguments[K] } }[CommandId];

/** Whether there is a command for it yet. */
export const hasCommand = (action: Action): boolean =>
  commandFor(action, { connectionId: '', endpointId: '' }) !== undefined;

/** The command that does what an explanation or a finding offers, filled in for an endpoint; undefined when there is none yet. */
export function commandFor(action: Action, row: EndpointRef): FilledCommand | undefined {
  switch (action) {
    case 'edit-connection':
      return { id: 'sqlkube.connection.edit', args: [row] };
    case 'enter-password':
    case 'pin-certificate':
      return { id: 'sqlkube.connection.connect', args: [row] };
    case 'edit-endpoint':
    case 'enter-token':
      return { id: 'sqlkube.endpoint.edit', args: [row] };
    case 'create-certificates':
      return { id: 'sqlkube.certificate.create', args: [{ endpointId: row.endpointId }] };
    case 'reissue-certificates':
      return { id: 'sqlkube.certificate.create', args: [{ endpointId: row.endpointId, limited: false }] };
    case 'renew-certificate':
      return { id: 'sqlkube.certificate.renew', args: [{ endpointId: row.endpointId }] };
    case 'inspect-certificate':
      return { id: 'sqlkube.certificate.inspect', args: [{ endpointId: row.endpointId }] };
    case 'create-proxy':
      return { id: 'sqlkube.proxy.createManifests', args: [row] };
    case 'check-access':
      return { id: 'sqlkube.access.check', args: [row] };
    case 'set-up-sql-server':
      return { id: 'sqlkube.setup.createSql', args: [row] };
    case 'request-token':
      return { id: 'sqlkube.token.request', args: [row] };
    case 'rotate-token':
      return { id: 'sqlkube.token.rotate', args: [row] };
    case 'run-doctor':
      return { id: 'sqlkube.doctor.run', args: [row] };
    case 'show-log':
      return { id: 'sqlkube.log.show', args: [] };
    default:
      return undefined;
  }
}
