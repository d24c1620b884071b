import { hresultRow, type HresultRow } from './hresult-row.ts';

const com = hresultRow('COM error codes, security and setup (Microsoft Learn)');
const header = hresultRow('winerror.h of the Windows SDK');

/** SSPI and Schannel, certificates and trust. */
export const securityCodes: readonly HresultRow[] = [
  header(
    0x80000000,
    'SECURITY_CHANNEL_ERROR',
    'tls-mismatch',
    'The TLS library failed; a flag of WinHTTP, passed through',
  ),
  com(0x80090300, 'SEC_E_INSUFFICIENT_MEMORY', 'memory', 'No memory for the security package'),
  header(0x80090301, 'SEC_E_INVALID_HANDLE', 'internal', 'Security handle invalid'),
  com(0x80090302, 'SEC_E_UNSUPPORTED_FUNCTION', 'tls-mismatch', 'Server sent alert 70 protocol_version'),
  com(0x80090303, 'SEC_E_TARGET_UNKNOWN', 'wrong-name', 'Target name unknown'),
  com(0x80090304, 'SEC_E_INTERNAL_ERROR', 'tls-failed', 'Local security subsystem failed'),
  com(0x80090305, 'SEC_E_SECPKG_NOT_FOUND', 'internal', 'Package missing'),
  com(0x80090308, 'SEC_E_INVALID_TOKEN', 'bad-answer', 'Bytes received are not a valid handshake'),
  com(0x8009030c, 'SEC_E_LOGON_DENIED', 'client-certificate', 'Alert 49 access_denied'),
  com(0x8009030d, 'SEC_E_UNKNOWN_CREDENTIALS', 'client-certificate', 'Key not usable by the process'),
  com(0x8009030e, 'SEC_E_NO_CREDENTIALS', 'client-certificate', 'No client credential'),
  com(0x8009030f, 'SEC_E_MESSAGE_ALTERED', 'aborted', 'Alert 20/30: record damaged'),
  com(0x80090311, 'SEC_E_NO_AUTHENTICATING_AUTHORITY', 'web-proxy', 'No domain controller'),
  com(0x80090317, 'SEC_E_CONTEXT_EXPIRED', 'aborted', 'Session ended by peer'),
  com(0x80090318, 'SEC_E_INCOMPLETE_MESSAGE', 'aborted', 'More bytes needed, then stream ended'),
  com(0x80090320, 'SEC_E_INCOMPLETE_CREDENTIALS', 'client-certificate', 'Client certificate asked for'),
  com(0x80090321, 'SEC_E_BUFFER_TOO_SMALL', 'tls-mismatch', 'Buffer too small'),
  com(0x80090322, 'SEC_E_WRONG_PRINCIPAL', 'wrong-name', 'Name in certificate is not the target'),
  header(0x80090324, 'SEC_E_TIME_SKEW', 'out-of-date', 'Clocks differ'),
  com(0x80090325, 'SEC_E_UNTRUSTED_ROOT', 'untrusted', 'Root unknown'),
  com(0x80090326, 'SEC_E_ILLEGAL_MESSAGE', 'tls-mismatch', 'Unexpected or malformed message'),
  com(0x80090327, 'SEC_E_CERT_UNKNOWN', 'bad-certificate', 'Alerts 42, 43, 46 or an unknown certificate fault'),
  com(0x80090328, 'SEC_E_CERT_EXPIRED', 'out-of-date', 'Expired'),
  com(0x80090329, 'SEC_E_ENCRYPT_FAILURE', 'internal', 'Could not encrypt'),
  com(0x80090330, 'SEC_E_DECRYPT_FAILURE', 'aborted', 'Could not decrypt'),
  com(0x80090331, 'SEC_E_ALGORITHM_MISMATCH', 'tls-mismatch', 'No common algorithm'),
  header(0x80090333, 'SEC_E_UNFINISHED_CONTEXT_DELETED', 'aborted', 'Alert 90 user_cancelled'),
  com(0x80090349, 'SEC_E_CERT_WRONG_USAGE', 'wrong-usage', 'EKU unsuitable'),
  com(0x80090350, 'SEC_E_DOWNGRADE_DETECTED', 'aborted', 'Downgrade suspected'),
  com(0x80090352, 'SEC_E_ISSUING_CA_UNTRUSTED', 'untrusted', 'Issuer not trusted'),
  com(0x80090353, 'SEC_E_REVOCATION_OFFLINE_C', 'revocation-unknown', 'Revocation unknown'),
  com(0x8009035d, 'SEC_E_INVALID_PARAMETER', 'internal', 'Bad parameter to SSPI'),
  header(0x80090367, 'SEC_E_APPLICATION_PROTOCOL_MISMATCH', 'bad-answer', 'ALPN refused (alert 120)'),
  com(0x80092010, 'CRYPT_E_REVOKED', 'revoked', 'Certificate revoked'),
  com(0x80092012, 'CRYPT_E_NO_REVOCATION_CHECK', 'revocation-unknown', 'Nothing to check revocation against'),
  com(0x80092013, 'CRYPT_E_REVOCATION_OFFLINE', 'revocation-unknown', 'Revocation server unreachable'),
  com(
    0x80092014,
    'CRYPT_E_NOT_IN_REVOCATION_DATABASE',
    'revocation-unknown',
    'Certificate absent from the revocation database',
  ),
  com(0x80096004, 'TRUST_E_CERT_SIGNATURE', 'untrusted', 'Signature on certificate does not verify'),
  header(0x80096019, 'TRUST_E_BASIC_CONSTRAINTS', 'bad-certificate', 'Basic constraints violated'),
  header(0x800b0100, 'TRUST_E_NOSIGNATURE', 'bad-certificate', 'No signature present'),
  com(0x800b0101, 'CERT_E_EXPIRED', 'out-of-date', 'Outside validity'),
  com(0x800b0102, 'CERT_E_VALIDITYPERIODNESTING', 'out-of-date', 'Leaf outlives its CA'),
  com(0x800b0103, 'CERT_E_ROLE', 'bad-certificate', 'CA used as leaf or leaf as CA'),
  com(0x800b0104, 'CERT_E_PATHLENCONST', 'bad-certificate', 'Path length exceeded'),
  com(0x800b0105, 'CERT_E_CRITICAL', 'bad-certificate', 'Unknown critical extension'),
  com(0x800b0106, 'CERT_E_PURPOSE', 'bad-certificate', 'Purpose not allowed by issuer'),
  com(0x800b0107, 'CERT_E_ISSUERCHAINING', 'bad-certificate', 'Parent did not issue child'),
  com(0x800b0108, 'CERT_E_MALFORMED', 'bad-certificate', 'Field missing or empty'),
  com(0x800b0109, 'CERT_E_UNTRUSTEDROOT', 'untrusted', 'Root not in trusted store'),
  com(0x800b010a, 'CERT_E_CHAINING', 'bad-certificate', 'Chain could not be built'),
  com(0x800b010b, 'TRUST_E_FAIL', 'tls-failed', 'Generic trust failure'),
  com(0x800b010c, 'CERT_E_REVOKED', 'revoked', 'Explicitly revoked by issuer'),
  com(0x800b010d, 'CERT_E_UNTRUSTEDTESTROOT', 'untrusted', 'Test root not trusted'),
  com(0x800b010e, 'CERT_E_REVOCATION_FAILURE', 'revocation-unknown', 'Revocation process failed'),
  com(0x800b010f, 'CERT_E_CN_NO_MATCH', 'wrong-name', 'Name mismatch'),
  com(0x800b0110, 'CERT_E_WRONG_USAGE', 'wrong-usage', 'Usage mismatch'),
  com(0x800b0111, 'TRUST_E_EXPLICIT_DISTRUST', 'tls-failed', 'Certificate in the distrusted store'),
  com(0x800b0112, 'CERT_E_UNTRUSTEDCA', 'untrusted', 'CA present but not trusted by policy'),
  com(0x800b0113, 'CERT_E_INVALID_POLICY', 'bad-certificate', 'Policy OID invalid'),
  com(0x800b0114, 'CERT_E_INVALID_NAME', 'wrong-name', 'Name violates constraints'),
];

