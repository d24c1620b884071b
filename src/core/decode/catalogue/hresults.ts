import type { Sureness } from '../terms.ts';
import type { TransportCause } from './transport-causes.ts';

/** What a code is called and what it comes down to. */
export interface KnownCode {
  readonly name: string;
  readonly cause: TransportCause;
}

/** WINHTTP_CALLBACK_STATUS_FLAG_*, worst first: the first set flag makes the headline. */
export const secureFailureFlags: readonly (KnownCode & { readonly bit: number })[] = [
  { bit: 0x08, name: 'INVALID_CA', cause: 'untrusted' },
  { bit: 0x10, name: 'CERT_CN_INVALID', cause: 'wrong-name' },
  { bit: 0x20, name: 'CERT_DATE_INVALID', cause: 'out-of-date' },
  { bit: 0x04, name: 'CERT_REVOKED', cause: 'revoked' },
  { bit: 0x40, name: 'CERT_WRONG_USAGE', cause: 'wrong-usage' },
  { bit: 0x02, name: 'INVALID_CERT', cause: 'bad-certificate' },
  { bit: 0x01, name: 'CERT_REV_FAILED', cause: 'revocation-unknown' },
];

/** HRESULTs whose low bits look like flags but are better read as what Windows calls them (judged). */
export const ordinaryMeanings: Readonly<Record<number, KnownCode>> = {
  0x80070005: { name: 'E_ACCESSDENIED', cause: 'forbidden' },
  0x8007000e: { name: 'E_OUTOFMEMORY', cause: 'memory' },
  0x80070057: { name: 'E_INVALIDARG', cause: 'bad-request' },
};

/** WinHTTP's own range, 12001 to 12193, the plausible ones (documented: WinHTTP error messages). */
export const winHttpCodes: Readonly<Record<number, KnownCode>> = {
  12002: { name: 'ERROR_WINHTTP_TIMEOUT', cause: 'no-reply' },
  12005: { name: 'ERROR_WINHTTP_INVALID_URL', cause: 'bad-request' },
  12006: { name: 'ERROR_WINHTTP_UNRECOGNIZED_SCHEME', cause: 'bad-request' },
  12007: { name: 'ERROR_WINHTTP_NAME_NOT_RESOLVED', cause: 'name-not-resolved' },
  12015: { name: 'ERROR_WINHTTP_LOGIN_FAILURE', cause: 'web-proxy' },
  12017: { name: 'ERROR_WINHTTP_OPERATION_CANCELLED', cause: 'cancelled' },
  12029: { name: 'ERROR_WINHTTP_CANNOT_CONNECT', cause: 'cannot-connect' },
  12030: { name: 'ERROR_WINHTTP_CONNECTION_ERROR', cause: 'aborted' },
  12031: { name: 'ERROR_INTERNET_CONNECTION_RESET', cause: 'aborted' },
  12037: { name: 'ERROR_WINHTTP_SECURE_CERT_DATE_INVALID', cause: 'out-of-date' },
  12038: { name: 'ERROR_WINHTTP_SECURE_CERT_CN_INVALID', cause: 'wrong-name' },
  12044: { name: 'ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED', cause: 'client-certificate' },
  12045: { name: 'ERROR_WINHTTP_SECURE_INVALID_CA', cause: 'untrusted' },
  12057: { name: 'ERROR_WINHTTP_SECURE_CERT_REV_FAILED', cause: 'revocation-unknown' },
  12062: { name: 'ERROR_INTERNET_SEC_CERT_WEAK_SIGNATURE', cause: 'bad-certificate' },
  12151: { name: 'ERROR_INTERNET_INVALID_SERVER_RESPONSE', cause: 'bad-answer' },
  12152: { name: 'ERROR_WINHTTP_INVALID_SERVER_RESPONSE', cause: 'bad-answer' },
  12153: { name: 'ERROR_WINHTTP_INVALID_HEADER', cause: 'bad-request' },
  12157: { name: 'ERROR_WINHTTP_SECURE_CHANNEL_ERROR', cause: 'tls-mismatch' },
  12163: { name: 'ERROR_INTERNET_DISCONNECTED', cause: 'cannot-connect' },
  12164: { name: 'ERROR_INTERNET_SERVER_UNREACHABLE', cause: 'cannot-connect' },
  12165: { name: 'ERROR_INTERNET_PROXY_SERVER_UNREACHABLE', cause: 'web-proxy' },
  12166: { name: 'ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT', cause: 'web-proxy' },
  12167: { name: 'ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT', cause: 'web-proxy' },
  12169: { name: 'ERROR_WINHTTP_SECURE_INVALID_CERT', cause: 'bad-certificate' },
  12170: { name: 'ERROR_WINHTTP_SECURE_CERT_REVOKED', cause: 'revoked' },
  12175: { name: 'ERROR_WINHTTP_SECURE_FAILURE', cause: 'tls-failed' },
  12179: { name: 'ERROR_WINHTTP_SECURE_CERT_WRONG_USAGE', cause: 'wrong-usage' },
  12180: { name: 'ERROR_WINHTTP_AUTODETECTION_FAILED', cause: 'web-proxy' },
  12181: { name: 'ERROR_WINHTTP_HEADER_COUNT_EXCEEDED', cause: 'headers-too-large' },
  12182: { name: 'ERROR_WINHTTP_HEADER_SIZE_OVERFLOW', cause: 'headers-too-large' },
  12183: { name: 'ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW', cause: 'bad-answer' },
  12184: { name: 'ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW', cause: 'too-large' },
  12185: { name: 'ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY', cause: 'client-certificate' },
  12186: { name: 'ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY', cause: 'client-certificate' },
  12190: { name: 'ERROR_WINHTTP_HTTP_PROTOCOL_MISMATCH', cause: 'bad-answer' },
};

