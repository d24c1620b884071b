import type { CauseRef } from '../cause.ts';
import type { Entry } from '../explanation.ts';

/** What a line of nginx' error log says. The first entry whose pattern fits counts. */
export interface ProxyLine extends Entry {
  /** That of its first cause. */
  readonly code: string;
  readonly pattern: RegExp;
  readonly side: 'cluster' | 'sql';
}

const nginx = 'nginx, error messages in its source (documented)';
const alerts = 'OpenSSL alerts and reasons as nginx logs them (documented)';

type Row = readonly [pattern: RegExp, headline: string, why: string, fix: string, causes: Entry['causes']];

const codeOf = (ref: CauseRef): string => (typeof ref === 'string' ? ref : 'link' in ref ? ref.code : ref[0]);

const row =
  (side: ProxyLine['side'], owner: Entry['owner'], sureness: Entry['sureness'], source: string) =>
  ([pattern, headline, why, fix, causes]: Row): ProxyLine => ({
    pattern,
    code: codeOf(causes[0]),
    headline,
    why,
    fix,
    owner,
    sureness,
    side,
    source,
    causes,
    actions: ['run-doctor', 'retry'],
  });

const fromSqlServer: readonly Row[] = [
  [
    /alert unknown ca/i,
    'The caller does not trust the proxy’s certificate',
    'It broke off the TLS handshake because it does not know the issuer. SQL Server shows HRESULT 0x80070008 then.',
    'Make the CA that issued the proxy’s certificate known on the machine of SQL Server, then restart SQL Server.',
    [['tls.ca-missing', 'documented'], ['tls.not-restarted', 'documented'], 'tls.ca-regenerated'],
  ],
  [
    /alert certificate expired/i,
    'The caller finds the proxy’s certificate out of date',
    'It has expired, or the caller’s clock is wrong.',
    'Renew the proxy’s certificate and reload nginx.',
    [['tls.expired', 'documented'], 'tls.clock'],
  ],
  [
    /alert bad certificate|alert certificate unknown/i,
    'The caller refuses the proxy’s certificate',
    'Its name, chain or usage does not suit it; the alert says no more.',
    'Issue the certificate with the host of the URL as a DNS name, usage `serverAuth`, and serve its intermediates.',
    ['tls.wrong-name', 'tls.chain-incomplete', 'tls.wrong-usage'],
  ],
  [
    /unsupported protocol|version too low|alert protocol version|no shared cipher|no suitable (?:key share|signature)|no shared group/i,
    'The caller and the proxy share no TLS version or cipher',
    'The handshake ended before a certificate was looked at.',
    'Allow TLS 1.2 with ECDHE-RSA and AES-GCM on the proxy, and use an RSA certificate.',
    [['tls.no-common-version', 'documented']],
  ],
  [
    /plain HTTP request to HTTPS port|SSL routines::http request/i,
    'Somebody spoke plain HTTP to the proxy’s TLS port',
    'The procedure itself calls only https addresses, so most likely this is another client or a health check.',
    'Use an https address there.',
    [
      {
        code: 'proxy.plain-client',
        link: 'proxy',
        confirm: ['The line names the client’s address; it is not that of SQL Server.'],
      },
    ],
  ],
  [
    /no required SSL certificate|client SSL certificate verify error/i,
    'The proxy demands a client certificate, which SQL Server cannot send',
    'The procedure has no way to present one.',
    'Switch off client certificates on the proxy (`ssl_verify_client off`) and sign in by token.',
    [['tls.client-certificate', 'documented']],
  ],
  [
    /client intended to send too large body/i,
    'The request body is larger than the proxy allows',
    'nginx answers 413.',
    'Raise `client_max_body_size`; the API server itself takes no more than 3 MiB.',
    [['proxy.body-limit', 'documented']],
  ],
  [
    /client timed out|client prematurely closed connection/i,
    'SQL Server stopped waiting for the proxy',
    'It closed the connection before the answer was complete: its time-out ran out, or the statement was cancelled.',
    'Raise `@timeout`, or ask for less at a time.',
    [['proxy.client-stopped', 'documented']],
  ],
  [
    /peer closed connection in SSL handshake/i,
    'The caller hung up during the TLS handshake',
    'It sent no reason. A client that checks the certificate after the handshake does so when it does not trust it.',
    'Check issuer, names and dates of the proxy’s certificate as the machine of SQL Server sees them.',
    ['tls.ca-missing', 'tls.not-restarted', 'tls.wrong-name', 'tls.expired'],
  ],
  [
    /worker_connections are not enough/i,
    'The proxy has no connections left',
    'nginx refuses new ones until others end.',
    'Raise `worker_connections`, or run more replicas.',
    [['proxy.overloaded', 'documented']],
  ],
  [
    /access forbidden by rule/i,
    'A rule of the proxy does not let this caller in',
    'An `allow`/`deny` list leaves its address out. nginx answers 403.',
    'Let the address of SQL Server’s machine through.',
    [['proxy.blocks-caller', 'documented']],
  ],
  [
    /limiting (?:requests|connections)/i,
    'The proxy limits how much this caller may ask',
    'nginx answers 503 or 429.',
    'Ask less often, or raise `limit_req` and `limit_conn`.',
    [['proxy.rate-limit', 'documented']],
  ],
  [
    /server name different from the one that was negotiated/i,
    'The caller named one host for TLS and another in its request',
    'nginx answers 421.',
    'Use the same host in the URL and in a `Host` header, or leave that header out.',
    [['proxy.wrong-host', 'documented']],
  ],
  [
    /client sent too (?:long header line|large request)|too large request header/i,
    'The request’s headers are larger than the proxy takes',
    'nginx answers 400.',
    'Use a shorter token, or raise `large_client_header_buffers`.',
    [['proxy.header-limit', 'documented']],
  ],
];

