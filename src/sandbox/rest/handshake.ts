import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { readCertificates } from './certificate-faults.ts';
import type { ShownChain } from './certificate-faults.ts';

/** What a failed handshake looked like from inside, to name its fault. */
export interface HandshakeView {
  /** The certificates that the server showed; absent when it came to none. */
  readonly chain?: ShownChain;
  /** Key exchange was done, so a refusal after it is about us: our missing client certificate. */
  readonly keysExchanged: boolean;
}

/**
 * Keeps what is needed to explain a failed handshake. Node destroys a socket whose certificate it refuses before anyone
 * is told, so the chain is read on `secure`, which comes just before that verdict; without it the error code has to do.
 */
export function watchHandshake(
  host: string,
  settings: { readonly trusted: readonly string[]; readonly now: () => Date },
): { readonly watch: (socket: TLSSocket) => void; readonly shown: () => HandshakeView } {
  let chain: readonly X509Certificate[] | undefined;
  let keysExchanged = false;
  return {
    watch: (socket) => {
      // The line itself is a secret and is not kept.
      socket.once('keylog', () => (keysExchanged = true));
      socket.prependListener('secure', () => (chain = chainOf(socket)));
    },
    shown: () => ({
      keysExchanged,
      ...(chain && {
        chain: { host, chain, trusted: settings.trusted.flatMap(readCertificates), now: settings.now() },
      }),
    }),
  };
}

/** Leaf first. Only what the server sent, as far as it links up. */
function chainOf(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let current: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true);
  const seen = new Set<string>();
  while (current?.raw && current.fingerprint256 && !seen.has(current.fingerprint256)) {
    seen.add(current.fingerprint256);
    chain.push(new X509Certificate(current.raw));
    current = current.issuerCertificate;
  }
  return chain;
}
