import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { restLimitValues } from '../../../../src/core/rest/limits.ts';
import { makeAuthority, makeLeaf } from './certificates.ts';
import type { Leaf } from './certificates.ts';
import type { Handler } from './endpoint.ts';
import { closeAll, network, run, serveHttps, told } from './endpoint.ts';

const parse = (text: string | undefined): unknown => JSON.parse(text ?? 'null');

describe('a call of the procedure', () => {
  let leaf: Leaf;
  let trust: { network: ReturnType<typeof network> };

  before(async () => {
    const authority = await makeAuthority('Trusted CA');
    leaf = await makeLeaf(authority);
    trust = { network: network(authority.pem) };
  });
  afterEach(closeAll);

  const serve = async (handler: Handler): Promise<string> => `https://kube.test:${await serveHttps(leaf, handler)}`;
  const answer = (status: number, type: string | undefined, body: string): Handler => {
    return (_, response) => {
      response.sendDate = false;
      if (type !== undefined) response.setHeader('Content-Type', type);
      response.writeHead(status).end(body);
    };
  };

  it('posts by default and sends what the engine sends, nothing else', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      void buffer(request).then((body) => {
        seen.push(request.method, request.url, request.rawHeaders, body.toString());
        response.end('{}');
      });
    });
    await run({ url: `${url}/api?x=a b`, payload: '{"name":"ü"}' }, trust);
    assert.deepEqual(seen, [
      'POST',
      '/api?x=a%20b',
      [
        ...['Connection', 'Keep-Alive', 'Content-Type', 'application/json;charset=utf-8', 'Accept', 'application/json'],
        ...['User-Agent', 'SQL Kube Sandbox Edition (64-bit)/17.0.4065.4', 'Content-Length', '13'],
        ...['Host', url.slice('https://'.length)],
      ],
      '{"name":"ü"}',
    ]);
  });

  it('replaces and drops headers, and warns of those replaced', async () => {
    let raw: string[] = [];
    const url = await serve((request, response) => {
      raw = request.rawHeaders;
      response.end('{}');
    });
    const headers = {
      'User-Agent': 'mine',
      Cookie: 'a=b',
      Host: 'evil',
      Authorization: 'Bearer x',
      'X-Kube-View': 'table',
      'Accept-Encoding': 'gzip',
      'Sec-Fetch': 'x',
    };
    const { warnings } = await run({ url, method: 'get', headers: JSON.stringify(headers) }, trust);
    assert.deepEqual(warnings.map(told), [
      "31616/1 Warning: header 'User-Agent' was overwritten by a system-defined value.",
      "31616/1 Warning: header 'Host' was overwritten by a system-defined value.",
    ]);
    assert.deepEqual(
      raw.filter((_, index) => index % 2 === 0),
      ['Connection', 'Content-Type', 'Accept', 'Authorization', 'X-Kube-View', 'User-Agent', 'Host'],
    );
    assert.ok(raw.includes('SQL Kube Sandbox Edition (64-bit)/17.0.4065.4'));
  });

  it('wraps a JSON answer without touching its text', async () => {
    const url = await serve(answer(200, 'application/json', '{"b": 1,\n "a":[1e3]}'));
    const { reply } = await run({ url, method: 'GET' }, trust);
    assert.equal(reply?.returnStatus, 0);
    assert.equal(
      reply.response,
      '{"response":{"status":{"http":{"code":200,"description":"OK"}},"headers":{"Content-Type":"application/json",' +
        '"Connection":"keep-alive","Keep-Alive":"timeout=5","Transfer-Encoding":"chunked"}},"result":{"b": 1,\n "a":[1e3]}}',
    );
  });

  for (const status of [401, 403, 404, 409, 422, 500, 503]) {
    it(`returns ${status} as the status, with its JSON body`, async () => {
      const url = await serve(answer(status, 'application/json', `{"kind":"Status","code":${status}}`));
      const { reply } = await run({ url, method: 'GET' }, trust);
      assert.equal(reply?.returnStatus, status);
      assert.deepEqual((parse(reply.response) as { result: unknown }).result, { kind: 'Status', code: status });
    });
  }

  it('drops an HTML body of a 502 without a word', async () => {
    const url = await serve(answer(502, 'text/html', '<html>Bad Gateway</html>'));
    const { reply, error } = await run({ url, method: 'GET' }, trust);
    assert.equal(error, undefined);
    assert.equal(reply?.returnStatus, 502);
    assert.equal('result' in (parse(reply.response) as object), false);
  });

  for (const [name, body] of [
    ['an HTML body', '<html>login</html>'],
    ['a truncated JSON body', '{"items":[{"a":1},'],
    ['a JSON scalar', '"ok"'],
  ] as const) {
    it(`refuses ${name} of a 200 with 11558 state 202`, async () => {
      const url = await serve(answer(200, 'text/html', body));
      const { error } = await run({ url, method: 'GET' }, trust);
      assert.equal(
        told(error),
        '11558/202 The @result JSON string could not be parsed. Please check the formatting of the JSON.',
      );
      assert.equal(error?.procedure, 'sys.sp_invoke_external_rest_endpoint');
    });
  }

  it('has no result for 204, for an empty 200 and for HEAD', async () => {
    for (const [status, method] of [
      [204, 'GET'],
      [200, 'GET'],
      [200, 'HEAD'],
    ] as const) {
      const url = await serve(answer(status, 'application/json', ''));
      const { reply } = await run({ url, method }, trust);
      assert.equal(reply?.returnStatus, 0);
      assert.deepEqual(Object.keys(parse(reply.response) as object), ['response']);
    }
  });

  it('gives text as one string when text is asked for', async () => {
    const url = await serve(answer(200, 'text/plain', 'line "1"\n</log> ü'));
    const { reply } = await run({ url, method: 'GET', headers: '{"Accept":"text/plain"}' }, trust);
    assert.ok(reply?.response.endsWith('"result":"line \\"1\\"\\n<\\/log> ü"}'));
    assert.equal((parse(reply?.response) as { result: string }).result, 'line "1"\n</log> ü');
  });

  it('gives an XML envelope when XML is asked for', async () => {
    const url = await serve((_, response) => {
      response.sendDate = false;
      response.setHeader('X-Mark', 'a"&b');
      response.end('<?xml version="1.0"?>\n<pods><pod name="a"/></pods>');
    });
    const { reply } = await run({ url, method: 'GET', headers: '{"accept":"application/xml"}' }, trust);
    assert.equal(
      reply?.response,
      '<output><response><status><http code="200" description="OK"/></status><headers>' +
        '<header key="X-Mark" value="a&quot;&amp;b"/><header key="Connection" value="keep-alive"/>' +
        '<header key="Keep-Alive" value="timeout=5"/><header key="Content-Length" value="50"/>' +
        '</headers></response><result><pods><pod name="a"/></pods></result></output>',
    );
  });

  it('refuses broken XML with 31640 state 2', async () => {
    const url = await serve(answer(200, 'application/xml', '<a><b></a>'));
    const { error } = await run({ url, method: 'GET', headers: '{"accept":"application/xml"}' }, trust);
    assert.equal(error?.number, 31640);
    assert.equal(error.state, 2);
  });

  it('does not follow redirects', async () => {
    const paths: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    assert.equal((await run({ url: `${url}/here`, method: 'GET' }, trust)).reply?.returnStatus, 302);
    assert.deepEqual(paths, ['/here']);
  });

  it('refuses a charset it cannot read with 31641', async () => {
    const url = await serve(answer(200, 'application/json; charset=iso-8859-7', '{}'));
    assert.equal((await run({ url, method: 'GET' }, trust)).error?.number, 31641);
  });

  it('repeats with @retry_count and counts the first try extra', async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.writeHead(requests < 3 ? 503 : 200).end('{}');
    });
    const { reply } = await run({ url, retryCount: 5 }, trust);
    assert.equal(reply?.returnStatus, 0);
    assert.equal(requests, 3);
  });

  it('gives up after the last repeat, and never repeats 404', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests += 1;
      response.writeHead(request.url === '/gone' ? 404 : 500).end('{}');
    });
    assert.equal((await run({ url, retryCount: 1 }, trust)).reply?.returnStatus, 500);
    assert.equal(requests, 2);
    assert.equal((await run({ url: `${url}/gone`, retryCount: 1 }, trust)).reply?.returnStatus, 404);
    assert.equal(requests, 3);
  });

  it('waits as Retry-After says, within @timeout', async () => {
    const url = await serve((_, response) => response.writeHead(429, { 'Retry-After': '60' }).end('{}'));
    const { error } = await run({ url, retryCount: 1, timeout: 1 }, trust);
    assert.equal(error?.number, 31629);
  });

  it('builds the envelope of a 38 MB list in time that grows with the size', async () => {
    const item = `{"metadata":{"name":"pod","labels":{"a":"${'b'.repeat(960)}"}}}`;
    const size = 38_000_000;
    const body = `{"items":[${Array.from({ length: Math.floor(size / (item.length + 1)) }, () => item).join(',')}]}`;
    const url = await serve(answer(200, 'application/json', body));
    const start = performance.now();
    const { reply } = await run({ url, method: 'GET' }, trust);
    assert.ok(reply?.response.endsWith(`"result":${body}}`));
    assert.ok(performance.now() - start < 10_000, `${performance.now() - start} ms`);
  });

  it('takes headers from a credential, and its name must fit', async () => {
    let authorization: string | undefined;
    const url = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.end('{}');
    });
    const credential = (name: string) =>
      name === url ? { name, identity: 'HTTPEndpointHeaders', secret: '{"Authorization":"Bearer t"}' } : undefined;
    assert.equal((await run({ url: `${url}/v`, credential: url }, { ...trust, credential })).reply?.returnStatus, 0);
    assert.equal(authorization, 'Bearer t');
    const missing = await run({ url, credential: 'https://none' }, { ...trust, credential });
    assert.equal(
      told(missing.error),
      "15151/1 Cannot find the credential 'https://none', because it does not exist or you do not have permission.",
    );
  });

  it('takes a query string from a credential', async () => {
    let seen: string | undefined;
    const url = await serve((request, response) => {
      seen = request.url;
      response.end('{}');
    });
    const credential = () => ({ name: url, identity: 'httpendpointquerystring', secret: '{"code":"a/b c"}' });
    await run({ url: `${url}/v?x=1`, credential: url }, { ...trust, credential });
    assert.equal(seen, '/v?x=1&code=a%2Fb%20c');
  });
});