const generic = hresultRow('COM error codes, generic (Microsoft Learn)');

/** What any part of Windows may say. */
export const genericCodes: readonly HresultRow[] = [
  generic(0x80004001, 'E_NOTIMPL', 'internal', 'Not implemented; on Linux, a call that its platform layer lacks'),
  generic(0x80004004, 'E_ABORT', 'cancelled', 'Operation aborted'),
  generic(0x80004005, 'E_FAIL', 'unknown', 'Unspecified failure'),
  generic(0x8000ffff, 'E_UNEXPECTED', 'internal', 'Unexpected failure'),
  generic(0x80070005, 'E_ACCESSDENIED', 'forbidden', 'Access denied'),
  generic(0x8007000e, 'E_OUTOFMEMORY', 'memory', 'Out of memory'),
  generic(0x80070057, 'E_INVALIDARG', 'bad-request', 'Bad argument'),
];

const system = hresultRow('System error codes (Microsoft Learn)');

/** Win32 codes that tell of the network; HRESULTs of facility 7 carry them. */
export const systemCodes: readonly HresultRow[] = [
  system(
    995,
    'ERROR_OPERATION_ABORTED',
    'cancelled',
    'The operation was aborted because a thread ended or asked for it',
  ),
  system(1115, 'ERROR_SHUTDOWN_IN_PROGRESS', 'cancelled', 'The system is shutting down'),
  system(1223, 'ERROR_CANCELLED', 'cancelled', 'The operation was cancelled'),
  system(1225, 'ERROR_CONNECTION_REFUSED', 'cannot-connect', 'The remote computer refused the connection'),
  system(1231, 'ERROR_NETWORK_UNREACHABLE', 'cannot-connect', 'The network cannot be reached'),
  system(1232, 'ERROR_HOST_UNREACHABLE', 'cannot-connect', 'The host cannot be reached'),
  system(1234, 'ERROR_PORT_UNREACHABLE', 'cannot-connect', 'No service listens on the port'),
  system(1236, 'ERROR_CONNECTION_ABORTED', 'aborted', 'The local system aborted the connection'),
  system(1450, 'ERROR_NO_SYSTEM_RESOURCES', 'exhausted', 'System resources are used up'),
  system(1460, 'ERROR_TIMEOUT', 'no-reply', 'The time for the operation is over'),
  system(9002, 'DNS_ERROR_RCODE_SERVER_FAILURE', 'name-not-resolved', 'The DNS server failed'),
  system(9003, 'DNS_ERROR_RCODE_NAME_ERROR', 'name-not-resolved', 'The DNS name does not exist'),
  system(9501, 'DNS_INFO_NO_RECORDS', 'name-not-resolved', 'No DNS record of that kind'),
];
