import { join } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { verifiesWith } from '../../host/served-certificate.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { createCertificates } from './create.ts';

/** Number of the message that every failed TLS handshake ends in (documented). */
const callFailed = 31608;

/** An endpoint, with its profile where there is one. */
interface Place {
  readonly url: string;
  readonly id?: string;
}

type Parts = Pick<CommandContext, 'expiries' | 'readFile'>;

/**
 * The folder of the CA that was made here for an endpoint, when it is limited to names and OpenSSL on this computer (inside Node)
 * verifies with it what the endpoint shows. Then a refusal by SQL Server may come from the limits, which is unproven.
 */
export async function verifiedWithLimits(
  { expiries, readFile }: Parts,
  url: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const note = expiries.certificate(url);
  if (note?.authority?.limited !== true || note.folder === undefined) return undefined;
  const authority = await readFile(join(note.folder, 'ca.crt'));
  if (!authority.ok) return undefined;
  const { hostname, port } = new URL(url);
  const from = { host: hostname, port: port === '' ? 443 : Number(port) };
  const checked = await verifiesWith(from, Buffer.from(authority.value).toString('utf8'), signal);
  return checked.verified ? note.folder : undefined;
}

/**
 * After a call that failed at the certificate: where this computer verifies what SQL Server refuses, a new CA without limits is
 * offered. Undefined when there is nothing to offer.
 */
export async function offerReissue(
  context: CommandContext,
  { id, url }: Place,
  failure: Failure,
): Promise<{ readonly outcome: Outcome } | undefined> {
  const isCall = failure.kind === 'sql' && failure.errors.some(({ number }) => number === callFailed);
  if (!isCall || context.expiries.certificate(url)?.authority?.limited !== true) return undefined;
  if ((await context.explain(failure)).link !== 'tls') return undefined;
  const folder = await context.prompts.progress(`Asking ${new URL(url).hostname} for its certificate`, (signal) =>
    verifiedWithLimits(context, url, signal),
  );
  if (folder === undefined) return undefined;
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
  const place = id === undefined ? { url } : { endpointId: id };
  return { outcome: await createCertificates(context, { ...place, folder, limited: false }) };
}
