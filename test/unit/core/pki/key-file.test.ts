import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { decryptKey, encryptKey, strongRounds } from '../../../../src/core/pki/encrypted-key.ts';
import {
  isEncryptedKeyFile,
  readKeyFile,
  type KeyFileFault,
  writeEncryptedKeyFile,
  writeKeyFile,
} from '../../../../src/core/pki/key-file.ts';
import { checkPassphrase, generatePassphrase } from '../../../../src/core/pki/passphrase.ts';
import { readPem, toPem } from '../../../../src/core/pki/pem.ts';
import { testAuthority } from '../../../support/certificates.ts';
import { testKey } from '../../../support/keys.ts';
import { startOpenssl, type Openssl } from '../../../support/openssl.ts';

const secret = 'pässword $ “with” all\' sorts"';
const quick = { random: randomBytes, rounds: 1000 };
const bytes = (text: string): Uint8Array => Buffer.from(text);
const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const fault = async (content: Uint8Array, passphrase?: string): Promise<string> => {
  const read = await readKeyFile(content, passphrase);
  return read.ok ? 'read' : read.error.fault;
};

describe('key files', function () {
  let openssl: Openssl;
  let plain: string;
  before(async () => {
    openssl = await startOpenssl();
    plain = writeKeyFile((await testKey()).privateKey);
  });
  after(() => openssl.close());

  it('are read by openssl with the passphrase, and by nobody without it', async () => {
    const pem = await writeEncryptedKeyFile((await testKey()).privateKey, secret, { random: randomBytes });
    assert.match(pem, /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    const file = await openssl.save('ca.key', pem);
    const passphrase = await openssl.save('passphrase', secret);
    assert.equal(await openssl.run('pkey', '-in', file, '-passin', `file:${passphrase}`), plain);
    await assert.rejects(openssl.run('pkey', '-in', file, '-passin', 'pass:another'));
    const parsed = await openssl.run('asn1parse', '-in', file);
    assert.match(parsed, /:PBES2[\s\S]*:PBKDF2[\s\S]*INTEGER +:0927C0[\s\S]*:hmacWithSHA256[\s\S]*:aes-256-cbc/);
    assert.equal(strongRounds, 0x927c0);
  });

  it('come back as the same key', async () => {
    const pem = await writeEncryptedKeyFile((await testKey()).privateKey, secret, quick);
    for (const text of [pem, pem.replaceAll('\n', '\r\n'), `\uFEFFnotes\n${pem}`]) {
      const read = await readKeyFile(bytes(text), secret);
      assert.ok(read.ok);
      assert.equal(pkcs8(read.value.privateKey), plain);
    }
    assert.ok(isEncryptedKeyFile(bytes(pem)));
    assert.ok(!isEncryptedKeyFile(bytes(plain)));
  });

  it('take a passphrase in either Unicode form', async () => {
    const pem = await writeEncryptedKeyFile((await testKey()).privateKey, secret.normalize('NFC'), quick);
    assert.equal(await fault(bytes(pem), secret.normalize('NFD')), 'read');
  });

  it('are never written twice alike', async () => {
    const { privateKey } = await testKey();
    assert.notEqual(
      await writeEncryptedKeyFile(privateKey, secret, quick),
      await writeEncryptedKeyFile(privateKey, secret, quick),
    );
  });

  for (const [how, args] of [
    ['PBKDF2 and AES-256', ['-v2', 'aes-256-cbc']],
    ['PBKDF2 with SHA-512 and AES-128', ['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA512']],
    ['PBKDF2 with SHA-1 and triple DES', ['-v2', 'des3', '-v2prf', 'hmacWithSHA1']],
    ['scrypt', ['-scrypt']],
  ] as const) {
    it(`that openssl wrote with ${how} are read`, async () => {
      const file = await openssl.save('plain.key', plain);
      const pem = await openssl.run('pkcs8', '-topk8', '-in', file, ...args, '-passout', 'pass:some words');
      const read = await readKeyFile(bytes(pem), 'some words');
      assert.ok(read.ok);
      assert.equal(pkcs8(read.value.privateKey), plain);
      assert.equal(await fault(bytes(pem), 'other words'), 'wrong-passphrase');
    });
  }

  it('in the older forms are read', async () => {
    const file = await openssl.save('plain.key', plain);
    const traditional = await openssl.run('rsa', '-in', file, '-traditional');
    assert.match(traditional, /BEGIN RSA PRIVATE KEY/);
    assert.equal(await fault(bytes(traditional)), 'read');
    const closed = await openssl.run('rsa', '-in', file, '-traditional', '-aes128', '-passout', 'pass:some words');
    assert.ok(isEncryptedKeyFile(bytes(closed)));
    assert.equal(await fault(bytes(closed), 'some words'), 'read');
    assert.equal(await fault(bytes(closed), 'other words'), 'wrong-passphrase');
    assert.equal(await fault(bytes(closed)), 'passphrase-missing');
    const { privateKey } = await testKey();
    for (const type of ['pkcs8', 'pkcs1'] as const) {
      assert.equal(await fault(privateKey.export({ type, format: 'der' })), 'read');
    }
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    assert.equal(await fault(bytes(curve.export({ type: 'sec1', format: 'pem' }).toString())), 'read');
  });

  it('say what is wrong with them, and repeat neither content nor passphrase', async () => {
    const { privateKey, publicKey } = await testKey();
    const pem = await writeEncryptedKeyFile(privateKey, secret, quick);
    const der = readPem(pem)[0]!.der;
    const unsupported = Buffer.from(der);
    // The last arc of aes-256-CBC becomes that of an algorithm that does not exist.
    unsupported[unsupported.indexOf(Buffer.from('60864801650304012a', 'hex')) + 8] = 0x7f;
    const cases: [string, Uint8Array, string | undefined, KeyFileFault][] = [
      ['nothing', bytes(' \n'), secret, 'empty'],
      ['prose', bytes('dear diary'), secret, 'foreign'],
      ['a certificate', bytes((await testAuthority()).certificate.pem), secret, 'certificate'],
      ['a public key', bytes(publicKey.export({ type: 'spki', format: 'pem' }).toString()), secret, 'public-key'],
      [
        'an OpenSSH key',
        bytes('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n'),
        secret,
        'openssh',
      ],
      ['no passphrase', bytes(pem), undefined, 'passphrase-missing'],
      ['an empty passphrase', bytes(pem), '', 'passphrase-missing'],
      ['another passphrase', bytes(pem), 'another passphrase', 'wrong-passphrase'],
      ['half a file', bytes(pem.slice(0, 400)), secret, 'damaged'],
      ['cut-off DER', bytes(toPem('ENCRYPTED PRIVATE KEY', der.subarray(0, 60))), secret, 'damaged'],
      ['another cipher', bytes(toPem('ENCRYPTED PRIVATE KEY', unsupported)), secret, 'unsupported'],
      [
        'a damaged plain key',
        bytes('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
        undefined,
        'damaged',
      ],
      ['other DER', (await testAuthority()).certificate.der, undefined, 'foreign'],
      ['much too much', new Uint8Array(1_000_001), undefined, 'too-large'],
    ];
    for (const [what, content, passphrase, expected] of cases) {
      const read = await readKeyFile(content, passphrase);
      assert.ok(!read.ok, what);
      assert.equal(read.error.fault, expected, what);
      const told = JSON.stringify(read.error);
      assert.ok(!told.includes(secret) && !told.includes(pem.slice(40, 60)), what);
      assert.match(read.error.fix, /\.$/);
    }
  });

  it('refuse a derivation that would occupy a thread for an hour', async () => {
    const pem = await writeEncryptedKeyFile((await testKey()).privateKey, secret, { ...quick, rounds: 100_000 });
    const der = Buffer.from(readPem(pem)[0]!.der);
    const rounds = der.indexOf(Buffer.from('02030186a0', 'hex'));
    // One byte longer, in every length around it: the innermost parameters, the scheme's, and so on outwards.
    const grown = Buffer.concat([
      der.subarray(0, rounds),
      Buffer.from('02047fffffff', 'hex'),
      der.subarray(rounds + 5),
    ]);
    for (let at = 0; at < rounds; at++) {
      const long = grown[at] === 0x82;
      const end = long ? at + 3 + grown.readUInt16BE(at + 1) : at + 1 + grown[at]!;
      if (grown[at - 1] !== 0x30 || end < rounds) continue;
      if (long) grown.writeUInt16BE(grown.readUInt16BE(at + 1) + 1, at + 1);
      else grown[at] = grown[at]! + 1;
    }
    assert.equal(await fault(bytes(toPem('ENCRYPTED PRIVATE KEY', grown)), secret), 'unsupported');
  });

  it('survive any damage: every byte flipped is told, none is thrown', async () => {
    const closed = await encryptKey(Buffer.from('a secret of some length'), 'p', { random: randomBytes, rounds: 1 });
    await fc.assert(
      fc.asyncProperty(fc.nat(closed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const damaged = Buffer.from(closed);
        damaged[at] = damaged[at]! ^ mask;
        const outcome = await decryptKey(damaged, 'p');
        if (!outcome.ok) assert.match(outcome.error, /^(damaged|unsupported|wrong-passphrase)$/);
      }),
      { numRuns: 200 },
    );
  });

  it('never crash the reader, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (content, passphrase) => {
        assert.equal((await readKeyFile(content, passphrase)).ok, false);
        const dressed = bytes(toPem('ENCRYPTED PRIVATE KEY', content));
        assert.equal((await readKeyFile(dressed, passphrase)).ok, false);
      }),
    );
  });
});

describe('passphrases', () => {
  const reason = (text: string): string => {
    const checked = checkPassphrase(text);
    return checked.ok ? 'taken' : checked.error.reason;
  };

  it('are generated with 150 bits and are taken', () => {
    const made = generatePassphrase(randomBytes);
    assert.match(made, /^[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){5}$/);
    assert.equal(reason(made), 'taken');
    assert.equal(generatePassphrase((count) => new Uint8Array(count).fill(255)).replaceAll('-', ''), 'z'.repeat(30));
  });

  it('are refused when short, unprintable, blank at an end, or beyond what openssl reads', () => {
    assert.match(reason('eleven char'), /shorter than 12/);
    for (const bad of ['twelve\nletters', 'twelve\0letters', 'twelve letters\u2028', 'twelve letters \ud800']) {
      assert.match(reason(bad), /control character/);
    }
    assert.match(reason(' twelve letters'), /blank/);
    assert.match(reason('ä'.repeat(512)), /1023 bytes/);
    assert.equal(reason('ä'.repeat(511)), 'taken');
  });
});
