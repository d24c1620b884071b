import { certificateFaults, isCertificateCode } from './certificate-faults.ts';
import type { HandshakeView } from './handshake.ts';
import { certificateHresult, hresults } from './hresults.ts';
import type { Hresult } from './hresults.ts';

const byCode: Readonly<Record<string, Hresult>> = {
  ENOTFOUND: hresults.nameNotResolved,
  EAI_AGAIN: hresults.nameNotResolved,
  ECONNREFUSED: hresults.cannotConnect,
  EHOSTUNREACH: hresults.cannotConnect,
  ENETUNREACH: hresults.cannotConnect,
  EADDRNOTAVAIL: hresults.cannotConnect,
  ETIMEDOUT: hresults.connectTimeout,
};

/** Alerts by which a server says that it wanted a client certificate, once the keys were exchanged. */
const clientCertificateAlert =
  /alert[ _](handshake[ _]failure|bad[ _]certificate|certificate[ _]required|no[ _]certificate)/i;

/** The HRESULT that WinHTTP would give for what Node reports; the ground for each is with the value. */
export function transportFault(error: unknown, view: HandshakeView): Hresult {
  const code = errorCode(error);
  const known = byCode[code];
  if (known) return known;
  if (isCertificateCode(code)) return certificateHresult(certificateFaults(code, view.chain));
  // OpenSSL names the alert in the code or, when it struck while writing, only in the message.
  if (view.keysExchanged && clientCertificateAlert.test(`${code} ${String(error)}`)) return hresults.clientCertificate;
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return hresults.secureChannel;
  if (code.startsWith('HPE_')) return hresults.invalidResponse;
  // ECONNRESET, EPIPE, a body cut short: the connection was there and went away.
  return hresults.connectionLost;
}

/** Node's name for what went wrong, or empty. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
