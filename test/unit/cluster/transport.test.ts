import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createPlainServer, type AddressInfo, type Server } from 'node:net';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { ClusterFailure } from '../../../src/core/kube/cluster-failure.ts';
import type { Result } from '../../../src/core/result.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../../src/sandbox/proxy/certificates.ts';
import { clientOf, trusting, type KubeconfigParts } from '../../support/kubeconfigs.ts';

const never = new AbortController().signal;
const secret = 'the-secret-token-of-this-test';

const failureOf = (answer: Result<unknown, ClusterFailure>): ClusterFailure => {
  if (answer.ok) throw new Error(`it answered ${JSON.stringify(answer.value)}`);
  assert.ok(!JSON.stringify(answer.error).includes(secret), 'a failure holds the token');
  return answer.error;
};

async function listen(server: Server | SecureServer | ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('transport to a Kubernetes API', () => {
  let certificates: SandboxCertificates;
  const closing: (() => void)[] = [];
  before(async () => {
    certificates = await createSandboxCertificates(['localhost', '127.0.0.1']);
  });
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function serve(
    answer: RequestListener,
    identity: { readonly cert: string; readonly key: string } = certificates.server,
  ): Promise<KubeconfigParts> {
    const server = createSecureServer(identity, answer);
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const port = await listen(server);
    return { server: `https://127.0.0.1:${port}`, cluster: trusting(certificates.ca), user: { token: secret } };
  }

  /** Takes connections and stays silent; `connected` once there is one. */
  async function serveSilence(): Promise<{ readonly parts: KubeconfigParts; readonly connected: Promise<unknown> }> {
    const server = createPlainServer();
    closing.push(() => server.close());
    const port = await listen(server);
    const connected = once(server, 'connection').then(
      ([socket]: { destroy(): void; on(e: 'error', f: () => void): void }[]) => {
        socket?.on('error', () => undefined);
        closing.push(() => socket?.destroy());
      },
    );
    return { parts: { server: `https://127.0.0.1:${port}`, cluster: trusting(certificates.ca) }, connected };
  }

  const sayVersion: RequestListener = (_, response) => response.end('{"gitVersion":"v1.2.3"}');

  it('signs in, names itself and reads JSON', async () => {
    let seen: unknown;
    const parts = await serve(({ headers, url }, response) => {
      seen = { url, token: headers.authorization, agent: headers['user-agent'], accept: headers.accept };
      response.end('{"gitVersion":"v1.2.3"}');
    });
    assert.deepEqual(await (await clientOf(parts)).version(never), { ok: true, value: 'v1.2.3' });
    const expected = { url: '/version', token: `Bearer ${secret}`, agent: 'sqlkube', accept: 'application/json' };
    assert.deepEqual(seen, expected);
  });

  it('keeps the path of the server in front', async () => {
    let seen: string | undefined;
    const parts = await serve(({ url }, response) => {
      seen = url;
      response.end('{}');
    });
    await (await clientOf({ ...parts, server: `${parts.server}/k8s/clusters/c-1/` })).version(never);
    assert.equal(seen, '/k8s/clusters/c-1/version');
  });

  for (const [fault, code] of [
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
  ] as const) {
    it(`refuses a certificate: ${fault}`, async () => {
      const parts = await serve(sayVersion, certificates.faulty[fault]);
      const failure = failureOf(await (await clientOf(parts)).version(never));
      assert.equal(failure.kind, 'tls');
      assert.equal(failure.code, code);
    });
  }

  it('refuses a certificate of a stranger, and says where', async () => {
    const stranger = await createSandboxCertificates(['127.0.0.1'], 'Stranger');
    const parts = await serve(sayVersion, stranger.server);
    const failure = failureOf(await (await clientOf(parts)).version(never));
    assert.equal(failure.kind, 'tls');
    assert.equal(failure.server, parts.server);
    assert.equal(failure.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('does not listen to NODE_TLS_REJECT_UNAUTHORIZED', async () => {
    const parts = await serve(sayVersion, certificates.faulty.expired);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      assert.equal(failureOf(await (await clientOf(parts)).version(never)).kind, 'tls');
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('takes any certificate only when the kubeconfig says so', async () => {
    const parts = await serve(sayVersion, certificates.faulty.expired);
    const client = await clientOf({ ...parts, cluster: { 'insecure-skip-tls-verify': true } });
    assert.equal(client.context.verified, false);
    assert.deepEqual(await client.version(never), { ok: true, value: 'v1.2.3' });
  });

  it('verifies the name that the kubeconfig gives', async () => {
    const parts = await serve(sayVersion, certificates.faulty['wrong-name']);
    const cluster = { ...trusting(certificates.ca), 'tls-server-name': 'another-host.example' };
    assert.deepEqual(await (await clientOf({ ...parts, cluster })).version(never), { ok: true, value: 'v1.2.3' });
  });

  it('trusts the CA also without any user', async () => {
    const parts = await serve(sayVersion);
    assert.deepEqual(await (await clientOf({ ...parts, user: {} })).version(never), { ok: true, value: 'v1.2.3' });
  });

  it('tells a server without TLS from one that is away', async () => {
    const server = createServer((_, response) => response.end('plain'));
    closing.push(() => server.close());
    const port = await listen(server);
    const failure = failureOf(await (await clientOf({ server: `https://127.0.0.1:${port}` })).version(never));
    assert.equal(failure.kind, 'tls');
  });

  it('finds nobody at a closed port', async () => {
    const server = createPlainServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    const failure = failureOf(await (await clientOf({ server: `https://127.0.0.1:${port}` })).version(never));
    assert.deepEqual([failure.kind, 'code' in failure && failure.code], ['unreachable', 'ECONNREFUSED']);
  });

  it('finds nobody under a name that is none', async () => {
    const failure = failureOf(await (await clientOf({ server: 'https://nowhere.invalid' })).version(never));
    assert.equal(failure.kind, 'unreachable');
    assert.match(failure.code, /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it('gives up on a server that stays silent', async () => {
    const { parts } = await serveSilence();
    const failure = failureOf(await (await clientOf(parts, { timeoutSeconds: 0.2 })).version(never));
    assert.deepEqual(failure, {
      kind: 'unreachable',
      server: parts.server,
      code: 'ETIMEDOUT',
      detail: 'No answer within 0.2 seconds.',
    });
  });

  it('is cancelled while it waits', async () => {
    const { parts, connected } = await serveSilence();
    const stop = new AbortController();
    const answer = (await clientOf(parts)).version(stop.signal);
    await connected;
    stop.abort();
    assert.deepEqual(failureOf(await answer), { kind: 'cancelled' });
  });

  it('is cancelled in the middle of an answer', async () => {
    const stop = new AbortController();
    const parts = await serve((_, response) => {
      response.write('{"gitVersion":', () => {
        stop.abort();
      });
    });
    assert.deepEqual(failureOf(await (await clientOf(parts)).version(stop.signal)), { kind: 'cancelled' });
  });

  it('asks nothing when cancelled before', async () => {
    let asked = 0;
    const parts = await serve((_, response) => {
      asked++;
      response.end('{}');
    });
    assert.deepEqual(failureOf(await (await clientOf(parts)).version(AbortSignal.abort())), { kind: 'cancelled' });
    assert.equal(asked, 0);
  });

  it('tells that an answer broke off', async () => {
    const parts = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"gitVersion":', () => response.destroy());
    });
    assert.equal(failureOf(await (await clientOf(parts)).version(never)).kind, 'unreachable');
  });

  it('stops reading an answer without end', async () => {
    const parts = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const failure = failureOf(await (await clientOf(parts)).version(never));
    assert.equal(failure.kind, 'unexpected');
    assert.match(failure.status.message ?? '', /longer than \d+ bytes/);
  });

  const answers: readonly [code: number, body: string, kind: ClusterFailure['kind'], message: string | undefined][] = [
    [200, '<html>Sign in</html>', 'unexpected', '<html>Sign in</html>'],
    [200, '{"hello":1}', 'unexpected', 'The answer is no Kubernetes version.'],
    [302, '', 'unexpected', ''],
    [400, '{"kind":"Status","message":"bad"}', 'invalid', 'bad'],
    [401, '{"kind":"Status","message":"Unauthorized"}', 'unauthorized', 'Unauthorized'],
    [403, '{"kind":"Status","message":"no"}', 'forbidden', 'no'],
    [404, '404 page not found\n', 'not-found', '404 page not found'],
    [429, 'Too many requests, please try again later.\n', 'unexpected', 'Too many requests, please try again later.'],
    [503, `Authorization: Bearer ${secret}`, 'unexpected', 'Authorization: [redacted]'],
  ];
  for (const [code, body, kind, message] of answers) {
    it(`reads ${code} ${body.slice(0, 20).trim()}`, async () => {
      const parts = await serve((_, response) => response.writeHead(code).end(body));
      const failure = failureOf(await (await clientOf(parts)).version(never));
      assert.equal(failure.kind, kind);
      assert.equal('status' in failure ? failure.status.message : undefined, message);
    });
  }

  describe('signing in by a program', () => {
    const program = (script: string): object => ({
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] },
    });
    const credential = `{apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: {token: '${secret}'}}`;

    it('sends the token that it gives, and tells it what is expected', async () => {
      let seen: string | undefined;
      const parts = await serve(({ headers }, response) => {
        seen = headers.authorization;
        response.end('{"gitVersion":"v1.2.3"}');
      });
      const script = `const {apiVersion, spec} = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
        if (apiVersion.endsWith('/v1') && spec.interactive === false) console.log(JSON.stringify(${credential}))`;
      assert.ok((await (await clientOf({ ...parts, user: program(script) })).version(never)).ok);
      assert.equal(seen, `Bearer ${secret}`);
    });

    it('tells what it complained about, without secrets', async () => {
      const parts = await serve(sayVersion);
      const user = program(`console.error('login first; was: Bearer ${secret}'); process.exit(1)`);
      const failure = failureOf(await (await clientOf({ ...parts, user })).version(never));
      assert.deepEqual(failure, { kind: 'sign-in', user: 'me', detail: 'login first; was: Bearer [redacted]' });
    });

    it('tells that it is not there', async () => {
      const parts = await serve(sayVersion);
      const user = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'sqlkube-no-such-program' } };
      const failure = failureOf(await (await clientOf({ ...parts, user })).version(never));
      assert.deepEqual(failure, { kind: 'sign-in', user: 'me', detail: 'spawn sqlkube-no-such-program ENOENT' });
    });

    it('is not waited for when cancelled', async () => {
      const parts = await serve(sayVersion);
      const stop = new AbortController();
      // We cannot end it through the client library: it runs on, briefly here.
      const user = program('setTimeout(() => undefined, 300)');
      const answer = (await clientOf({ ...parts, user })).version(stop.signal);
      setImmediate(() => {
        stop.abort();
      });
      assert.deepEqual(failureOf(await answer), { kind: 'cancelled' });
    });
  });

  it('refuses a key that is none', async () => {
    const parts = await serve(sayVersion);
    const user = { 'client-certificate-data': 'bm9uZQ==', 'client-key-data': 'bm9uZQ==' };
    assert.equal(failureOf(await (await clientOf({ ...parts, user })).version(never)).kind, 'kubeconfig');
  });
});
