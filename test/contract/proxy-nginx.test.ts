import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { nginxConfHash } from '../../src/core/proxy/nginx-conf.ts';
import type { ProxyHealth } from '../../src/core/proxy/health.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../src/sandbox/proxy/certificates.ts';
import { startEchoUpstream, type EchoUpstream } from '../support/echo-upstream.ts';
import { call, rawCall, type CallTarget } from '../support/https-call.ts';
import { needNginx, startNginx, type RunningNginx } from '../support/nginx.ts';

const host = 'k8s.sandbox.example';
const run = promisify(execFile);

describe('real nginx under our configuration', () => {
  let certificates: SandboxCertificates;
  let upstream: EchoUpstream;
  let nginx: RunningNginx;
  let target: CallTarget;
  let program: string;

  before(async function () {
    program = needNginx(this);
    certificates = await createSandboxCertificates([host, 'kubernetes.default.svc']);
    upstream = await startEchoUpstream(certificates.server);
    const address = `127.0.0.1:${upstream.port}`;
    nginx = await startNginx(program, {
      hosts: [host],
      tls: certificates.server,
      upstream: { address, ca: certificates.ca },
    });
    target = { port: nginx.port, ca: certificates.ca, serverName: host };
  });
  after(async () => {
    await nginx.stop();
    await upstream.close();
  });

  it('finds nothing wrong with it', async () => {
    const { stderr } = await run(program, ['-t', '-e', 'stderr', '-c', nginx.configuration]);
    assert.match(stderr, /test is successful/);
    assert.doesNotMatch(stderr, /\[(warn|error|emerg)\]/);
  });

  it('tells the hash of the very file', async () => {
    const health = JSON.parse((await call(target, { path: '/-/healthz' })).text) as ProxyHealth;
    assert.equal(health.hash, nginxConfHash(await readFile(nginx.configuration, 'utf8')));
  });

  it('runs as an ordinary user', async () => {
    const pid = (await readFile(nginx.configuration.replace(/nginx\.conf$/, 'nginx.pid'), 'utf8')).trim();
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
    // Only Linux can be asked.
    if (status !== undefined) assert.notEqual(/^Uid:\s+(\d+)/m.exec(status)?.[1], '0');
  });

  it('logs neither tokens nor queries', async () => {
    const path = '/api/v1/namespaces/logged/pods?labelSelector=secret-query';
    const secrets = 'Authorization: Bearer secret-token\r\nCookie: secret-cookie';
    // nginx logs a request before it closes the connection, but after it answered.
    const answer = await rawCall(
      target,
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${secrets}\r\nConnection: close\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 200/);
    const access = await readFile(nginx.logFiles.access, 'utf8');
    const line = access.split('\n').find((text) => text.includes('/logged/')) ?? '{}';
    const entry = JSON.parse(line) as Record<string, unknown>;
    assert.equal(entry['path'], '/api/v1/namespaces/logged/pods');
    assert.equal(entry['status'], 200);
    assert.equal(entry['audit'], 'a1');
    assert.doesNotMatch(access, /secret/);
    assert.doesNotMatch(await readFile(nginx.logFiles.error, 'utf8'), /secret-(token|cookie)/);
  });

  it('takes a renewed certificate on reload', async () => {
    await nginx.reload({ tls: certificates.faulty.expired });
    await assert.rejects(call(target, { path: '/-/healthz' }), /expired/);
    await nginx.reload();
    assert.equal((await call(target, { path: '/-/healthz' })).code, 200);
  });

  it('reports a configuration that it cannot load, and goes on with the old one', async () => {
    const tls = { ...certificates.server, cert: 'no certificate' };
    await assert.rejects(nginx.reload({ tls }), /cannot load certificate/);
    assert.equal((await call(target, { path: '/-/healthz' })).code, 200);
    await nginx.reload();
  });

  it('is told apart from one that does not start', async () => {
    const broken = { hosts: [host], tls: { cert: 'x', key: 'y' }, upstream: { address: '127.0.0.1:1', ca: 'z' } };
    await assert.rejects(startNginx(program, broken), /cannot load certificate/);
  });
});
