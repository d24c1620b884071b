import type { Entry } from '../explanation.ts';

/** A text that a server sends in place of Kubernetes’ JSON, and that alone tells what is wrong. */
export interface PageText extends Entry {
  /** In lower case. */
  readonly words: string;
  readonly code: string;
}

const nginx = 'nginx, pages in its source (documented)';
const go = 'Go’s HTTP server and the API server (documented)';

/** Pages of nginx that share a status with others, and plain texts of the API server. */
export const pageTexts: readonly PageText[] = [
  {
    words: 'the plain http request was sent to https port',
    code: 'page.plain-client',
    headline: 'Somebody spoke plain HTTP to the proxy’s TLS port',
    why: 'SQL Server itself calls only https addresses, so it was an inner hop: a load balancer, an ingress or a health check.',
    fix: 'Use https on that hop.',
    owner: 'cluster admin',
    sureness: 'documented',
    source: nginx,
    causes: [
      {
        code: 'proxy.plain-client',
        link: 'proxy',
        confirm: ['The proxy’s access log shows the address of the hop with status 400.'],
      },
    ],
  },
  {
    words: 'client sent an http request to an https server',
    code: 'page.plain-upstream',
    headline: 'The proxy speaks plain HTTP to the API server’s TLS port',
    why: 'This is the API server’s own text: `proxy_pass` says `http://` where it has to say `https://`.',
    fix: 'Use `proxy_pass https://…`, or the ingress’ annotation `backend-protocol: "HTTPS"`.',
    owner: 'cluster admin',
    sureness: 'documented',
    source: go,
    causes: [['proxy.plain-upstream', 'documented']],
  },
  {
    words: 'no required ssl certificate was sent',
    code: 'page.client-certificate',
    headline: 'The proxy demands a client certificate, which SQL Server cannot send',
    why: 'The procedure has no way to present one.',
    fix: 'Switch off client certificates on the proxy (`ssl_verify_client off`) and sign in by token.',
    owner: 'cluster admin',
    sureness: 'documented',
    source: nginx,
    causes: [['tls.client-certificate', 'documented']],
  },
  {
    words: 'the ssl certificate error',
    code: 'page.client-certificate-refused',
    headline: 'The proxy refused a client certificate',
    why: 'It checks client certificates, and the one that came does not suit it; SQL Server sends none.',
    fix: 'Switch off client certificates on the proxy (`ssl_verify_client off`) and sign in by token.',
    owner: 'cluster admin',
    sureness: 'documented',
    source: nginx,
    causes: [['tls.client-certificate', 'documented']],
  },
  {
    words: 'request header or cookie too large',
    code: 'page.large-headers',
    headline: 'The request’s headers are larger than the proxy takes',
    why: 'nginx takes 4 × 8 KB. Most often the token is very long.',
    fix: 'Use a shorter token, or raise `large_client_header_buffers`.',
    owner: 'cluster admin',
    sureness: 'documented',
    source: nginx,
    causes: [['proxy.header-limit', 'documented']],
  },
  {
    words: '404 page not found',
    code: 'page.unknown-path',
    headline: 'There is no Kubernetes API at this path',
    why: 'The API server answers so, in plain text, when it knows no part of the path.',
    fix: 'Check the endpoint’s URL; the trailing slash in the proxy’s `proxy_pass` also changes paths.',
    owner: 'you',
    sureness: 'observed',
    source: 'Kubernetes 1.36 API server, measured',
    causes: [['proxy.wrong-path', 'observed']],
  },
  {
    words: 'too many requests, please try again later',
    code: 'page.throttled',
    headline: 'Kubernetes asks for fewer requests',
    why: 'The API server is busy and puts this caller off, in plain text.',
    fix: 'Wait a moment and try again. If it lasts, ask for a higher priority level for this service account.',
    owner: 'you',
    sureness: 'observed',
    source: 'Kubernetes 1.36 API server, measured',
    causes: [['api.throttled', 'observed']],
  },
  {
    words: 'kubernetes ingress controller fake certificate',
    code: 'page.default-certificate',
    headline: 'An ingress showed its default certificate',
    why: 'It knows no TLS host of the name that was asked for, or has no certificate for it.',
    fix: 'Give the ingress a TLS host of that name with its certificate.',
    owner: 'cluster admin',
    sureness: 'documented',
    source: 'ingress-nginx documentation',
    causes: [['tls.other-host-answered', 'documented']],
  },
  {
    words: 'error searching first file in /var/opt/mssql/security/ca-certificates',
    code: 'page.no-ca-folder',
    headline: 'SQL Server found no folder for CAs at its start',
    why: 'The folder `/var/opt/mssql/security/ca-certificates` is not there, so no CA of yours is trusted.',
    fix: 'Create it, put the CA in, and restart SQL Server.',
    owner: 'DBA',
    sureness: 'documented',
    source: 'S3 backup documentation of SQL Server on Linux',
    causes: [['tls.ca-missing', 'documented']],
  },
];
