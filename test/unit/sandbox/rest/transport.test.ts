import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { restLimitValues } from '../../../../src/core/rest/limits.ts';
import { makeAuthority, makeLeaf } from './certificates.ts';
import type { Leaf } from './certificates.ts';
import { closeAll, listen, network, run, serveHttps, told } from './endpoint.ts';

const hresult = (value: string): string =>
  `31608/24 An error occurred, failed to communicate with the external rest endpoint. HRESULT: ${value}.`;

describe('faults of the network', () => {
  let trust: { network: ReturnType<typeof network> };
  let leaf: Leaf;
  let ca: string;

  before(async () => {
    const authority = await makeAuthority('Trusted CA');
    ca = authority.pem;
    leaf = await makeLeaf(authority);
    trust = { network: network(ca) };
  });
  afterEach(closeAll);

  it('an unknown name is 0x80072ee7 in state 24', async () => {
    assert.equal(told((await run({ url: 'https://nowhere.test/' }, trust)).error), hresult('0x80072ee7'));
  });

  it('a closed port is 0x80072efd', async () => {
    const server = createServer();
    const port = await listen(server);
    await closeAll();
    assert.equal(told((await run({ url: `https://kube.test:${port}/` }, trust)).error), hresult('0x80072efd'));
  });

  it('a peer that hangs up before TLS is 0x80072efe', async () => {
    const port = await listen(createServer((socket) => socket.destroy()));
    assert.equal(told((await run({ url: `https://kube.test:${port}/` }, trust)).error), hresult('0x80072efe'));
  });

  it('a peer that resets in mid-answer is 0x80072efe', async () => {
    const port = await serveHttps(leaf, (request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('{"half":', () => request.socket.destroy());
    });
    assert.equal(told((await run({ url: `https://kube.test:${port}/` }, trust)).error), hresult('0x80072efe'));
  });

  it('a server that speaks TLS 1.3 only fails in the secure channel, and is reached when 1.3 is allowed', async () => {
    const port = await serveHttps({ ...leaf, minVersion: 'TLSv1.3' }, (_, response) => response.end('{}'));
    const args = { url: `https://kube.test:${port}/` };
    assert.equal(told((await run(args, trust)).error), hresult('0x80072f7d'));
    assert.equal((await run(args, trust, { maxTls: 'TLSv1.3' })).reply?.returnStatus, 0);
  });

  it('a server that speaks no TLS fails in the secure channel', async () => {
    const port = await listen(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    assert.equal(told((await run({ url: `https://kube.test:${port}/` }, trust)).error), hresult('0x80072f7d'));
  });

  it('a server that demands a client certificate is 0x80072f0c', async () => {
    const port = await serveHttps({ ...leaf, requestCert: true, rejectUnauthorized: true, ca }, (_, response) =>
      response.end('{}'),
    );
    assert.equal(told((await run({ url: `https://kube.test:${port}/` }, trust)).error), hresult('0x80072f0c'));
  });

  it('a server that only asks for one is served', async () => {
    const port = await serveHttps({ ...leaf, requestCert: true, rejectUnauthorized: false, ca }, (_, response) =>
      response.end('{}'),
    );
    assert.equal((await run({ url: `https://kube.test:${port}/` }, trust)).reply?.returnStatus, 0);
  });

  it('an answer that is no HTTP is 0x80072f78', async () => {
    const port = await serveHttps(leaf, (request) => request.socket.end('220 smtp.kube.test ready\r\n'));
    assert.equal(told((await run({ url: `https://kube.test:${port}/` }, trust)).error), hresult('0x80072f78'));
  });

  it('a slow answer is 31629', async () => {
    const port = await serveHttps(leaf, (_, response) => response.write('{'));
    const { error } = await run({ url: `https://kube.test:${port}/`, timeout: 1 }, trust);
    assert.equal(told(error), '31629/1 The external rest endpoint execution exceeded the timeout value.');
  });

  it('a name that never resolves is 31629 too', async () => {
    const silent = { ...network(ca), lookup: () => new Promise<string>(() => undefined) };
    const { error } = await run({ url: 'https://kube.test/', timeout: 1 }, { network: silent });
    assert.equal(error?.number, 31629);
  });

  it('cancelling ends the call and its connection', async () => {
    const cancel = new AbortController();
    const closed = new Promise<void>((resolve, reject) => {
      serveHttps(leaf, (request) => {
        request.socket.once('close', () => resolve());
        cancel.abort(new Error('attention'));
      }).then((port) => {
        run({ url: `https://kube.test:${port}/` }, trust, { signal: cancel.signal }).then(
          () => reject(new Error('not cancelled')),
          (error: unknown) => assert.equal((error as Error).message, 'attention'),
        );
      }, reject);
    });
    await closed;
  });

  it('a body over the limit fails', async () => {
    const port = await serveHttps(leaf, (_, response) => response.end(`{"x":"${'y'.repeat(5000)}"}`));
    const { error } = await run({ url: `https://kube.test:${port}/` }, trust, {
      limits: { ...restLimitValues, responseBytes: 4096 },
    });
    assert.equal(told(error), hresult('0x80072f98'));
  });

  it('response headers over 8 KB are 31611', async () => {
    const port = await serveHttps(leaf, (_, response) => {
      response.setHeader('X-Long', 'x'.repeat(9000));
      response.end('{}');
    });
    const { error } = await run({ url: `https://kube.test:${port}/` }, trust);
    assert.equal(told(error), "31611/1 The response's headers size exceeds the maximum allowed size of 8192 bytes.");
  });

  it('enormous response headers are 31611 too', async () => {
    const port = await serveHttps({ ...leaf, maxHeaderSize: 1 << 20 }, (_, response) => {
      response.setHeader('X-Long', 'x'.repeat(200_000));
      response.end('{}');
    });
    assert.equal((await run({ url: `https://kube.test:${port}/` }, trust)).error?.number, 31611);
  });

  it('leaves no connection open', async () => {
    const sockets: Promise<unknown>[] = [];
    const port = await serveHttps(leaf, (request, response) => {
      sockets.push(once(request.socket, 'close'));
      response.end('{}');
    });
    await run({ url: `https://kube.test:${port}/` }, trust);
    assert.equal(sockets.length, 1);
    await Promise.all(sockets);
  });
});

describe('an engine of Azure', () => {
  const azure = { engine: 'azure' } as const;
  const mismatched = {
    credential: () => ({ name: 'https://else.test', identity: 'HTTPEndpointHeaders', secret: '{}' }),
  };

  it('reports an unknown name as 31625, before it looks at the credential', async () => {
    const { error } = await run(
      { url: 'https://nowhere.test/', credential: 'https://else.test' },
      { ...azure, ...mismatched },
    );
    assert.equal(told(error), '31625/1 DNS resolution of the hostname has failed with windows sockets error 11001.');
  });

  it('refuses private addresses with 31624', async () => {
    assert.equal((await run({ url: 'https://kube.test/' }, azure)).error?.number, 31624);
    assert.equal((await run({ url: 'https://10.1.2.3/' }, azure)).error?.number, 31624);
  });

  it('refuses domains off its list with 31612, before the name is resolved', async () => {
    const { error } = await run({ url: 'https://nowhere.test/' }, { ...azure, allowedDomains: ['.azure-api.net'] });
    assert.equal(told(error), '31612/1 Connections to the domain nowhere.test are not allowed.');
  });
});
