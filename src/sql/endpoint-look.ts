import type { X509Certificate } from 'node:crypto';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Look } from '../core/doctor/hands.ts';
import { readEndpointUrl } from '../core/rest/endpoint-url.ts';

/** How long to wait for name, connection and handshake together, in milliseconds. */
const patience = 10_000;

/**
 * What this computer is shown at an endpoint’s address. Nothing is asked and nothing received is believed: the check of the
 * certificate is left out here alone, because one that fails it is the very thing to look at. TLS 1.2 first, which is what
 * SQL Server was seen to speak.
 */
export async function lookAt(url: string, signal: AbortSignal): Promise<Look> {
  const parsed = readEndpointUrl(url);
  if (!parsed.ok) return { kind: 'failed', stage: 'name', code: 'EURL', detail: 'The URL cannot be read.' };
  const { host, port } = parsed.value;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const old = await shake(host, port, { maxVersion: 'TLSv1.2' }, limit);
  if (old.kind === 'certificate' || old.stage !== 'tls') return old;
  const now = await shake(host, port, {}, limit);
  return now.kind === 'certificate' ? now : old;
}

async function shake(host: string, port: number, versions: ConnectionOptions, limit: AbortSignal): Promise<Look> {
  const socket = connectTcp({ host, port });
  let stage: 'name' | 'tcp' | 'tls' = isIP(host) === 0 ? 'name' : 'tcp';
  socket.on('lookup', (error: Error | null) => {
    if (error === null) stage = 'tcp';
  });
  socket.on('connect', () => (stage = 'tls'));
  const secured = connectTls({
    ...versions,
    socket,
    servername: isIP(host) === 0 ? host : '',
    rejectUnauthorized: false,
  });
  return await new Promise<Look>((resolve) => {
    const fail = (error: Error & { code?: string }): void =>
      resolve({ kind: 'failed', stage, code: error.code ?? 'ECLOSED', detail: error.message });
    const late = (): void => fail(Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' }));
    limit.addEventListener('abort', late, { once: true });
    if (limit.aborted) late();
    socket.on('error', fail);
    secured.on('error', fail);
    secured.once('close', () => fail(new Error('The other side hung up.')));
    secured.once('secureConnect', () => {
      const shown = secured.getPeerX509Certificate();
      if (shown === undefined) fail(new Error('No certificate was shown.'));
      else resolve({ kind: 'certificate', protocol: secured.getProtocol() ?? 'unknown', chain: pemsOf(shown) });
    });
  }).finally(() => {
    secured.destroy();
    socket.destroy();
  });
}

/** Leaf first; a root is its own issuer. */
function pemsOf(leaf: X509Certificate): readonly string[] {
  const found: string[] = [];
  for (let at: X509Certificate | undefined = leaf; at !== undefined; at = at.issuerCertificate) {
    const pem = at.toString();
    if (found.includes(pem)) break;
    found.push(pem);
  }
  return found;
}
