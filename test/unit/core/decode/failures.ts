import type { ExplainContext } from '../../../../src/core/decode/explanation.ts';
import type { CallFacts, Failure } from '../../../../src/core/failure.ts';
import type { KubeStatus } from '../../../../src/core/kube/status.ts';
import { ownErrors, ownStatus, type OwnErrorName } from '../../../../src/core/proxy/own-error.ts';

/** A failure under a title, with what its context adds. */
export interface Example extends Partial<ExplainContext> {
  readonly title: string;
  readonly failure: Failure;
}

const call: CallFacts = {
  method: 'GET',
  url: 'https://k8s.corp.example:8443/api/v1/namespaces/shop/pods?limit=500',
  durationMs: 84,
};

const inner = 'sys.sp_invoke_external_rest_endpoint_internal';

function sql(number: number, text: string, state = 1, more: Partial<ExplainContext> = {}): Example {
  const error = { number, state, class: 16, text, procedure: inner, line: 1 };
  return { title: `Msg ${number}, state ${state}`, failure: { kind: 'sql', errors: [error], call }, ...more };
}

const transport = (hresult: string): Example => ({
  ...sql(31608, `An error occurred, failed to communicate with the external rest endpoint. HRESULT: ${hresult}.`, 24),
  title: `Msg 31608, ${hresult}`,
});

function login(number: number, text: string): Example {
  const errors = [{ number, state: 1, class: 14, text, line: 1 }];
  return { title: `Login, Msg ${number}`, failure: { kind: 'login', server: 'sql01', user: 'app_reader', errors } };
}

function http(code: number, reason: string, message: string, more: Partial<KubeStatus> = {}): Example {
  const status: KubeStatus = { kind: 'Status', status: 'Failure', code, reason, message, ...more };
  return { title: `HTTP ${code} ${reason}: ${message}`, failure: { kind: 'http', code, call, status } };
}

function bare(code: number, contentType?: string, retryAfter?: string): Example {
  const optional = { ...(contentType && { contentType }), ...(retryAfter && { retryAfter }) };
  return { title: `HTTP ${code}, ${contentType ?? 'no body'}`, failure: { kind: 'http', code, call, ...optional } };
}

function own(name: OwnErrorName): Example {
  const { code } = ownErrors[name];
  return {
    title: `HTTP ${code} of the proxy: ${name}`,
    failure: { kind: 'http', code, call, status: ownStatus(name) },
  };
}

const unreachable = (code: string, detail: string): Example => ({
  title: `Unreachable, ${code}`,
  failure: { kind: 'unreachable', server: 'sql01,1433', code, detail },
});

const certificate = (code: string, detail: string, seen = true): Example => ({
  title: `Certificate of SQL Server, ${code}`,
  failure: {
    kind: 'server-certificate',
    server: 'sql01',
    code,
    detail,
    ...(seen && { fingerprint256: 'AA:BB:CC', pem: '-----BEGIN CERTIFICATE-----' }),
  },
});

const serviceAccount = 'system:serviceaccount:sqlkube:reader';