const toCluster: readonly Row[] = [
  [
    /\b(?:111: Connection refused|10061:)/,
    'Nothing listens where the proxy looks for the API server',
    'The API server is down, or the address or port in `proxy_pass` is wrong. SQL Server gets 502.',
    'Check that the API server runs, then the address: `kubernetes.default.svc:443` inside the cluster, usually port 6443 outside.',
    [['api.down', 'observed']],
  ],
  [
    /\b(?:113: No route to host|101: Network is unreachable|113: Host is unreachable)/,
    'There is no way from the proxy to the API server',
    'Routing or a network policy stands between them. SQL Server gets 502.',
    'Allow the proxy’s pod to connect to the API server.',
    [['api.unreachable', 'documented']],
  ],
  [
    /110: (?:Connection|Operation) timed out\) while (?:connecting|SSL handshaking) to upstream/,
    'The API server does not answer the proxy’s attempt to connect',
    'Most likely a firewall drops the packets. SQL Server gets 504.',
    'Open the way from the proxy to the API server.',
    [['api.unreachable', 'documented']],
  ],
  [
    /110: (?:Connection|Operation) timed out\) while reading/,
    'The API server takes too long to answer the proxy',
    'It is slow, or the request was a watch, which never ends. SQL Server gets 504.',
    'Ask for less at a time or raise `proxy_read_timeout`; leave `watch` out.',
    [['api.slow', 'documented']],
  ],
  [
    /upstream server temporarily disabled/,
    'The proxy has taken an API server out of use for a while',
    'Earlier attempts failed; the lines before this one say why.',
    'Mend what those lines say; nginx tries again after `fail_timeout`.',
    [['api.taken-out', 'documented']],
  ],
  [
    /104: Connection reset by peer\) while (?:reading response header from|SSL handshaking to|sending request to) upstream/,
    'The API server, or a device before it, reset the connection',
    'It restarts, or an idle connection was cut. SQL Server gets 502.',
    'Try again; if it stays, look at the API server’s log.',
    [['api.closed', 'documented']],
  ],
  [
    /rewrite or internal redirection cycle/,
    'The proxy’s configuration sends requests round in circles',
    'nginx answers 500.',
    'Correct `rewrite`, `try_files` or `error_page` in the proxy’s configuration.',
    [['proxy.configuration', 'documented']],
  ],
  [
    /certificate verify error: \(10:/,
    'The API server’s certificate has expired',
    'The proxy refuses it. SQL Server gets 502.',
    'Renew it (`kubeadm certs renew apiserver`) and restart the API server.',
    [['api.certificate-expired', 'documented']],
  ],
  [
    /certificate verify error: \(22:/,
    'The API server’s certificate chain is longer than the proxy allows',
    '`proxy_ssl_verify_depth` is 1 unless set. SQL Server gets 502.',
    'Raise `proxy_ssl_verify_depth`.',
    [
      {
        code: 'api.chain-depth',
        link: 'api-server',
        confirm: ['`proxy_ssl_verify_depth` in the proxy’s configuration is smaller than the number of intermediates.'],
      },
    ],
  ],
  [
    /upstream SSL certificate verify error/,
    'The proxy does not trust the API server’s certificate',
    'The CA it was given did not issue that certificate, or the chain is incomplete. SQL Server gets 502.',
    'Point `proxy_ssl_trusted_certificate` to the cluster’s CA: `/var/run/secrets/kubernetes.io/serviceaccount/ca.crt`.',
    [['api.certificate-untrusted', 'observed']],
  ],
  [
    /upstream SSL certificate does not match/,
    'The API server’s certificate was issued for another name than the proxy expects',
    'SQL Server gets 502.',
    'Set `proxy_ssl_name` to a name in it; `kubernetes.default.svc` always is with kubeadm.',
    [['api.certificate-name', 'documented']],
  ],
  [
    /wrong version number\) ?.{0,20}while SSL handshaking to upstream/,
    'The proxy speaks TLS to a port that does not',
    '`proxy_pass` says https, and the other side answers in plain text. SQL Server gets 502.',
    'Correct scheme or port in `proxy_pass`.',
    [['api.tls', 'documented']],
  ],
  [
    /while SSL handshaking to upstream/,
    'The TLS handshake between the proxy and the API server failed',
    'No version or cipher in common, or the API server wants to be told its name. SQL Server gets 502.',
    'Set `proxy_ssl_server_name on` and check `proxy_ssl_protocols`.',
    [['api.tls', 'documented']],
  ],
  [
    /no live upstreams/,
    'The proxy has taken every API server out of use',
    'Earlier attempts failed; the lines before this one say why. SQL Server gets 502.',
    'Mend what those lines say; nginx tries again after `fail_timeout`.',
    [['api.taken-out', 'documented']],
  ],
  [
    /upstream prematurely closed connection/,
    'The API server closed the connection before it answered',
    'It restarts, speaks only HTTP/2 there, or an idle connection was cut. SQL Server gets 502.',
    'Try again; if it stays, set `proxy_http_version 1.1`.',
    [['api.closed', 'documented']],
  ],
  [
    /upstream sent too big header/,
    'The API server’s answer has larger headers than the proxy reads',
    'SQL Server gets 502.',
    'Raise `proxy_buffer_size`.',
    [['api.large-headers', 'documented']],
  ],
  [
    /upstream sent no valid HTTP/,
    'The proxy reads something that is not HTTP from the API server',
    'Plain HTTP was sent to a TLS port. nginx passes the bytes on as a success, so SQL Server raises Msg 11558.',
    'Use https in `proxy_pass`.',
    [['proxy.plain-upstream', 'documented']],
  ],
  [
    /host not found in upstream|could not be resolved|no resolver defined/,
    'The proxy cannot resolve the API server’s name',
    'nginx does not start, or SQL Server gets 502.',
    'Use the full name `kubernetes.default.svc.cluster.local`, and set `resolver` when the name stands in a variable.',
    [['api.name-unresolved', 'documented']],
  ],
  [
    /cannot load certificate|no proxy_ssl_trusted_certificate/,
    'nginx does not start: a certificate or key is missing or broken',
    'The Secret is not mounted, or the files do not belong together.',
    'Check the Secret and where it is mounted, then apply the proxy again.',
    [['proxy.configuration', 'documented']],
  ],
];

/** Lines of nginx' error log by what they say, the API server's side first: it explains what SQL Server sees. */
export const proxyLines: readonly ProxyLine[] = [
  ...toCluster.map(row('cluster', 'cluster admin', 'documented', nginx)),
  ...fromSqlServer.map(row('sql', 'cluster admin', 'derived', alerts)),
];
