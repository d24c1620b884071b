import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { Failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import { errorWord } from './error-word.ts';

/** Where to look. */
export interface ServedFrom {
  readonly host: string;
  readonly port: number;
}

/** What a handshake showed, whether or not anybody would trust it. */
export interface Served {
  /** DER; the server's own first, then those of the others that belong to its chain. */
  readonly certificates: readonly [Uint8Array, ...Uint8Array[]];
  /** `TLSv1.3` */
  readonly protocol: string;
}

const timeoutMs = 15_000;

/**
 * The certificates that an endpoint shows to this computer. Nothing is sent and nothing received is believed: the check is left
 * out because a certificate that fails it is the very thing to look at. For the same reason old protocols and weak
 * signatures are let in.
 */
export async function readServedCertificates(from: ServedFrom, signal: AbortSignal): Promise<Result<Served, Failure>> {
  const lenient = { rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const shown = await handshake(from, lenient, signal, (socket) => ({
    certificates: chainOf(socket.getPeerCertificate(true)),
    protocol: socket.getProtocol() ?? 'TLS',
  }));
  if (!shown.ok) return shown;
  const [first, ...others] = shown.value.certificates;
  if (first === undefined) return refused(from, 'showed no certificate');
  return ok({ certificates: [first, ...others], protocol: shown.value.protocol });
}

/** Whether this computer's TLS (OpenSSL, inside Node) accepts the endpoint when it trusts this CA alone; else its reason. */
export async function verifiesWith(
  from: ServedFrom,
  authorityPem: string,
  signal: AbortSignal,
): Promise<{ readonly verified: true } | { readonly verified: false; readonly reason: string }> {
  const strict = { ca: authorityPem, rejectUnauthorized: false } as const;
  const answer = await handshake(from, strict, signal, (socket) =>
    socket.authorized ? undefined : errorWord(socket.authorizationError),
  );
  if (!answer.ok) return { verified: false, reason: 'it does not answer' };
  return answer.value === undefined ? { verified: true } : { verified: false, reason: answer.value };
}

async function handshake<T>(
  { host, port }: ServedFrom,
  options: ConnectionOptions,
  signal: AbortSignal,
  look: (socket: TLSSocket) => T,
): Promise<Result<T, Failure>> {
  if (signal.aborted) return err({ kind: 'cancelled' });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const socket = connect({ ...options, host, port, ...(isIP(host) === 0 && { servername: host }) });
  const stop = (): void => void socket.destroy(new Error('aborted'));
  limit.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.once('close', () => reject(new Error('closed')));
      socket.once('secureConnect', resolve);
    });
    return ok(look(socket));
  } catch (thrown) {
    if (isAborted(signal)) return err({ kind: 'cancelled' });
    const why = limit.aborted
      ? `did not answer within ${timeoutMs / 1000} s`
      : `gave no certificate (${errorWord(thrown)})`;
    return refused({ host, port }, why);
  } finally {
    limit.removeEventListener('abort', stop);
    socket.destroy();
  }
}

function refused({ host, port }: ServedFrom, why: string): Result<never, Failure> {
  const reason =
    `${host}:${port} ${why}. This was asked from the computer that VS Code’s extensions run on; SQL Server may reach it ` +
    'all the same. Check name, port and firewall from here, or inspect the certificate’s file.';
  return err({ kind: 'refused', reason });
}

/** A function, since the signal changes while it is waited for. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** Node links certificates to their issuers, and a self-signed one to itself. */
function chainOf(first: DetailedPeerCertificate): Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  // Without a certificate Node answers an empty object, which its types do not tell.
  let here: Partial<DetailedPeerCertificate> | undefined = first;
  while (here?.raw !== undefined && here.fingerprint256 !== undefined && !seen.has(here.fingerprint256)) {
    seen.add(here.fingerprint256);
    chain.push(here.raw);
    here = here.issuerCertificate;
  }
  return chain;
}
