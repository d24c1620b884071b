import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { redact, redacted } from '../../../src/core/redact.ts';

/** Letters and digits that occur nowhere else, so that finding one means it survived. */
const secret = fc.stringMatching(/^Zq[A-Za-z0-9]{10,40}$/);
const anything = fc.string({ maxLength: 30 }).filter((text) => !text.includes('Zq'));
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

const plants: Readonly<Record<string, (secret: string) => string>> = {
  'a header': (s) => `Authorization: Bearer ${s}`,
  'a basic header': (s) => `authorization: Basic ${s}==`,
  'a header in JSON': (s) => JSON.stringify({ Authorization: `Bearer ${s}` }),
  'a header in JSON in JSON': (s) => JSON.stringify({ headers: JSON.stringify({ Authorization: `Bearer ${s}` }) }),
  'a scheme of its own': (s) => `{"Authorization":"${s}"}`,
  'curl -H': (s) => `curl -H 'Authorization: Bearer ${s}' https://x`,
  'a bare bearer': (s) => `token was Bearer ${s}, it said`,
  'a T-SQL secret': (s) => `WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = '{"Authorization":"Bearer ${s}"}';`,
  'a T-SQL secret with quotes': (s) => `SECRET=N'it''s ${s}', X = 1`,
  'a T-SQL password': (s) => `CREATE LOGIN a WITH PASSWORD = N'${s}''${s}', CHECK_POLICY = ON`,
  'a hashed password': (s) => `PASSWORD = 0x${Buffer.from(s).toString('hex')} HASHED`,
  'a master key': (s) => `CREATE MASTER KEY ENCRYPTION BY PASSWORD='${s}'`,
  'a literal that never ends': (s) => `SECRET = '${s}`,
  'a connection string': (s) => `Server=sql01;User Id=a;Password=${s};Encrypt=True`,
  'a connection string, quoted': (s) => `Server=sql01;pwd="${s};${s}";Encrypt=True`,
  'a connection string, in braces': (s) => `PWD={${s};x}};${s}};UID=a`,
  JSON: (s) => JSON.stringify({ user: 'a', password: `${s}"${s}` }),
  'an environment variable': (s) => `SA_PASSWORD=${s}`,
  'a URL': (s) => `https://user:${s}@host/path`,
  'a JWT': (s) => `${base64url(`{"alg":"RS256","x":"${s}"}`)}.${base64url(s)}.${base64url(s)}`,
  'a T-SQL variable': (s) => `DECLARE @app_password nvarchar(128) = N'${s}'; SELECT 1`,
  'a T-SQL argument': (s) => `EXEC sp_addlinkedsrvlogin @rmtuser = N'a', @rmtpassword='${s}'`,
  'a Secret in JSON': (s) => JSON.stringify({ kind: 'Secret', data: { key: s, more: `}${s}"${s}` } }),
  'a Secret, formatted': (s) => JSON.stringify({ apiVersion: 'v1', data: { 'tls.crt': s }, kind: 'Secret' }, null, 2),
  'a Secret in text data': (s) => JSON.stringify({ kind: 'Secret', stringData: { key: `a\\${s}` } }),
  'a list of Secrets': (s) => JSON.stringify({ kind: 'SecretList', items: [{ data: { a: 'x' } }, { data: { b: s } }] }),
  'a Secret in an annotation': (s) =>
    JSON.stringify({
      'last-applied': JSON.stringify({ kind: 'Secret', data: { key: s }, stringData: { b: `"}${s}` } }),
    }),
  'a Secret in T-SQL': (s) => `SET @payload = N'{"kind": "Secret", "stringData": {"key": "it''s ${s}"}}';`,
  'a Secret that is cut off': (s) => `{"kind":"Secret","data":{"key":"${s}`,
  'a Secret in YAML': (s) => `kind: Secret\ndata:\n  key: ${s}\n  other: |\n    ${s}\ntype: Opaque`,
  'a token request': (s) => JSON.stringify({ kind: 'TokenRequest', status: { token: s, expirationTimestamp: 'x' } }),
};

const shapes = (s: string): string[] => [s, base64url(s), Buffer.from(s).toString('hex')];

