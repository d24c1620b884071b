import type { Evidence } from '../../core/rest/evidence.ts';
import { SqlError } from '../sql-error.ts';
import type { ErrorReach } from '../sql-error.ts';

/**
 * What SQL Server says about a call that it could not make. Texts and numbers: official error list for SQL Server 2025.
 * `evidence` is about this number, state and trigger together: most states were never published and are inferred to be 1.
 */
interface RestMessage {
  readonly number: number;
  readonly state: number;
  readonly class?: number;
  readonly evidence: Evidence;
  readonly template: string;
}

const message = (number: number, state: number, evidence: Evidence, template: string, severity = 16): RestMessage => ({
  number,
  state,
  class: severity,
  evidence,
  template,
});

/** `{}` stands for one argument. */
export const restMessages = {
  payloadTooLarge: message(
    31601,
    1,
    'inferred',
    'The size of the provided {} is {} bytes, which exceeds the maximum allowed size of {} bytes.',
  ),
  outOfRange: message(31604, 1, 'inferred', "The value '{}' is not within range for the '{}' parameter."),
  methodNotSupported: message(31605, 1, 'documented', "The specified method '{}' is not supported."),
  // State 24 was observed with 0x80072ee7 only; no state is published for any other fault, so all carry it.
  communication: message(
    31608,
    24,
    'observed',
    'An error occurred, failed to communicate with the external rest endpoint. HRESULT: {}.',
  ),
  urlNotParsed: message(31609, 1, 'documented', 'An error occurred, failed to parse url. HRESULT: {}.'),
  notHttps: message(31610, 1, 'observed', 'Accessing the external endpoint is only allowed via HTTPS.'),
  responseHeadersTooLarge: message(
    31611,
    1,
    'documented',
    "The response's headers size exceeds the maximum allowed size of {} bytes.",
  ),
  domainNotAllowed: message(31612, 1, 'observed', 'Connections to the domain {} are not allowed.'),
  encodedTooLong: message(
    31613,
    1,
    'documented',
    'The length of the provided {} after percent-encoding exceeds the maximum allowed length of {} bytes.',
  ),
  hostCharacters: message(
    31614,
    1,
    'documented',
    'Only alphanumeric characters, hyphens, underscores, and dots are allowed in the hostname or in the fully qualified domain name.',
  ),
  nested: message(
    31615,
    1,
    'documented',
    'The {} cannot contain nested structures. Please check the formatting of the JSON and try again with a flat structure.',
  ),
  headerOverwritten: message(
    31616,
    1,
    'observed',
    "Warning: header '{}' was overwritten by a system-defined value.",
    10,
  ),
  notAscii: message(
    31617,
    1,
    'inferred',
    'The {} contains invalid characters. Only printable US ASCII characters are allowed.',
  ),
  emptyKey: message(31618, 1, 'documented', 'The {} contains an empty key.'),
  // The meaning of the number after jsonError is not published; 1 is a stand-in.
  notParsed: message(31619, 1, 'inferred', 'The {} could not be parsed. jsonError = {}.'),
  notObject: message(31620, 1, 'documented', 'The {} is not a json object datatype.'),
  valueNotParsed: message(31621, 1, 'inferred', 'One of the {} values could not be parsed.'),
  blockedAddress: message(
    31624,
    1,
    'observed',
    'Connection to the external endpoint IP is not allowed. URL contains a hostname that is resolved to a blocked IP. For more information, see https://go.microsoft.com/fwlink/?linkid=2323727.',
  ),
  nameNotResolved: message(
    31625,
    1,
    'observed',
    'DNS resolution of the hostname has failed with windows sockets error {}.',
  ),
  invalidIdentity: message(
    31628,
    1,
    'documented',
    "The database scoped credential '{}' has an invalid identity '{}' for use with an external rest endpoint.",
  ),
  timeout: message(31629, 1, 'documented', 'The external rest endpoint execution exceeded the timeout value.'),
  // State 6 was observed for a name with a query string; inferred for the other mismatches.
  credentialMismatch: message(
    31630,
    6,
    'observed',
    "The database scoped credential '{}' cannot be used to invoke an external rest endpoint.",
  ),
  requestHeadersTooLarge: message(
    31632,
    1,
    'documented',
    "The request's headers size exceeds the maximum allowed size of {} bytes.",
  ),
  tooLong: message(
    31633,
    1,
    'inferred',
    'The length of the provided {} exceeds the maximum allowed length of {} bytes.',
  ),
  signatureDomain: message(
    31637,
    1,
    'documented',
    "Connections to the domain {} are not allowed using a credential object with the identity 'SHARED ACCESS SIGNATURE'.",
  ),
  headerValueNotSupported: message(
    31638,
    1,
    'inferred',
    "The specified '{}' value is not supported in the @headers parameter.",
  ),
  secretValueNotSupported: message(
    31639,
    1,
    'inferred',
    "The specified '{}' value is not supported in the @credential secret.",
  ),
  xmlNotParsed: message(31640, 1, 'documented', 'The {} XML string could not be parsed. {}.'),
  charsetNotSupported: message(
    31641,
    1,
    'observed',
    "The charset value of the response's Content-Type header is not supported.",
  ),
  emptyValue: message(31642, 1, 'documented', 'The value of one of the key-value pairs in the {} is empty.'),
  disabled: message(
    31643,
    1,
    'observed',
    "'{}' is disabled on this instance of SQL Server. Use sp_configure 'external rest endpoint enabled' to enable it.",
  ),
  managedIdentityDisabled: message(
    31644,
    1,
    'observed',
    "Server Managed Identity is disabled for this instance of SQL Server. Use sp_configure 'allow server scoped db credentials' to enable it. For more information, see https://go.microsoft.com/fwlink/?linkid=2325611.",
  ),
  jsonNotParsed: message(
    11558,
    200,
    'documented',
    'The {} JSON string could not be parsed. Please check the formatting of the JSON.',
  ),
  // Number and text observed on engine edition 5; the state is inferred.
  noPermission: message(8189, 1, 'observed', "You do not have permission to run '{}'."),
  // Text observed with this procedure; state 1 is inferred from other 15151.
  credentialMissing: message(
    15151,
    1,
    'observed',
    "Cannot find the credential '{}', because it does not exist or you do not have permission.",
  ),
  secretMissing: message(33047, 1, 'observed', "Fail to obtain or decrypt secret for credential '{}'."),
  // State 99 is published for early builds of SQL Server 2022.
  procedureMissing: message(2812, 99, 'documented', "Could not find stored procedure '{}'."),
} as const;

/** The wrapper written in T-SQL, which users call. */
export const wrapperName = 'sys.sp_invoke_external_rest_endpoint';
/** The native half; every error of the network stage names it, with line 1 (observed). */
export const internalName = 'sys.sp_invoke_external_rest_endpoint_internal';

/**
 * A message of the procedure's native half, ready to throw or (class 10) to send. The wrapper catches and throws again, so
 * unless caught it ends the batch, as any THROW does (derived).
 */
export function restError(
  { number, state, class: severity, template }: RestMessage,
  args: readonly (string | number)[] = [],
  overrides: { readonly state?: number; readonly procedure?: string; readonly reach?: ErrorReach } = {},
): SqlError {
  let next = 0;
  const text = template.replaceAll('{}', () => String(args[next++] ?? ''));
  return new SqlError(number, text, {
    state: overrides.state ?? state,
    class: severity ?? 16,
    reach: overrides.reach ?? 'batch',
    procedure: overrides.procedure ?? internalName,
    line: 1,
  });
}
