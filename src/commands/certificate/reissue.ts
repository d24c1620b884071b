import type { EndpointProfile } from '../../core/connection.ts';
import type { Failure } from '../../core/failure.ts';
import { verifiesWith } from '../../host/served-certificate.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { createCertificates } from './create.ts';

/** Number of the message that every failed TLS handshake ends in (documented). */
const callFailed = 31608;

/**
 * After a failed call: when the CA is ours and limited, and OpenSSL on this computer verifies the endpoint with it, the limits may
 * be what SQL Server refuses (unproven). Then a new CA without them is offered. Undefined when there is nothing to offer.
 */
export async function offerReissue(
  context: CommandContext,
  { id, url }: EndpointProfile,
  failure: Failure,
): Promise<{ readonly outcome: Outcome } | undefined> {
  const note = context.expiries.certificate(url);
  const isCall = failure.kind === 'sql' && failure.errors.some(({ number }) => number === callFailed);
  if (!isCall || note?.authority?.limited !== true || note.folder === undefined) return undefined;
  const { folder } = note;
  const authority = await context.files.read(folder, 'ca.crt');
  if (!authority.ok) return undefined;
  const { hostname, port } = new URL(url);
  const from = { host: hostname, port: port === '' ? 443 : Number(port) };
  const pem = Buffer.from(authority.value).toString('utf8');
  const checked = await context.prompts.progress(`Asking ${hostname} for its certificate`, (signal) =>
    verifiesWith(from, pem, signal),
  );
  if (!checked.verified) return undefined;
  const pressed = await context.prompts.tell(
    'warning',
    `OpenSSL on this computer verifies ${url} with ${folder}/ca.crt, and SQL Server’s call failed (Msg ${callFailed}). Most likely ` +
      'SQL Server does not trust ca.crt yet, or was not restarted since. If it does, the limits on names may be what it refuses: ' +
      'that is unproven, and certificates can be issued again without them.',
    'Reissue Without Limits…',
    'Explain the Error',
  );
  if (pressed === undefined) return { outcome: undefined };
  if (pressed === 'Explain the Error') return undefined;
  return { outcome: await createCertificates(context, { endpointId: id, folder, limited: false }) };
}
