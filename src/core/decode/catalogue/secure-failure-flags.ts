import { hresultRow, type HresultRow } from './hresult-row.ts';

const callback = hresultRow('WINHTTP_STATUS_CALLBACK, secure-failure flags (Microsoft Learn)');

/**
 * WINHTTP_CALLBACK_STATUS_FLAG_*, worst first: the first set flag makes the headline. That Msg 31608 prints their mask as a Win32
 * code is derived: all three published values fit.
 */
export const secureFailureFlags: readonly HresultRow[] = [
  callback(0x08, 'INVALID_CA', 'untrusted', 'The root is not trusted'),
  callback(0x10, 'CERT_CN_INVALID', 'wrong-name', 'The certificate does not name the host'),
  callback(0x20, 'CERT_DATE_INVALID', 'out-of-date', 'The certificate has expired or is not valid yet'),
  callback(0x04, 'CERT_REVOKED', 'revoked', 'The certificate was revoked'),
  callback(0x40, 'CERT_WRONG_USAGE', 'wrong-usage', 'The certificate is not meant for servers'),
  callback(0x02, 'INVALID_CERT', 'bad-certificate', 'The certificate or its chain is malformed'),
  callback(0x01, 'CERT_REV_FAILED', 'revocation-unknown', 'Revocation could not be checked'),
];

/** HRESULTs that somebody saw in Msg 31608 and published, with what cured them. All others are read by rule. */
export const observedInReports: ReadonlySet<number> = new Set([0x80072ee7, 0x80070008, 0x80070018, 0x80070020]);
