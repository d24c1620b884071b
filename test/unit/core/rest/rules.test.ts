import assert from 'node:assert/strict';
import fc from 'fast-check';
import { credentialNameProblem } from '../../../../src/core/rest/credential-name.ts';
import { percentEncode, readEndpointUrl } from '../../../../src/core/rest/endpoint-url.ts';
import { headerFate } from '../../../../src/core/rest/header-rules.ts';
import { identityUse } from '../../../../src/core/rest/identities.ts';
import { acceptMode, contentTypeMode } from '../../../../src/core/rest/media-types.ts';
import { toRestMethod } from '../../../../src/core/rest/methods.ts';

describe('URLs of the procedure', () => {
  it('splits and keeps what is written', () => {
    assert.deepEqual(readEndpointUrl('HTTPS://Kube.Test:6443/api/v1?x=a%20b#part'), {
      ok: true,
      value: { host: 'Kube.Test', port: 6443, explicitPort: true, path: '/api/v1', query: '?x=a%20b' },
    });
    const short = readEndpointUrl('https://kube');
    assert.deepEqual(short.ok && [short.value.port, short.value.path, short.value.query], [443, '/', '']);
  });

  const refused: readonly [string, string][] = [
    ['http://kube/', 'not-https'],
    ['kube.test/api', 'unparsable'],
    ['', 'unparsable'],
    ['https://', 'unparsable'],
    ['https://kube:70000/', 'unparsable'],
    ['https://[::1]/', 'host-characters'],
    ['https://ku be/', 'host-characters'],
    ['https://kübe/', 'host-characters'],
    ['https://user:secret@kube/', 'host-characters'],
    [`https://kube/${'ü'.repeat(3000)}`, 'too-long'],
    [`https://kube/?${'a'.repeat(4097)}`, 'too-long'],
  ];
  for (const [url, kind] of refused) {
    it(`${url.slice(0, 40)} is ${kind}`, () => {
      const result = readEndpointUrl(url);
      assert.equal(result.ok ? 'fine' : result.error.kind, kind);
    });
  }

  it('counts a query of exactly 4,096 bytes as fine', () => {
    assert.ok(readEndpointUrl(`https://kube/?${'a'.repeat(4096)}`).ok);
    assert.ok(!readEndpointUrl(`https://kube/?${'a'.repeat(4000)}`, 'b'.repeat(96)).ok);
  });

  it('encodes what may not stand in a URL and leaves escapes alone', () => {
    assert.equal(percentEncode(`a b"ü%2C%zz=1,2!`), 'a%20b%22%C3%BC%2C%25zz=1,2!');
  });

  it('encoding is idempotent and gives printable ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = percentEncode(text);
        assert.match(once, /^[\x21-\x7e]*$/);
        assert.equal(percentEncode(once), once);
      }),
    );
  });
});

describe('names of credentials', () => {
  const cases: readonly [string, string, string | undefined][] = [
    ['https://kube.test', 'https://kube.test/api?x=1', undefined],
    ['https://KUBE.test/', 'https://kube.test/api', undefined],
    ['https://kube.test:6443', 'https://kube.test:6443/', undefined],
    ['https://kube.test:443', 'https://kube.test/', undefined],
    ['https://kube.test/api', 'https://kube.test/api/v1', undefined],
    ['https://kube.test/api/', 'https://kube.test/api', undefined],
    ['https://kube.test/ap', 'https://kube.test/api', 'path-differs'],
    ['https://kube.test/API', 'https://kube.test/api', 'path-differs'],
    ['https://kube.test/api/v1', 'https://kube.test/api', 'path-longer'],
    ['https://kube.test', 'https://kube.test:6443/', 'port'],
    ['https://kube', 'https://kube.test/', 'scheme-or-host'],
    ['https://kube.test?x=1', 'https://kube.test?x=1', 'query-string'],
    ['kube', 'https://kube.test/', 'not-a-url'],
    ['http://kube.test', 'https://kube.test/', 'not-a-url'],
  ];
  for (const [name, url, expected] of cases) {
    it(`${name} for ${url}: ${expected ?? 'fits'}`, () => assert.equal(credentialNameProblem(name, url), expected));
  }

  it('are compared with case in a database that tells case apart', () => {
    assert.equal(
      credentialNameProblem('https://Kube.test', 'https://kube.test/', { caseSensitive: true }),
      'scheme-or-host',
    );
    assert.equal(credentialNameProblem('https://kube.test/', 'https://kube.test', { caseSensitive: true }), undefined);
  });
});

describe('media types, methods, headers and identities', () => {
  it('accepts the documented content types only', () => {
    const modes = Object.fromEntries(
      [
        'application/json',
        'Application/JSON ',
        'application/vnd.microsoft.card.json',
        'application/vnd.microsoft.card.xml',
        'application/vnd.microsoft.card+xml',
        'application/x-www-form-urlencoded',
        'text/csv',
        'application/merge-patch+json',
        'application/json;charset=utf-8',
        'multipart/form-data',
        'application/yaml',
      ].map((type) => [type, contentTypeMode(type)]),
    );
    assert.deepEqual(modes, {
      'application/json': 'json',
      'Application/JSON ': 'json',
      'application/vnd.microsoft.card.json': 'json',
      'application/vnd.microsoft.card.xml': 'xml',
      'application/vnd.microsoft.card+xml': 'xml',
      'application/x-www-form-urlencoded': 'text',
      'text/csv': 'text',
      'application/merge-patch+json': undefined,
      'application/json;charset=utf-8': undefined,
      'multipart/form-data': undefined,
      'application/yaml': undefined,
    });
  });

  it('asks for JSON, XML or text only', () => {
    assert.equal(acceptMode('text/*'), 'text');
    assert.equal(acceptMode('application/xml'), 'xml');
    assert.equal(acceptMode('*/*'), undefined);
    assert.equal(acceptMode('application/json;as=Table;g=meta.k8s.io;v=v1'), undefined);
    assert.equal(acceptMode('application/json, text/plain'), undefined);
  });

  it('knows six verbs in any case', () => {
    assert.equal(toRestMethod('get'), 'GET');
    assert.equal(toRestMethod('HEAD'), 'HEAD');
    assert.equal(toRestMethod('OPTION'), undefined);
  });

  it('decides the fate of headers', () => {
    const fates = [
      'Authorization',
      'X-Kube-View',
      'Impersonate-User',
      'ACCEPT',
      'user-agent',
      'Cookie',
      'Proxy-X',
      'Sec-X',
    ];
    assert.deepEqual(
      fates.map((name) => headerFate(name, 'x')),
      ['sent', 'sent', 'sent', 'media-type', 'overwritten', 'dropped', 'dropped', 'dropped'],
    );
    assert.equal(headerFate('X-HTTP-Method-Override', 'PATCH'), 'sent');
    assert.equal(headerFate('X-HTTP-Method-Override', 'GET, trace'), 'dropped');
  });

  it('knows four identities', () => {
    assert.equal(identityUse('httpendpointheaders'), 'headers');
    assert.equal(identityUse('SHARED ACCESS SIGNATURE'), 'shared-access-signature');
    assert.equal(identityUse('HTTPEndpoint'), undefined);
  });
});
