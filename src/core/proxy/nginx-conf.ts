import { createHash } from 'node:crypto';
import { proxyHealth, proxyVersion } from './health.ts';
import { hiddenResponseHeaders, proxyLimits } from './limits.ts';
import { refuse, renderErrorLocations, renderErrorPages } from './nginx-errors.ts';
import { renderAllowList, renderMaps } from './nginx-maps.ts';
import { apiServerName, defaultRate, defaultTimeouts, defaultVerifyDepth, type NginxOptions } from './nginx-options.ts';
import { quoteArgument as quote, quoteFixed } from './nginx-quote.ts';

/**
 * The whole nginx.conf, for nginx 1.22 and later, run as any user (`daemon` and `user` are left to whoever starts it).
 * Throws a RangeError when an option cannot be written in an nginx configuration.
 */
export function renderNginxConf(options: NginxOptions): string {
  const text = [
    '# Made by SQL Kube. Changes are lost when it is made again; the health path tells this hash.',
    `# version ${proxyVersion}, hash ${noHash}`,
    'worker_processes 1;',
    '# A reload does not wait for ever for requests that were begun before.',
    'worker_shutdown_timeout 60s;',
    `pid ${quote(`${options.folder}/nginx.pid`)};`,
    `error_log ${quote(options.errorLog)} info;`,
    'events {',
    '  worker_connections 1024;',
    '}',
    'http {',
    ...indent([
      ...renderProcess(options),
      ...renderMaps(options.hosts),
      ...renderAllowList(options.allow),
      ...renderLimits(options),
      ...renderUpstream(options),
      'server {',
      ...indent([
        ...renderListener(options),
        ...renderErrorPages(),
        ...renderMainLocation(options),
        ...renderErrorLocations(),
      ]),
      '}',
    ]),
    '}',
    '',
  ].join('\n');
  return text.replaceAll(noHash, nginxConfHash(text));
}

/** The SHA-256 that a generated configuration carries, computed afresh: equal unless somebody changed it. */
export function nginxConfHash(text: string): string {
  const carried = /^# version \S+, hash ([0-9a-f]{64})$/m.exec(text)?.[1];
  const bare = carried === undefined ? text : text.replaceAll(carried, noHash);
  return createHash('sha256').update(bare).digest('hex');
}

const noHash = '0'.repeat(64);

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function renderProcess(options: NginxOptions): string[] {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    ...folders.map((name) => `${name}_temp_path ${quote(`${options.folder}/${name}`)};`),
    'default_type application/json;',
    'server_tokens off;',
    '# Neither request headers nor queries are logged: tokens travel in the first, names in the second.',
    `log_format sqlkube escape=json '{"time":"$time_iso8601","client":"$remote_addr","method":"$request_method",'`,
    `  '"path":"$sqlkube_path","status":$status,"bytes":$body_bytes_sent,"seconds":$request_time,'`,
    `  '"target":"$sqlkube_target","upstream":"$upstream_status","audit":"$upstream_http_audit_id"}';`,
    `access_log ${quote(options.accessLog)} sqlkube;`,
  ];
}

function renderLimits(options: NginxOptions): string[] {
  const body = options.bodyBytes ?? proxyLimits.bodyBytes;
  const rate = options.rate ?? defaultRate;
  return [
    `client_max_body_size ${body};`,
    '# The whole body stays in memory: nothing of it reaches a disk.',
    `client_body_buffer_size ${Math.max(body, 1024)};`,
    `large_client_header_buffers ${proxyLimits.headerBytes / proxyLimits.headerLineBytes} ${proxyLimits.headerLineBytes};`,
    `limit_req_zone $binary_remote_addr zone=sqlkube:1m rate=${rate.perSecond}r/s;`,
    'limit_req_status 429;',
  ];
}

function renderUpstream(options: NginxOptions): string[] {
  return ['upstream kubernetes {', `  server ${quote(options.upstream.address)};`, '  keepalive 8;', '}'];
}

function renderListener(options: NginxOptions): string[] {
  return [
    ...options.listen.map((address) => `listen ${quote(address)} ssl;`),
    `ssl_certificate ${quote(options.certificate)};`,
    `ssl_certificate_key ${quote(options.key)};`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
    'ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;',
    'ssl_session_cache shared:sqlkube_tls:1m;',
    'ssl_session_tickets off;',
  ];
}

function renderMainLocation(options: NginxOptions): string[] {
  const rate = options.rate ?? defaultRate;
  const timeouts = {
    connect: options.connectTimeout ?? defaultTimeouts.connect,
    read: options.readTimeout ?? defaultTimeouts.read,
  };
  const health = JSON.stringify(proxyHealth(proxyVersion, noHash));
  return [
    'location / {',
    ...indent([
      ...refuse('$sqlkube_host = unknown', 'wrong-host'),
      ...refuse('$sqlkube_method = unknown', 'method-not-allowed'),
      ...refuse('$sqlkube_target = malformed', 'malformed-path'),
      ...refuse('$sqlkube_health_method = unknown', 'method-not-allowed'),
      'if ($sqlkube_target = health) {',
      `  return 200 ${quoteFixed(health)};`,
      '}',
      ...refuse('$sqlkube_target = subresource', 'subresource'),
      ...refuse('$sqlkube_target = stream', 'stream'),
      ...(options.allow === 'everything' ? [] : refuse('$sqlkube_access = refused', 'not-in-access')),
      ...refuse('$http_upgrade', 'upgrade'),
      ...refuse('$sqlkube_view = unknown', 'unknown-view'),
      ...refuse('$sqlkube_patch = unknown', 'unknown-patch'),
      `limit_req zone=sqlkube burst=${rate.burst} nodelay;`,
      'proxy_pass https://kubernetes;',
      'proxy_http_version 1.1;',
      '# Only what is named here goes upstream; a header with an empty value is not sent at all.',
      'proxy_pass_request_headers off;',
      `proxy_set_header Host ${quote(options.upstream.address)};`,
      'proxy_set_header Connection "";',
      'proxy_set_header Authorization $http_authorization;',
      'proxy_set_header Accept $sqlkube_accept;',
      'proxy_set_header Content-Type $sqlkube_content_type;',
      'proxy_set_header User-Agent $http_user_agent;',
      'proxy_ssl_verify on;',
      `proxy_ssl_verify_depth ${options.upstream.verifyDepth ?? defaultVerifyDepth};`,
      `proxy_ssl_trusted_certificate ${quote(options.upstream.ca)};`,
      `proxy_ssl_name ${quote(options.upstream.serverName ?? apiServerName)};`,
      'proxy_ssl_server_name on;',
      'proxy_ssl_protocols TLSv1.2 TLSv1.3;',
      `proxy_connect_timeout ${timeouts.connect}ms;`,
      `proxy_send_timeout ${timeouts.read}ms;`,
      `proxy_read_timeout ${timeouts.read}ms;`,
      "# The API server's own errors pass as they are; error_page below is for errors of nginx.",
      'proxy_intercept_errors off;',
      'proxy_redirect off;',
      `proxy_buffer_size ${proxyLimits.responseHeaderBytes};`,
      'proxy_buffers 8 32k;',
      'proxy_busy_buffers_size 64k;',
      'proxy_max_temp_file_size 0;',
      ...hiddenResponseHeaders.map((name) => `proxy_hide_header ${name};`),
    ]),
    '}',
  ];
}
