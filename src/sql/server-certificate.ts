import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { CertificatePin, Encryption } from '../core/connection.ts';
import { PreloginStream } from './prelogin-tls.ts';

/** Where to look, and by which of the two handshakes. */
export interface CertificateQuestion {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
  readonly timeoutSeconds: number;
}

/**
 * The certificate that a SQL Server shows, so that a person can compare and pin it; undefined when there is none to be
 * had. No login follows, so nothing secret passes and nothing received is believed: only here is the check left out,
 * because a certificate that fails it is the very thing to look at.
 */
export async function readServerCertificate(
  question: CertificateQuestion,
  signal: AbortSignal,
): Promise<CertificatePin | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(question.timeoutSeconds * 1000)]);
  if (limit.aborted) return undefined;
  const socket = connectTcp({ host: question.host, port: question.port });
  const stop = (): void => void socket.destroy(new Error('aborted'));
  limit.addEventListener('abort', stop, { once: true });
  try {
    await once(socket, 'connect');
    const tls = await handshake(socket, question);
    const shown = tls?.getPeerX509Certificate();
    tls?.destroy();
    return shown === undefined ? undefined : { fingerprint256: shown.fingerprint256, pem: shown.toString() };
  } catch {
    // The caller already has a failure to report; this only adds to it.
    return undefined;
  } finally {
    limit.removeEventListener('abort', stop);
    socket.destroy();
  }
}

async function handshake(socket: Socket, question: CertificateQuestion): Promise<TLSSocket | undefined> {
  const common = {
    host: question.host,
    servername: isIP(question.host) === 0 ? question.host : '',
    rejectUnauthorized: false,
  };
  if (question.encryption === 'strict') {
    return secured(connectTls({ ...common, socket, ALPNProtocols: ['tds/8.0'] }));
  }
  const stream = new PreloginStream(socket);
  stream.on('error', () => undefined);
  if (!(await stream.negotiate())) return undefined;
  return secured(connectTls({ ...common, socket: stream, maxVersion: 'TLSv1.2' }));
}

async function secured(tls: TLSSocket): Promise<TLSSocket> {
  await once(tls, 'secureConnect');
  // A reset after the certificate was seen must not end the process.
  tls.on('error', () => undefined);
  return tls;
}

async function once(emitter: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = (): void => reject(new Error('closed'));
    emitter.once('error', reject);
    emitter.once('close', closed);
    emitter.once(event, () => {
      emitter.off('error', reject);
      emitter.off('close', closed);
      resolve();
    });
  });
}
