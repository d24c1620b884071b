import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decode } from '../../../../../src/core/decode/text/decode.ts';
import { proxyLines } from '../../../../../src/core/decode/catalogue/proxy-lines.ts';
import { renderDecoded } from '../../../../../src/core/decode/text/render.ts';
import { assertGolden } from '../../../../support/golden.ts';
import { samples } from './samples.ts';

const first = (text: string): string => decode(text).diagnoses[0]?.headline ?? 'no error';

describe('decode', () => {
  it('reads every sample as the golden file says (UPDATE_GOLDEN=1 rewrites it)', async () => {
    const told = samples.map(({ title, text }) => `## ${title}\n${renderDecoded(decode(text))}`);
    await assertGolden('diagnoses.txt', told.join('\n'));
    assert.doesNotMatch(told.join('\n'), /\*\*|`/, 'a terminal shows Markdown letter by letter');
  });

  it('reads one error alike in every format that prints it', () => {
    const same = samples.filter(({ text }) => text.includes('0x80072ee7') && text.includes('failed to communicate'));
    assert.ok(same.length >= 8);
    for (const { title, text } of same) assert.match(first(text), /^SQL Server cannot resolve/, title);
  });

  it('reads fields where the format has them', () => {
    const [told] = decode(samples.find(({ title }) => title === 'Chinese')?.text ?? '').diagnoses;
    assert.match(told?.evidence[0] ?? '', /^Msg 31608, Level 16, State 24, Procedure sys\.\w+, Line 1: An error/);
  });

  it('reads an HRESULT alike in hex, signed and unsigned decimal, and by its code', () => {
    for (const text of ['0x80072ee7', '0x80072EE7', '-2147012889', '2147954407', '12007', 'WinHTTP error 12007']) {
      assert.match(first(text), /cannot resolve/, text);
    }
    assert.match(first('0x80070008'), /does not trust/, 'a certificate flag, not memory');
  });

  it('puts the cause on the side of the cluster before what SQL Server sees of it', () => {
    const text = [
      '{"response":{"status":{"http":{"code":502}},"headers":{}},"result":null}',
      '2026/08/28 10:12:13 [error] 1#1: *1 connect() failed (111: Connection refused) while connecting to upstream',
    ].join('\n');
    assert.match(first(text), /^Nothing listens where the proxy looks/);
    assert.equal(decode(text).diagnoses.length, 2);
  });

  it('names a login and takes the better names of its context', () => {
    const text = "Login failed for user 'app_reader'.";
    const told = JSON.stringify(decode(text).diagnoses);
    assert.match(told, /app_reader/);
    const placed = decode('0x80072ee7', { endpointUrl: 'https://k8s.corp.example:8443', sqlServerName: 'sql01' });
    assert.equal(placed.diagnoses[0]?.headline, 'SQL Server cannot resolve k8s.corp.example');
    assert.match(placed.diagnoses[0].fix, /sql01/);
  });

  it('hands back what it did not understand, by its place', () => {
    const { text, notUnderstood, parts } = decode('Dear all,\n\n0x80070008\n\nany idea?');
    assert.deepEqual(
      notUnderstood.map((span) => span.text),
      ['Dear all,', 'any idea?'],
    );
    for (const span of notUnderstood) assert.equal(text.slice(span.start, span.end), span.text);
    assert.deepEqual(
      parts.map(({ span }) => text.slice(span.start, span.end)),
      ['0x80070008'],
    );
  });

  it('knows every line of the proxy’s catalogue by the text that its pattern is for', () => {
    const shown = new Set(proxyTexts.map((text) => first(`2026/08/28 10:12:13 [error] 1#1: *1 ${text}`)));
    for (const { headline } of proxyLines) assert.ok(shown.has(headline), headline);
  });
});

const proxyTexts = [
  'SSL_do_handshake() failed (SSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48) while SSL handshaking',
  'SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45) while SSL handshaking',
  'SSL_do_handshake() failed (SSL: error:0A000412:SSL routines::sslv3 alert bad certificate:SSL alert number 42) while SSL handshaking',
  'SSL_do_handshake() failed (SSL: error:0A0000C1:SSL routines::no shared cipher) while SSL handshaking',
  'client sent plain HTTP request to HTTPS port while reading client request headers',
  'client sent no required SSL certificate while reading client request headers',
  'client intended to send too large body: 4194304 bytes',
  'client timed out (110: Connection timed out) while SSL handshaking',
  'peer closed connection in SSL handshake while SSL handshaking',
  '1024 worker_connections are not enough',
  'connect() failed (111: Connection refused) while connecting to upstream',
  'connect() failed (113: No route to host) while connecting to upstream',
  'upstream timed out (110: Connection timed out) while connecting to upstream',
  'upstream timed out (110: Connection timed out) while reading response header from upstream',
  'upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream',
  'upstream SSL certificate verify error: (22:certificate chain too long) while SSL handshaking to upstream',
  'upstream SSL certificate verify error: (18:self-signed certificate) while SSL handshaking to upstream',
  'upstream SSL certificate does not match "api.example" while SSL handshaking to upstream',
  'SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream',
  'SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream',
  'no live upstreams while connecting to upstream',
  'upstream server temporarily disabled while connecting to upstream',
  'recv() failed (104: Connection reset by peer) while reading response header from upstream',
  'rewrite or internal redirection cycle while internally redirecting to "/x"',
  'access forbidden by rule',
  'limiting requests, excess: 5.100 by zone "one"',
  'client attempted to request the server name different from the one that was negotiated while reading client request headers',
  'client sent too long header line: "Authorization"',
  'upstream prematurely closed connection while reading response header from upstream',
  'upstream sent too big header while reading response header from upstream',
  'upstream sent no valid HTTP/1.0 header while reading response header from upstream',
  'api.example could not be resolved (3: Host not found)',
  'cannot load certificate "/etc/tls/tls.crt": BIO_new_file() failed',
];

/** Words that recognisers look for, so that random texts reach the insides. */
const crumbs = fc.constantFrom(
  ...samples.flatMap(({ text }) => text.split(/(?<=[\s"{}(),:])/)),
  ...[
    '{"',
    '\\"',
    '{"kind":"Status"',
    '\n',
    '\u0000',
    '\ud800',
    '{"response":{"status":{"http":{"code":',
    '1e999',
    '}',
  ],
);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(crumbs, { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc
    .tuple(fc.constantFrom(...samples), fc.nat(), fc.string({ maxLength: 8 }))
    .map(([{ text }, at, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + put.length)),
);

describe('decode on any text', () => {
  it('never throws, and its spans are in order, apart and within the text', () => {
    fc.assert(
      fc.property(texts, (pasted) => {
        const diagnosis = decode(pasted);
        renderDecoded(diagnosis);
        const spans = [...diagnosis.parts.map(({ span }) => span), ...diagnosis.notUnderstood];
        spans.sort((left, right) => left.start - right.start);
        let end = 0;
        for (const span of spans) {
          assert.ok(span.start >= end && span.end > span.start && span.end <= diagnosis.text.length);
          end = span.end;
        }
      }),
      { numRuns: 3000 },
    );
  }).timeout(30_000);

  it('lets no planted secret out, wherever it stands', () => {
    const token = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ`;
    const plants = [
      ['Authorization: Bearer ' + token, 'c2lnbmF0dXJlLXBsYW50ZWQ'],
      [
        '{"response":{"status":{"http":{"code":401}}},"result":{"kind":"Status","code":401,"message":"bad token ' +
          token +
          '"}}',
        'c2lnbmF0',
      ],
      [
        "CREATE DATABASE SCOPED CREDENTIAL [x] WITH IDENTITY='HTTPEndpointHeaders', SECRET='planted-secret'",
        'planted-secret',
      ],
      ['Server=sql01;User Id=sa;Password=Planted.1;', 'Planted.1'],
      ['-----BEGIN PRIVATE KEY-----\nUGxhbnRlZA==\n-----END PRIVATE KEY-----', 'UGxhbnRlZA'],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...plants), fc.constantFrom(...samples), fc.boolean(), (plant, { text }, before) => {
        const [planted, secret] = plant;
        const diagnosis = decode(before ? `${planted}\n${text}` : `${text}\n${planted}`);
        assert.ok(!JSON.stringify(diagnosis).includes(secret), secret);
        assert.ok(!renderDecoded(diagnosis).includes(secret), secret);
      }),
      { numRuns: 300 },
    );
  });

  it('reads texts made to be slow in time that grows with their length only', () => {
    const seeds = [
      '{"',
      '{"\\"',
      'Msg 1, Level 1, State 1 ',
      '[SQL Server]',
      'SqlException (0x80131904): \n',
      '"kind":"Status"',
      'RequestError: x\n',
      "(31608, 'x\\",
      '<html>',
      'HTTP/1.1 ',
      'a.b.c',
    ];
    const took = (text: string): number => {
      const start = performance.now();
      decode(text);
      return performance.now() - start;
    };
    for (const seed of seeds) {
      const part = seed.repeat(Math.ceil(5_000 / seed.length));
      took(part);
      const short = Math.max(took(part), 5);
      const long = took(part.repeat(8));
      // 8 times as long: quadratic would take 64 times as long.
      assert.ok(long < short * 32, `${JSON.stringify(seed)}: ${short} ms, then ${long} ms`);
    }
  }).timeout(60_000);
});
