import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer, type TlsOptions, type TLSSocket } from 'node:tls';
import { HandshakeTunnel } from './tls-in-prelogin.ts';

/** PEM texts. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** TDS 8: TLS before anything else, any version, agreed on by ALPN. */
export function secureStrictly(socket: Socket, certificate: ServerCertificate): Promise<TLSSocket> {
  return handshake(socket, { ...certificate, ALPNProtocols: ['tds/8.0'] });
}

/** TLS inside PRELOGIN. `leave` gives the socket back in clear text. */
interface InnerTls {
  readonly stream: TLSSocket;
  leave(): void;
}

/**
 * TLS 1.2 at most and no tickets: the handshake must end with the server's second flight, because that is where both
 * sides stop wrapping (MS-TDS 3.3.5.2; observed with tedious, FreeTDS and python-tds).
 */
export async function secureWithin(socket: Socket, certificate: ServerCertificate): Promise<InnerTls> {
  const tunnel = new HandshakeTunnel(socket);
  const stream = await handshake(tunnel, {
    ...certificate,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
  return { stream, leave: () => tunnel.detach() };
}

/** A TLS server that never listens: handing it a stream is the documented way to secure any Duplex. */
function handshake(stream: Duplex, options: TlsOptions): Promise<TLSSocket> {
  const server = createServer(options);
  return new Promise((resolve, reject) => {
    server.once('secureConnection', (secured: TLSSocket) => {
      // A broken TLS stream also closes, and that is what its reader looks at.
      secured.on('error', () => undefined);
      resolve(secured);
    });
    server.once('tlsClientError', (error: Error) => {
      reject(new Error(`the TLS handshake failed: ${error.message}`, { cause: error }));
    });
    server.emit('connection', stream);
  });
}
