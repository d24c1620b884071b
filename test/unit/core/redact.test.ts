import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
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
    ];
    for (const text of texts) assert.equal(redact(text), text);
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
