import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { nginxConfHash, renderNginxConf } from '../../../../src/core/proxy/nginx-conf.ts';
import type { NginxOptions } from '../../../../src/core/proxy/nginx-options.ts';

const options: NginxOptions = {
  listen: ['8443', '[::]:8443'],
  hosts: ['k8s.corp.example', '10.0.0.7', '2001:DB8::7'],
  certificate: '/etc/sqlkube/tls/tls.crt',
  key: '/etc/sqlkube/tls/tls.key',
  allow: 'everything',
  upstream: { address: 'kubernetes.default.svc:443', ca: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' },
  folder: '/tmp',
  accessLog: '/dev/stdout',
  errorLog: 'stderr',
};

describe('the nginx configuration', () => {
  it('is the one we last looked at (UPDATE_GOLDEN=1 rewrites it)', async () => {
    const golden = new URL('../../../fixtures/golden/nginx.conf', import.meta.url);
    const text = renderNginxConf(options);
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(golden, text);
    assert.equal(text, await readFile(golden, 'utf8'));
  });

  it('carries the hash of itself in a comment and in the health answer', () => {
    const text = renderNginxConf(options);
    const hash = nginxConfHash(text);
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.notEqual(hash, '0'.repeat(64));
    assert.equal(text.split(hash).length - 1, 2);
    assert.equal(text.includes('0'.repeat(64)), false);
  });

  it('has another hash when anything in it changes', () => {
    const text = renderNginxConf(options);
    const other = renderNginxConf({ ...options, readTimeout: 1000 });
    assert.notEqual(nginxConfHash(text), nginxConfHash(other));
    assert.notEqual(nginxConfHash(text.replace('proxy_ssl_verify on', 'proxy_ssl_verify off')), nginxConfHash(text));
  });

  it('refuses what nginx has no way to write', () => {
    for (const path of ['/tmp/$host', '/tmp/a\nb', '/tmp/\u0000']) {
      assert.throws(() => renderNginxConf({ ...options, key: path }), /nginx cannot be given/);
    }
  });

  it('quotes what would end a directive', () => {
    assert.match(renderNginxConf({ ...options, key: '/a b/";}\\c' }), /ssl_certificate_key "\/a b\/\\";\}\\\\c";/);
  });

  it('never writes a header by another way than by name', () => {
    const text = renderNginxConf(options);
    assert.match(text, /proxy_pass_request_headers off;/);
    const set = [...text.matchAll(/proxy_set_header (\S+)/g)].map(([, name]) => name);
    assert.deepEqual(set, ['Host', 'Connection', 'Authorization', 'Accept', 'Content-Type', 'User-Agent']);
    assert.match(text, /proxy_ssl_verify on;/);
  });

  it('logs no request header and no query', () => {
    const format = /log_format sqlkube([^;]*);/.exec(renderNginxConf(options))?.[1] ?? '';
    assert.match(format, /\$sqlkube_path/);
    assert.doesNotMatch(format, /\$http_|\$request\b|\$request_uri|\$args|\$query_string|\$uri/);
  });
});