/** Winsock's, also printed raw in Msg 31625 (documented: Windows Sockets error codes). */
export const winsockCodes: Readonly<Record<number, KnownCode>> = {
  10013: { name: 'WSAEACCES', cause: 'forbidden' },
  10047: { name: 'WSAEAFNOSUPPORT', cause: 'cannot-connect' },
  10049: { name: 'WSAEADDRNOTAVAIL', cause: 'cannot-connect' },
  10050: { name: 'WSAENETDOWN', cause: 'cannot-connect' },
  10051: { name: 'WSAENETUNREACH', cause: 'cannot-connect' },
  10053: { name: 'WSAECONNABORTED', cause: 'aborted' },
  10054: { name: 'WSAECONNRESET', cause: 'aborted' },
  10055: { name: 'WSAENOBUFS', cause: 'exhausted' },
  10060: { name: 'WSAETIMEDOUT', cause: 'no-reply' },
  10061: { name: 'WSAECONNREFUSED', cause: 'cannot-connect' },
  10064: { name: 'WSAEHOSTDOWN', cause: 'cannot-connect' },
  10065: { name: 'WSAEHOSTUNREACH', cause: 'cannot-connect' },
  11001: { name: 'WSAHOST_NOT_FOUND', cause: 'name-not-resolved' },
  11002: { name: 'WSATRY_AGAIN', cause: 'name-not-resolved' },
  11003: { name: 'WSANO_RECOVERY', cause: 'name-not-resolved' },
  11004: { name: 'WSANO_DATA', cause: 'name-not-resolved' },
};

/** Whole HRESULTs of SSPI, the certificate store and the trust provider (documented: COM error codes). */
export const wholeCodes: Readonly<Record<number, KnownCode>> = {
  0x80000000: { name: 'SECURITY_CHANNEL_ERROR', cause: 'tls-mismatch' },
  0x80090302: { name: 'SEC_E_UNSUPPORTED_FUNCTION', cause: 'tls-mismatch' },
  0x80090308: { name: 'SEC_E_INVALID_TOKEN', cause: 'bad-answer' },
  0x8009030e: { name: 'SEC_E_NO_CREDENTIALS', cause: 'client-certificate' },
  0x80090317: { name: 'SEC_E_CONTEXT_EXPIRED', cause: 'aborted' },
  0x80090318: { name: 'SEC_E_INCOMPLETE_MESSAGE', cause: 'aborted' },
  0x80090320: { name: 'SEC_E_INCOMPLETE_CREDENTIALS', cause: 'client-certificate' },
  0x80090322: { name: 'SEC_E_WRONG_PRINCIPAL', cause: 'wrong-name' },
  0x80090324: { name: 'SEC_E_TIME_SKEW', cause: 'out-of-date' },
  0x80090325: { name: 'SEC_E_UNTRUSTED_ROOT', cause: 'untrusted' },
  0x80090326: { name: 'SEC_E_ILLEGAL_MESSAGE', cause: 'tls-mismatch' },
  0x80090327: { name: 'SEC_E_CERT_UNKNOWN', cause: 'bad-certificate' },
  0x80090328: { name: 'SEC_E_CERT_EXPIRED', cause: 'out-of-date' },
  0x80090331: { name: 'SEC_E_ALGORITHM_MISMATCH', cause: 'tls-mismatch' },
  0x80090349: { name: 'SEC_E_CERT_WRONG_USAGE', cause: 'wrong-usage' },
  0x80090352: { name: 'SEC_E_ISSUING_CA_UNTRUSTED', cause: 'untrusted' },
  0x80092012: { name: 'CRYPT_E_NO_REVOCATION_CHECK', cause: 'revocation-unknown' },
  0x80092013: { name: 'CRYPT_E_REVOCATION_OFFLINE', cause: 'revocation-unknown' },
  0x800b0101: { name: 'CERT_E_EXPIRED', cause: 'out-of-date' },
  0x800b0109: { name: 'CERT_E_UNTRUSTEDROOT', cause: 'untrusted' },
  0x800b010a: { name: 'CERT_E_CHAINING', cause: 'bad-certificate' },
  0x800b010c: { name: 'CERT_E_REVOKED', cause: 'revoked' },
  0x800b010f: { name: 'CERT_E_CN_NO_MATCH', cause: 'wrong-name' },
  0x800b0110: { name: 'CERT_E_WRONG_USAGE', cause: 'wrong-usage' },
  0x800b0114: { name: 'CERT_E_INVALID_NAME', cause: 'wrong-name' },
};

/** HRESULTs that somebody saw in Msg 31608 and published, with what cured them. All others are read by rule. */
export const observedInReports: ReadonlySet<number> = new Set([0x80072ee7, 0x80070008, 0x80070018, 0x80070020]);

/** Sureness of a code that nobody has published with this procedure. */
export const unobserved: Sureness = 'derived';