describe('what is checked before a call', () => {
  const url = 'https://kube.test/';
  const cases: readonly [string, Parameters<typeof run>[0], Parameters<typeof run>[1], string][] = [
    [
      'the switch',
      { url },
      { switchOn: false, mayInvoke: false },
      "31643/1 'sp_invoke_external_rest_endpoint' is disabled on this instance of SQL Server. Use sp_configure 'external rest endpoint enabled' to enable it.",
    ],
    [
      'the permission',
      { url, method: 'OPTION' },
      { mayInvoke: false },
      "8189/1 You do not have permission to run 'sys.sp_invoke_external_rest_endpoint'.",
    ],
    ['the method', { url, method: 'option' }, {}, "31605/1 The specified method 'OPTION' is not supported."],
    [
      'a timeout of 0',
      { url, timeout: 0 },
      {},
      "31604/1 The value '0' is not within range for the '@timeout' parameter.",
    ],
    [
      'a timeout of 231',
      { url, timeout: 231 },
      {},
      "31604/1 The value '231' is not within range for the '@timeout' parameter.",
    ],
    [
      'eleven repeats',
      { url, retryCount: 11 },
      {},
      "31604/1 The value '11' is not within range for the '@retry_count' parameter.",
    ],
    [
      'plain HTTP',
      { url: 'http://kube.test/' },
      {},
      '31610/1 Accessing the external endpoint is only allowed via HTTPS.',
    ],
    ['no URL at all', {}, {}, '31609/1 An error occurred, failed to parse url. HRESULT: 0x80072ee5.'],
    [
      'an IPv6 literal',
      { url: 'https://[::1]:6443/' },
      {},
      '31614/1 Only alphanumeric characters, hyphens, underscores, and dots are allowed in the hostname or in the fully qualified domain name.',
    ],
    [
      'a long query',
      { url: `${url}?${'%'.repeat(1400)}` },
      {},
      '31613/1 The length of the provided query string after percent-encoding exceeds the maximum allowed length of 4096 bytes.',
    ],
    [
      'a long URL',
      { url: `${url}${'ü'.repeat(3900)}` },
      {},
      '31613/1 The length of the provided URL after percent-encoding exceeds the maximum allowed length of 8192 bytes.',
    ],
    [
      'nested headers',
      { url, headers: '{"a":{"b":"c"}}' },
      {},
      '31615/1 The @headers parameter cannot contain nested structures. Please check the formatting of the JSON and try again with a flat structure.',
    ],
    [
      'a list of headers',
      { url, headers: '["a"]' },
      {},
      '31620/1 The @headers parameter is not a json object datatype.',
    ],
    ['an empty header name', { url, headers: '{"":"b"}' }, {}, '31618/1 The @headers parameter contains an empty key.'],
    [
      'an empty header',
      { url, headers: '{"a":""}' },
      {},
      '31642/1 The value of one of the key-value pairs in the @headers parameter is empty.',
    ],
    [
      'a token with a line break',
      { url, headers: '{"a":"b\\n"}' },
      {},
      '31617/1 The @headers parameter contains invalid characters. Only printable US ASCII characters are allowed.',
    ],
    [
      'a number for a header',
      { url, headers: '{"a":1}' },
      {},
      '31621/1 One of the @headers parameter values could not be parsed.',
    ],
    [
      'a Kubernetes Table',
      { url, headers: '{"Accept":"application/json;as=Table"}' },
      {},
      "31638/1 The specified 'application/json;as=Table' value is not supported in the @headers parameter.",
    ],
    [
      'a patch type',
      { url, headers: '{"content-type":"application/merge-patch+json"}' },
      {},
      "31638/1 The specified 'application/merge-patch+json' value is not supported in the @headers parameter.",
    ],
    [
      'a charset',
      { url, headers: '{"content-type":"application/json; charset=utf-8"}' },
      {},
      "31638/1 The specified 'application/json; charset=utf-8' value is not supported in the @headers parameter.",
    ],
    [
      'too many headers',
      { url, headers: JSON.stringify({ a: 'x'.repeat(9000) }) },
      {},
      "31632/1 The request's headers size exceeds the maximum allowed size of 8192 bytes.",
    ],
    [
      'an empty payload',
      { url, payload: '' },
      { switchOn: false },
      '11558/201 The @payload JSON string could not be parsed. Please check the formatting of the JSON.',
    ],
    [
      'broken XML',
      { url, payload: '<a>', headers: '{"content-type":"application/xml"}' },
      {},
      "31640/1 The @payload XML string could not be parsed. end tag 'a' expected.",
    ],
  ];
  for (const [name, args, over, expected] of cases) {
    it(name, async () => assert.equal(told((await run(args, over)).error), expected));
  }

  it('a payload over the limit, in bytes of UTF-8', async () => {
    const { error } = await run(
      { url, payload: `["${'ü'.repeat(40)}"]` },
      {},
      {
        limits: { ...restLimitValues, payloadBytes: 50 },
      },
    );
    assert.equal(
      told(error),
      '31601/1 The size of the provided payload is 84 bytes, which exceeds the maximum allowed size of 50 bytes.',
    );
  });

  const identities: readonly [string, string | undefined, boolean, string][] = [
    [
      'Something',
      '{}',
      false,
      "31628/1 The database scoped credential 'https://kube.test' has an invalid identity 'Something' for use with an external rest endpoint.",
    ],
    [
      'HTTPEndpointHeaders',
      undefined,
      false,
      "33047/1 Fail to obtain or decrypt secret for credential 'https://kube.test'.",
    ],
    ['HTTPEndpointHeaders', '{bad', false, '31619/1 The @credential secret could not be parsed. jsonError = 1.'],
    [
      'HTTPEndpointHeaders',
      '{"Accept":"application/yaml"}',
      false,
      "31639/1 The specified 'application/yaml' value is not supported in the @credential secret.",
    ],
    [
      'Managed Identity',
      undefined,
      true,
      "33047/1 Fail to obtain or decrypt secret for credential 'https://kube.test'.",
    ],
    [
      'Shared Access Signature',
      'sv=1',
      false,
      "31637/1 Connections to the domain kube.test are not allowed using a credential object with the identity 'SHARED ACCESS SIGNATURE'.",
    ],
  ];
  for (const [identity, secret, managedIdentityAllowed, expected] of identities) {
    it(`a credential with identity ${identity} and secret ${String(secret)}`, async () => {
      const credential = () => ({ name: 'https://kube.test', identity, secret });
      const { error } = await run({ url, credential: 'https://kube.test' }, { credential, managedIdentityAllowed });
      assert.equal(told(error), expected);
    });
  }

  it('a managed identity that is switched off', async () => {
    const credential = () => ({
      name: 'https://kube.test',
      identity: 'Managed Identity',
      secret: '{"resourceid":"x"}',
    });
    assert.equal((await run({ url, credential: 'x' }, { credential })).error?.number, 31644);
  });

  it('a credential for another host', async () => {
    const credential = () => ({ name: 'https://kube.test?v=1', identity: 'HTTPEndpointHeaders', secret: '{}' });
    assert.equal(
      told((await run({ url, credential: 'x' }, { credential })).error),
      "31630/6 The database scoped credential 'https://kube.test?v=1' cannot be used to invoke an external rest endpoint.",
    );
  });
});
