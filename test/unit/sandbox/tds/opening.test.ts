import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agreeOnTerms } from '../../../../src/sandbox/tds/login.ts';
import { type Login, readLogin7 } from '../../../../src/sandbox/tds/login7.ts';
import { decideEncryption, readPrelogin, writePrelogin } from '../../../../src/sandbox/tds/prelogin.ts';
import { HandshakeEnd } from '../../../../src/sandbox/tds/tls-in-prelogin.ts';

describe('PRELOGIN', () => {
  it('says what it was told to', () => {
    for (const encryption of [0, 1, 2, 3]) assert.deepEqual(readPrelogin(writePrelogin(encryption)), { encryption });
  });

  it('settles the encryption for each pair of wishes', () => {
    const wishes = { off: 0, on: 1, notSupported: 2, required: 3 };
    const decide = (mode: 'off' | 'on' | 'required'): string =>
      Object.values(wishes)
        .map((wish) => decideEncryption(mode, wish))
        .map(({ answer, outcome }) => `${answer} ${outcome}`)
        .join(', ');
    assert.equal(decide('off'), '2 plain, 2 refuse, 2 plain, 2 refuse');
    assert.equal(decide('on'), '0 login, 1 all, 2 plain, 1 all');
    assert.equal(decide('required'), '3 all, 1 all, 3 refuse, 1 all');
  });
});

describe('LOGIN7', () => {
  const names = ['hostName', 'user', 'password', 'applicationName', 'database'] as const;
  const fields = { hostName: 36, user: 40, password: 44, applicationName: 48, database: 68 };

  function encode(texts: Record<(typeof names)[number], string>, features: readonly number[]): Buffer {
    const fixed = Buffer.alloc(94);
    fixed.writeUInt32LE(0x74000004, 4);
    fixed.writeUInt32LE(8000, 8);
    const parts: Buffer[] = [fixed];
    let offset = fixed.length;
    for (const name of names) {
      const plain = Buffer.from(texts[name], 'utf16le');
      const bytes = name === 'password' ? plain.map((byte) => (((byte & 15) << 4) | (byte >> 4)) ^ 0xa5) : plain;
      fixed.writeUInt16LE(offset, fields[name]);
      fixed.writeUInt16LE(texts[name].length, fields[name] + 2);
      parts.push(Buffer.from(bytes));
      offset += bytes.length;
    }
    fixed.writeUInt8(0x10, 27);
    fixed.writeUInt16LE(offset, 56);
    const pointer = Buffer.alloc(4);
    pointer.writeUInt32LE(offset + 4);
    const block = features.flatMap((id) => [id, 1, 0, 0, 0, 7]);
    return Buffer.concat([...parts, pointer, Buffer.from([...block, 0xff])]);
  }

  it('gives back every text, the disguised password included, and the features', () => {
    const text = fc.string({ maxLength: 128, unit: 'grapheme' });
    const texts = fc.record({ hostName: text, user: text, password: text, applicationName: text, database: text });
    const features = fc.array(fc.integer({ min: 1, max: 0xfe }), { maxLength: 5 });
    fc.assert(
      fc.property(texts, features, (wanted, ids) => {
        const login = readLogin7(encode(wanted, ids));
        for (const name of names) assert.equal(login[name], wanted[name]);
        assert.deepEqual(login.features, new Set(ids));
        assert.equal(login.packetSize, 8000);
        assert.equal(login.integrated, false);
      }),
    );
  });

  it('fails as broken protocol, never otherwise, on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          readLogin7(Buffer.from(bytes));
        } catch (error) {
          assert.equal((error as Error).name, 'ProtocolError');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('settles version and packet size', () => {
    const login: Login = {
      version: 0x74000004,
      packetSize: 0,
      hostName: '',
      user: '',
      password: '',
      applicationName: '',
      database: '',
      integrated: false,
      features: new Set(),
    };
    assert.deepEqual(agreeOnTerms(login, false), { version: 0x74000004, packetSize: 4096, features: [] });
    assert.equal(agreeOnTerms(login, true).version, 0x08000000);
    assert.equal(agreeOnTerms({ ...login, version: 0x730b0003 }, false).version, 0x730b0003);
    assert.equal(agreeOnTerms({ ...login, packetSize: 100 }, false).packetSize, 512);
    assert.equal(agreeOnTerms({ ...login, packetSize: 65_535 }, false).packetSize, 32_767);
    assert.deepEqual(agreeOnTerms({ ...login, features: new Set([4, 10, 13]) }, false).features, [10]);
    assert.throws(() => agreeOnTerms({ ...login, version: 0x71000001 }, false), { name: 'ProtocolError' });
  });
});

describe('the end of the TLS handshake', () => {
  const record = (type: number, length: number): Buffer =>
    Buffer.concat([Buffer.from([type, 3, 3, length >> 8, length & 255]), Buffer.alloc(length)]);

  it('is the handshake record after ChangeCipherSpec, wherever the bytes are cut', () => {
    const first = Buffer.concat([record(0x16, 90), record(0x16, 900), record(0x16, 4)]);
    const second = Buffer.concat([record(0x14, 1), record(0x16, 40)]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (step) => {
        const end = new HandshakeEnd();
        const bytes = Buffer.concat([first, second]);
        for (let offset = 0; offset < bytes.length; offset += step) {
          const reached = end.push(bytes.subarray(offset, offset + step));
          assert.equal(reached, offset + step >= bytes.length);
        }
      }),
    );
  });
});