describe('redact', () => {
  for (const [where, plant] of Object.entries(plants)) {
    it(`leaves nothing of ${where}`, () => {
      fc.assert(
        fc.property(secret, anything, anything, (planted, before, after) => {
          const text = redact(`${before}\n${plant(planted)}\n${after}`);
          for (const shape of shapes(planted)) assert.ok(!text.includes(shape), text);
          assert.ok(text.includes(redacted), text);
        }),
      );
    });
  }

  it('takes private keys out, whole, cut off, and with \\n as two characters', () => {
    for (const type of ['pkcs8', 'pkcs1'] as const) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
      const pem = privateKey.export({ type, format: 'pem' }).toString();
      const line = pem.split('\n')[2] ?? '';
      for (const text of [pem, pem.slice(0, 300), JSON.stringify({ key: pem }), `before\n${pem}after`]) {
        assert.ok(!redact(text).includes(line.slice(0, 20)));
      }
      assert.equal(redact(`before\n${pem}after`), `before\n${redacted}\nafter`);
    }
  });

  it('takes out what the caller knows, in every spelling, wherever it stands', () => {
    const known = fc.string({ minLength: 4 }).filter((text) => text.trim() === text && !redacted.includes(text));
    fc.assert(
      fc.property(known, (value) => {
        for (const text of [`a ${value} b`, JSON.stringify({ v: value }), `N'${value.replaceAll("'", "''")}'`]) {
          assert.ok(!redact(text, [value]).includes(value), text);
        }
      }),
    );
  });

  it('leaves ordinary text, certificates and addresses alone', () => {
    const texts = [
      'Msg 31608, Level 16, State 24: An error occurred, HRESULT: 0x80072ee7.',
      'GET https://k8s.corp.example:8443/api/v1/namespaces/shop/pods?limit=500&continue=abc · 84 ms',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
      'The password of app_reader is not stored.',
      'SHA-256 fingerprint shown: AA:BB:CC',
      'The call carried no token: a credential has to be named in it.',
      'Unable to authenticate the request: invalid bearer token: the look-up failed',
      'The API server’s log says invalid bearer token. Switch that sign-in off (basic authentication of nginx).',
      `SECRET = '{"Authorization":"Bearer …"}'; CREATE MASTER KEY ENCRYPTION BY PASSWORD = …`,
      'Neither password nor secret: ask the DBA.',
    ];
    for (const text of texts) assert.equal(redact(text), text);
  });

  it('leaves every explanation of ours as it is', async () => {
    for (const golden of ['explanations', 'diagnoses']) {
      const text = await readFile(path.join(import.meta.dirname, `../../fixtures/golden/${golden}.txt`), 'utf8');
      assert.equal(redact(text), text);
    }
  });

  it('takes every secret that follows its name and a colon, also where a sentence might', () => {
    for (const [text, left] of [
      ['password: hunter2', `password: ${redacted}`],
      ['password: the', `password: ${redacted}`],
      ['token: an', `token: ${redacted}`],
      ['token: anna is here', `token: ${redacted} is here`],
      ['token: the-secret is here', `token: ${redacted} is here`],
      ['token:the secret', `token:${redacted} secret`],
      ['token=the secret', `token=${redacted} secret`],
      ['Bearer token123', `Bearer ${redacted}`],
      ['Bearer tokens/1', `Bearer ${redacted}`],
      ['Bearer token.', 'Bearer token.'],
      ['Bearer token.eyJx', `Bearer ${redacted}`],
      [`SECRET = '{"Authorization":"Bearer …hunter2"}'`, `SECRET = ${redacted}`],
      [`{"Authorization":"Bearer …hunter2"}`, `{"Authorization":"${redacted}"}`],
      ['PASSWORD = …hunter2', `PASSWORD = ${redacted}`],
      ['token: swordfish failed', `token: ${redacted} failed`],
      ['secret: not\nsecret: hunter2', `secret: ${redacted}\nsecret: ${redacted}`],
    ] as const)
      assert.equal(redact(text), left);
  });

  it('leaves the data of what is no Secret alone, and the rest of a Secret', () => {
    const map = JSON.stringify({ kind: 'ConfigMap', data: { key: 'value' } });
    assert.equal(redact(map), map);
    const text = redact(
      JSON.stringify({ kind: 'Secret', metadata: { name: 'db' }, data: { key: 'Zm9v' }, type: 'Opaque' }),
    );
    assert.deepEqual(JSON.parse(text), { kind: 'Secret', metadata: { name: 'db' }, data: redacted, type: 'Opaque' });
  });

  it('takes time linear in the length, whatever is repeated', () => {
    const units = [
      '"kind":"Secret",',
      '"data":{',
      '\\\\"',
      '@password',
      '@password nvarchar(',
      'eyJ',
      'data:\n',
      "PASSWORD='",
      '-----BEGIN PRIVATE KEY-----',
      'token: a ',
      'token: \t',
    ];
    // The processor’s time, and the least of several: what else a busy machine does is not to count.
    const cost = (text: string): number =>
      Math.min(
        ...Array.from({ length: 4 }, () => {
          const started = process.cpuUsage();
          redact(text);
          const { user, system } = process.cpuUsage(started);
          return (user + system) / 1000;
        }),
      );
    for (const unit of units) {
      cost(unit.repeat(1000));
      const [short, long] = [2000, 32_000].map((count) =>
        Math.min(cost(`"kind":"Secret"${unit.repeat(count)}`), cost(unit.repeat(count))),
      );
      // 16 times the text: a square would be 256 times the time. Small times are noise.
      assert.ok(long! < 20 || long! < short! * 100, `${unit}: ${short} ms, then ${long} ms`);
    }
  });

  it('changes nothing more the second time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(plants)), secret, (plant, planted) => {
        const once = redact(plant(planted));
        assert.equal(redact(once), once);
      }),
    );
  });
});