/** Every kind of failure, every message and HTTP status of the catalogue, in the wording that servers use. */
export const failures: readonly Example[] = [
  { title: 'Cancelled', failure: { kind: 'cancelled' } },
  unreachable('ENOTFOUND', 'getaddrinfo ENOTFOUND sql01'),
  unreachable('EAI_AGAIN', 'getaddrinfo EAI_AGAIN sql01'),
  unreachable('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.5:1433'),
  unreachable('EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.5:1433'),
  unreachable('ENETUNREACH', 'connect ENETUNREACH 10.0.0.5:1433'),
  unreachable('ECONNRESET', 'socket hang up'),
  unreachable('EINSTLOOKUP', 'SQL Server Browser did not answer.'),
  unreachable('EENCRYPT', "Server requires encryption, set 'encrypt' config option to `true`."),
  unreachable('ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number'),
  unreachable('EWHATEVER', 'something new'),
  certificate('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
  certificate('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'),
  certificate(
    'ERR_TLS_CERT_ALTNAME_INVALID',
    "Hostname/IP does not match certificate's altnames: Host: sql01. is not in the cert's altnames: DNS:sql02",
  ),
  certificate('CERT_HAS_EXPIRED', 'certificate has expired'),
  certificate('CERT_NOT_YET_VALID', 'certificate is not yet valid'),
  certificate('EPIN', 'The server showed a certificate other than the pinned one.'),
  certificate('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', false),
  login(18456, "Login failed for user 'app_reader'."),
  login(18470, "Login failed for user 'app_reader'. Reason: The account is disabled."),
  login(18486, "Login failed for user 'app_reader' because the account is currently locked out."),
  login(18487, "Login failed for user 'app_reader'.  Reason: The password of the account has expired."),
  login(18488, "Login failed for user 'app_reader'.  Reason: The password of the account must be changed."),
  login(4060, 'Cannot open database "orders" requested by the login. The login failed.'),
  { title: 'Login without a message', failure: { kind: 'login', server: 'sql01', user: 'app_reader', errors: [] } },
  { title: 'Time-out, connect', failure: { kind: 'timeout', stage: 'connect', seconds: 15 } },
  { title: 'Time-out, query', failure: { kind: 'timeout', stage: 'query', seconds: 60 } },
  { title: 'Connection lost', failure: { kind: 'connection-lost', server: 'sql01', detail: 'read ECONNRESET' } },
  transport('0x80072ee7'),
  transport('0x80070008'),
  { ...transport('0x80070008'), title: 'Msg 31608, 0x80070008 on Linux', hostPlatform: 'Linux' },
  { ...transport('0x80070008'), title: 'Msg 31608, 0x80070008 on Windows', hostPlatform: 'Windows' },
  transport('0x80070018'),
  transport('0x80070020'),
  transport('0x80070010'),
  transport('0x80070038'),
  transport('0x80070001'),
  transport('0x80070002'),
  transport('0x80070004'),
  transport('0x80070040'),
  transport('0x80072efd'),
  transport('0x80072ee2'),
  transport('0x80072efe'),
  transport('0x80072f8f'),
  transport('0x80072f7d'),
  transport('0x80072f0c'),
  transport('0x80072f78'),
  transport('0x80072f79'),
  transport('0x80072f96'),
  transport('0x80072f98'),
  transport('0x80072ef1'),
  transport('0x80072f86'),
  transport('0x8007274d'),
  transport('0x80072747'),
  transport('0x80070005'),
  transport('0x8007000e'),
  transport('0x80090325'),
  transport('0x80004005'),
  sql(
    31601,
    'The size of the provided payload is 104857601 bytes, which exceeds the maximum allowed size of 104857600 bytes.',
  ),
  sql(31604, "The value '500' is not within range for the '@timeout' parameter."),
  sql(31605, "The specified method 'TRACE' is not supported."),
  sql(
    31607,
    'The external endpoint FQDN is not in the list of Outbound Firewall Rules on the server. Please add it to the list of Outbound Firewall Rules on your server and retry the operation.',
  ),
  sql(31609, 'An error occurred, failed to parse url. HRESULT: 0x80072ee5.'),
  sql(31610, 'Accessing the external endpoint is only allowed via HTTPS.', 1, {
    endpointUrl: 'http://k8s.corp.example',
  }),
  sql(31611, "The response's headers size exceeds the maximum allowed size of 8192 bytes."),
  sql(31612, 'Connections to the domain corp.example are not allowed.', 1, { engineEdition: 5 }),
  sql(
    31613,
    'The length of the provided query after percent-encoding exceeds the maximum allowed length of 4096 bytes.',
  ),
  sql(
    31614,
    'Only alphanumeric characters, hyphens, underscores, and dots are allowed in the hostname or in the fully qualified domain name.',
  ),
  sql(
    31615,
    'The @headers cannot contain nested structures. Please check the formatting of the JSON and try again with a flat structure.',
  ),
  sql(31617, 'The @headers contains invalid characters. Only printable US ASCII characters are allowed.'),
  sql(31620, 'The @headers is not a json object datatype.'),
  {
    ...sql(31624, 'Connection to the external endpoint IP is not allowed.', 1, { engineEdition: 5 }),
    title: 'Msg 31624 on Azure',
  },
  sql(31624, 'Connection to the external endpoint IP is not allowed.', 1, { engineEdition: 3 }),
  sql(31625, 'DNS resolution of the hostname has failed with windows sockets error 11001.', 1, { engineEdition: 5 }),
  sql(31625, 'DNS resolution of the hostname has failed with windows sockets error 11002.', 1, { engineEdition: 5 }),
  sql(31625, 'DNS resolution of the hostname has failed with windows sockets error 11004.', 1, { engineEdition: 5 }),
  ...[5, 7, 8, 38, 40, 58].map((state) => sql(18456, "Login failed for user 'app_reader'.", state)),
  sql(31627, 'An out of memory exception has occurred during external endpoint invocation.'),
  sql(31628, "The database scoped credential 'c' has an invalid identity 'x' for use with an external rest endpoint."),
  sql(31629, 'The external rest endpoint execution exceeded the timeout value.'),
  sql(31630, "The database scoped credential 'https://other' cannot be used to invoke an external rest endpoint.", 6),
  sql(31632, "The request's headers size exceeds the maximum allowed size of 8192 bytes."),
  sql(31638, "The specified 'application/merge-patch+json' value is not supported in the @headers parameter."),
  sql(31639, "The specified 'application/yaml' value is not supported in the @credential secret."),
  sql(31641, "The charset value of the response's Content-Type header is not supported."),
  sql(31642, 'The value of one of the key-value pairs in the @headers is empty.'),
  sql(
    31643,
    "'sp_invoke_external_rest_endpoint' is disabled on this instance of SQL Server. Use sp_configure 'external rest endpoint enabled' to enable it.",
  ),
  sql(31644, 'Server Managed Identity is disabled for this instance of SQL Server.'),
  sql(8189, "You do not have permission to run 'sys.sp_invoke_external_rest_endpoint'."),
  sql(11558, 'The @headers JSON string could not be parsed. Please check the formatting of the JSON.', 200),
  sql(11558, 'The @payload JSON string could not be parsed. Please check the formatting of the JSON.', 201),
  sql(11558, 'The @result JSON string could not be parsed. Please check the formatting of the JSON.', 202),
  sql(11558, 'The something JSON string could not be parsed. Please check the formatting of the JSON.', 7),
  sql(
    15151,
    "Cannot find the credential 'https://k8s.corp.example:8443', because it does not exist or you do not have permission.",
  ),
  sql(
    15581,
    'Please create a master key in the database or open the master key in the session before performing this operation.',
    6,
  ),
  sql(33047, "Fail to obtain or decrypt secret for credential 'c'."),
  sql(33158, 'Database credentials are not supported in master database.', 1, { database: 'master' }),
  sql(2812, "Could not find stored procedure 'sp_invoke_external_rest_endpoint_internal'.", 99),
  sql(2812, "Could not find stored procedure 'sys.sp_invoke_external_rest_endpoint'.", 62),
  sql(
    15123,
    "The configuration option 'external rest endpoint enabled' does not exist, or it may be an advanced option.",
  ),
  sql(10928, 'Resource ID : 1. The outbound connections limit for the database is 20 and has been reached.', 4),
  sql(229, "The EXECUTE permission was denied on the object 'p', database 'orders', schema 'dbo'.", 5),
  sql(31602, "Received param '@url' successfully."),
  sql(31603, "Received param '30' successfully."),
  sql(31606, 'Serializing payload value failed'),
  sql(31616, "Warning: header 'User-Agent' was overwritten by a system-defined value."),
  sql(31618, 'The @headers contains an empty key.'),
  sql(31619, 'The @headers could not be parsed. jsonError = 3.'),
  sql(31621, 'One of the @headers values could not be parsed.'),
  sql(31622, 'An unexpected error occurred while validating that the connection to the hostname is allowed.'),
  sql(31631, 'An error has occurred while waiting for the external rest endpoint result: 7.'),
  sql(31633, 'The length of the provided @url exceeds the maximum allowed length of 4000 bytes.'),
  sql(31634, "The secret must contain a 'resourceid' for use with managed identity."),
  sql(31635, "The secret's 'resourceid' value must be a string for use with managed identity."),
  sql(31636, "Error retrieving the managed identity access token for the resource id 'x'. JWTErrorState = 3. ''"),
  sql(
    31637,
    "Connections to the domain corp.example are not allowed using a credential object with the identity 'SHARED ACCESS SIGNATURE'.",
  ),
  sql(31640, 'The @payload XML string could not be parsed. Unexpected end.'),
  sql(31701, "Parameter 'source' must be specified. This parameter cannot be NULL."),
  sql(31703, 'Missing JSON key data'),
  sql(31704, 'Unable to parse JSON'),
  sql(31705, 'Failed to run AI function with error 31742 x'),
  sql(31712, 'Request failed with retriable error'),
  sql(31713, 'Bad URL argument x'),
  sql(
    31737,
    'The size of the provided text would be at least 200 bytes after converting to UTF-8, which exceeds the maximum allowed size of 100 bytes.',
  ),
  sql(31742, 'Unrecoverable HTTP error 401 Unauthorized occured.'),
  sql(31744, 'The JSON path for embeddings could not be found in the response.'),
  sql(31745, 'The HTTP response does not contain valid JSON.'),
  sql(
    11559,
    'The @headers JSON parameter x is missing or incorrectly formatted. Please check the formatting of the JSON.',
  ),
  sql(10936, 'Resource ID : 1. The outbound connections limit for the elastic pool is 20 and has been reached.', 4),
  sql(15247, 'User does not have permission to perform this action.'),
  sql(5812, 'You do not have permission to run the RECONFIGURE statement.'),
  sql(15281, "SQL Server blocked access to procedure 'sys.sp_OACreate' of component 'Ole Automation Procedures'."),
  sql(15578, 'There is already a master key in the database. Please drop it before performing this statement.'),
  sql(15466, 'An error occurred during decryption.'),
  sql(40510, "Statement 'CONFIG' is not supported in this version of SQL Server", 1, { engineEdition: 5 }),
  sql(262, "CREATE DATABASE SCOPED CREDENTIAL permission denied in database 'orders'."),
  sql(46505, "Missing required external DDL option 'LOCATION'."),
  sql(46508, "Incorrect syntax on external DDL option 'API_FORMAT'."),
  sql(46556, "Cannot drop the credential 'c' because it is used by an external model."),
  sql(13608, 'Property cannot be found on the specified JSON path.'),
  sql(13609, "JSON text is not properly formatted. Unexpected character '<' is found at position 0."),
  sql(13623, 'Scalar value cannot be found in the specified JSON path.'),
  sql(8152, 'String or binary data would be truncated.'),
  sql(2628, "String or binary data would be truncated in table 'dbo.pods', column 'body'. Truncated value: '{'."),
  sql(8116, 'Argument data type NULL is invalid for argument 2 of ai_generate_embeddings function'),
  sql(1204, 'The instance of the SQL Server Database Engine cannot obtain a LOCK resource at this time.'),
  sql(
    230,
    "The SELECT permission was denied on the column 'body' of the object 'log', database 'orders', schema 'dbo'.",
  ),
  sql(297, 'The user does not have permission to perform this action.'),
  sql(300, "VIEW SERVER STATE permission was denied on object 'server', database 'master'."),
  login(
    18452,
    'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.',
  ),
  sql(
    916,
    'The server principal "app_reader" is not able to access the database "orders" under the current security context.',
  ),
  sql(8134, 'Divide by zero error encountered.'),
  http(400, 'BadRequest', 'continue key is not valid: illegal base64 data'),
  own('unknown-view'),
  bare(400, 'text/html'),
  http(401, 'Unauthorized', 'Unauthorized'),
  bare(401, 'text/html'),
  own('refused'),
  own('subresource'),
  http(
    403,
    'Forbidden',
    'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
  ),
  http(403, 'Forbidden', 'exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0'),
  http(
    403,
    'Forbidden',
    `pods is forbidden: User "${serviceAccount}" cannot list resource "pods" in API group "" in the namespace "kube-system"`,
  ),
  http(
    403,
    'Forbidden',
    `namespaces is forbidden: User "${serviceAccount}" cannot list resource "namespaces" in API group "" at the cluster scope`,
  ),
  http(403, 'Forbidden', `forbidden: User "${serviceAccount}" cannot get path "/metrics"`),
  http(403, 'Forbidden', `forbidden: User "${serviceAccount}" cannot get path "/k8s/api/v1/namespaces"`),
  http(403, 'Forbidden', 'pods "x" is forbidden: violates PodSecurity "restricted:latest"'),
  bare(403, 'text/html'),
  own('not-found'),
  http(404, 'NotFound', 'pods "web-1" not found'),
  http(404, 'NotFound', 'the server could not find the requested resource'),
  bare(404, 'text/plain'),
  http(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource'),
  http(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  ),
  http(409, 'AlreadyExists', 'pods "web" already exists'),
  http(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas', {
    details: {
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl"', field: '.spec.replicas' }],
    },
  }),
  http(
    409,
    'Conflict',
    'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
  ),
  http(410, 'Expired', 'The provided continue parameter is too old to display a consistent list result.'),
  own('body-too-large'),
  http(415, 'UnsupportedMediaType', '415: Unsupported Media Type'),
  own('wrong-host'),
  http(422, 'Invalid', 'Pod "x" is invalid: spec.containers: Required value', {
    details: { causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers' }] },
  }),
  own('too-many-requests'),
  bare(429, 'text/plain; charset=utf-8', '3'),
  own('internal'),
  http(500, 'InternalError', 'Internal error occurred: failed calling webhook "w": timeout'),
  http(500, 'ServerTimeout', 'The list operation against pods could not be completed at this time, please try again.'),
  http(500, 'StorageReadError', 'object read from storage failed'),
  bare(500, 'text/plain'),
  bare(405, 'text/html'),
  bare(408, 'text/html'),
  bare(414, 'text/html'),
  bare(431, 'text/html'),
  bare(499),
  own('bad-gateway'),
  bare(502, 'text/html'),
  http(503, 'ServiceUnavailable', 'the server is currently unable to handle the request', {
    details: { retryAfterSeconds: 5 },
  }),
  bare(503, 'text/html'),
  http(504, 'Timeout', 'Timeout: request did not complete within the allotted timeout'),
  own('unavailable'),
  own('gateway-timeout'),
  bare(504, 'text/html'),
  bare(302, 'text/html'),
  bare(418),
  { title: '204', failure: { kind: 'no-result', code: 204, call } },
  {
    title: 'JSON, but not Kubernetes',
    failure: { kind: 'unexpected-answer', call, expected: 'a list of pods', seen: 'an object without a kind' },
  },
  { title: 'List expired', failure: { kind: 'list-expired', call } },
  {
    title: 'Refused',
    failure: { kind: 'refused', reason: 'The password of app_reader is not stored. Connect to be asked for it.' },
  },
];
