import type { CauseEntry } from '../../cause.ts';
import { inProxyLog } from '../proxy-log.ts';

const withKubectl = 'a machine with kubectl';
const onSqlHost = '{sql}';
const ask = 'curl --cacert ca.crt -sS -i https://{hostName}:{port}/version';
const proxyLog = inProxyLog('Read the proxy’s error log at that second; level `info` tells most.');

/** What can be wrong with what answers at the endpoint, before Kubernetes. */
export const proxyCauses = {
  'proxy.broke-off': {
    text: 'The proxy was restarted or stopped in the middle, or closed an idle connection that SQL Server took up again.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [proxyLog, ['The proxy’s pod was restarted.', 'shell', withKubectl, 'kubectl get pods --all-namespaces']],
    fixes: [['Try again; once is chance.', 'retry'], 'If it stays, look why the proxy restarts.'],
  },
  'proxy.middlebox-cut': {
    text: 'A device between **{sql}** and the proxy cut the connection.',
    link: 'tcp',
    owner: 'network team',
    confirm: ['The proxy’s access log has the request with status 499 or 200, and SQL Server got no answer.'],
    fixes: ['Have the device leave connections of **{sql}** to {endpoint} alone.'],
  },
  'proxy.not-http': {
    text: 'The port belongs to another protocol, speaks only HTTP/2, or expects the PROXY protocol.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [['HTTP/1.1 is not answered.', 'shell', onSqlHost, `${ask} --http1.1`]],
    fixes: ['Let it answer HTTP/1.1 over TLS, without the PROXY protocol.', ['Or correct the port.', 'edit-endpoint']],
  },
  'proxy.slow': {
    text: 'The proxy does not pass the request on in time.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [['The health path answers at once, the API does not.', 'run-doctor'], proxyLog],
    fixes: ['Look at the load and the limits of the proxy’s pod.'],
  },
  'proxy.rule': {
    text: 'The proxy’s own rules do not allow this path or verb; it was generated for less access.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [
      'The answer is the proxy’s own: its `details.causes` name SQL Kube’s proxy.',
      ['Compare what it was generated for.', 'check-access'],
    ],
    fixes: [['Generate the proxy’s configuration with this access, and apply it.', 'create-proxy']],
  },
  'proxy.refuses-request': {
    text: 'The proxy refuses the request for the reason that it names.',
    link: 'proxy',
    owner: 'you',
    confirm: ['The answer is the proxy’s own: its `details.causes` say why.'],
    fixes: [['Correct what it names, in the call or in the endpoint’s URL.', 'edit-endpoint']],
  },
  'proxy.sign-in': {
    text: 'The proxy or an ingress asks for a password of its own, and takes the Authorization header for itself.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [['The answer has the header `WWW-Authenticate: Basic`.', 'shell', onSqlHost, ask]],
    fixes: ['Switch that sign-in off for this path (`auth_basic off`, or the ingress’ auth annotations).'],
  },
  'proxy.blocks-caller': {
    text: 'An allow rule of the proxy, or a web application firewall, does not let the address of **{sql}** through.',
    link: 'proxy',
    owner: 'network team',
    confirm: [
      'The same call from another address is answered by Kubernetes.',
      inProxyLog('The proxy’s error log says `access forbidden by rule`.'),
    ],
    fixes: ['Let the address of **{sql}** through there.'],
  },
  'proxy.wrong-path': {
    text: 'The URL’s path is not what the proxy or Kubernetes expects: a segment too many or too few, or `proxy_pass` with a trailing slash.',
    link: 'proxy',
    owner: 'you',
    confirm: [['`/version` below the endpoint’s URL is answered with JSON.', 'shell', onSqlHost, ask]],
    fixes: [['Correct the path in the endpoint’s URL.', 'edit-endpoint'], 'Or correct `proxy_pass` in the proxy.'],
  },
  'proxy.wrong-host': {
    text: 'The proxy was set up for other host names than {host}.',
    link: 'proxy',
    owner: 'you',
    confirm: ['Compare {host} with `server_name` in the proxy’s configuration.'],
    fixes: [
      ['Call it by a name that it was set up for.', 'edit-endpoint'],
      ['Or generate it again for this name.', 'create-proxy'],
    ],
  },
  'proxy.not-kubernetes': {
    text: 'What answers at the URL is no Kubernetes API: a login page, a welcome page or another service in front of it.',
    link: 'proxy',
    owner: 'you',
    confirm: [['The answer is HTML or text.', 'shell', onSqlHost, ask]],
    fixes: [['Correct the endpoint’s URL.', 'edit-endpoint'], 'Or take the login page away from this path.'],
  },
  'proxy.cut-json': {
    text: 'The answer breaks off in the middle: something between ended it early and still called it complete.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [
      [
        'The JSON ends in the middle here as well.',
        'shell',
        onSqlHost,
        'curl --cacert ca.crt -sS https://{hostName}:{port}/version | tail -c 200',
      ],
      proxyLog,
    ],
    fixes: ['Look for a device or module that rewrites or buffers answers on the way.'],
  },
  'proxy.text-asked': {
    text: 'The path answers plain text on purpose (health, logs, metrics), and JSON was asked for.',
    link: 'api-server',
    owner: 'you',
    confirm: ['The path is one of `/healthz`, `/livez`, `/readyz`, `/metrics` or ends in `/log`.'],
    fixes: [
      'Add `"Accept":"text/plain"` to `@headers`; for a pod’s log also `"X-Kube-View":"text"`, through a SQL Kube proxy.',
    ],
  },
  'proxy.empty-answer': {
    text: 'The answer has no body, or one that SQL Server drops; most likely something other than a Kubernetes API answered.',
    link: 'proxy',
    owner: 'you',
    confirm: [['The body is empty here as well.', 'shell', onSqlHost, ask]],
    fixes: [
      ['Check the endpoint’s URL.', 'edit-endpoint'],
      ['Look which link answers.', 'run-doctor'],
    ],
  },
  'proxy.redirect': {
    text: 'The endpoint points to another address, such as a login page or the same path with a slash; SQL Server follows none.',
    link: 'proxy',
    owner: 'you',
    confirm: [['The `Location` header says where to.', 'shell', onSqlHost, ask]],
    fixes: [['Use the final address as the endpoint’s URL.', 'edit-endpoint']],
  },
  'proxy.body-limit': {
    text: 'The body is larger than the proxy (1 MiB by default) or the API server (3 MiB) takes.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [
      inProxyLog('The proxy’s error log says `client intended to send too large body`; if not, it was the API server.'),
    ],
    fixes: ['Send less at a time, or have `client_max_body_size` raised to 3 MiB.'],
  },
  'proxy.rate-limit': {
    text: 'The proxy limits how many requests it takes a second.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [inProxyLog('The proxy’s error log says `limiting requests` or `limiting connections`.')],
    fixes: [
      ['Wait {retry} and try again.', 'retry'],
      ['Or generate the proxy with a higher limit.', 'create-proxy'],
    ],
  },
  'proxy.large-headers': {
    text: 'The answer’s headers are larger than SQL Server takes (8 KB): something on the way adds cookies or policies.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [
      [
        'Count the bytes of the headers.',
        'shell',
        onSqlHost,
        'curl --cacert ca.crt -sS -D - -o /dev/null https://{hostName}:{port}/version | wc -c',
      ],
    ],
    fixes: ['Let the proxy drop them (`proxy_hide_header`).', ['Or generate a proxy that does.', 'create-proxy']],
  },
  'proxy.large-answer': {
    text: 'The answer is larger than the procedure takes (100 MB).',
    link: 'api-server',
    owner: 'you',
    confirm: ['The same call with `?limit=1` succeeds.'],
    fixes: ['Ask for less at a time: `limit`, a label selector, or a smaller `sqlkube.pods.pageSize`.'],
  },
  'proxy.charset': {
    text: 'The answer’s Content-Type names a character set other than UTF-8.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [['Read the header Content-Type.', 'shell', onSqlHost, ask]],
    fixes: ['Let the proxy answer in UTF-8 (`charset utf-8`).'],
  },
  'proxy.no-translation': {
    text: 'The proxy does not translate Kubernetes’ media types, or the request did not ask it to; SQL Server cannot name them itself.',
    link: 'proxy',
    owner: 'you',
    confirm: [['Its health path `/-/healthz` answers a `ProxyHealth` object when it translates.', 'run-doctor']],
    fixes: [
      'Send `X-Kube-Patch` (PATCH) or `X-Kube-View` (reading) through a SQL Kube proxy, or use PUT.',
      ['Generate such a proxy.', 'create-proxy'],
    ],
  },
  'proxy.drops-authorization': {
    text: 'The proxy does not forward the Authorization header.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [
      'Its configuration has `proxy_set_header Authorization "";`, an `auth_basic`, or `kubectl proxy` stands between.',
    ],
    fixes: [
      'Forward it unchanged (nginx does unless told otherwise).',
      ['Or generate a proxy that does.', 'create-proxy'],
    ],
  },
  'proxy.own-identity': {
    text: 'The proxy signs in with its own service account in place of the caller’s token.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [
      'The message names another user than the token’s.',
      'Its configuration sets `proxy_set_header Authorization` to a fixed value.',
    ],
    fixes: ['Forward the caller’s header, or grant the proxy’s account on purpose.'],
  },
  'proxy.no-backend': {
    text: 'The proxy’s Service or the ingress has nothing running behind it.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [['No address is listed.', 'shell', withKubectl, 'kubectl get endpoints --all-namespaces']],
    fixes: ['Start the pods behind it, or correct the selector of the Service.'],
  },
  'proxy.overloaded': {
    text: 'The proxy has no connections or memory left.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [inProxyLog('Its error log says `worker_connections are not enough`, or its pod was killed for memory.')],
    fixes: ['Raise `worker_connections` or the pod’s limits, or run more replicas.'],
  },
  'proxy.configuration': {
    text: 'nginx does not start or misbehaves because of its configuration: a file that is missing, a name that it cannot resolve, a loop.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: [['It says what is wrong.', 'shell', withKubectl, 'kubectl logs deployment/NAME --namespace NAMESPACE']],
    fixes: [['Generate and apply the proxy again.', 'create-proxy']],
  },
  'proxy.header-limit': {
    text: 'The request’s headers are larger than the proxy takes (4 × 8 KB), most often because of a very long token.',
    link: 'proxy',
    owner: 'cluster admin',
    confirm: ['Its page says `Request Header Or Cookie Too Large`.'],
    fixes: [
      ['Use a service account’s token, of about 900 characters.', 'request-token'],
      'Or raise `large_client_header_buffers`.',
    ],
  },
  'proxy.plain-upstream': {
    text: 'The proxy speaks plain HTTP to the API server’s TLS port.',
    link: 'api-server',
    owner: 'cluster admin',
    confirm: ['The text is “Client sent an HTTP request to an HTTPS server.”; `proxy_pass` says `http://`.'],
    fixes: ['Use `proxy_pass https://…`, or the ingress’ annotation `backend-protocol: "HTTPS"`.'],
  },
  'proxy.client-stopped': {
    text: 'SQL Server stopped waiting: its time-out ran out, or the statement was cancelled.',
    link: 'proxy',
    owner: 'you',
    confirm: ['The proxy’s access log has status 499 for the request.'],
    fixes: ['Raise `@timeout`, or ask for less at a time.'],
  },
} as const satisfies Readonly<Record<string, CauseEntry>>;
