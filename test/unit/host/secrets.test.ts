import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CertificatePin } from '../../../src/core/connection.ts';
import { passwordKey, SecretVault, tokenKey } from '../../../src/host/secrets.ts';
import { connection, endpoint } from '../../support/fake-cluster.ts';
import { MemorySecrets } from '../../support/memory-backends.ts';

const pin: CertificatePin = { fingerprint256: 'AA:BB', pem: 'pem' };

describe('secret keys', () => {
  it('change with everything that says where a password may be sent', () => {
    const keys = [
      passwordKey(connection()),
      passwordKey(connection({ server: 'elsewhere' })),
      passwordKey(connection({ server: 'prod-sql01,1434' })),
      passwordKey(connection({ server: 'prod-sql01\\SALES' })),
      passwordKey(connection({ user: 'other' })),
      passwordKey(connection({ encryption: 'none' })),
      passwordKey(connection({ encryption: 'strict' })),
      passwordKey(connection(), pin),
      passwordKey(connection(), { ...pin, fingerprint256: 'AA:CC' }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });

  it('do not change with what says nothing about that', () => {
    assert.equal(passwordKey(connection({ name: 'x', id: 'y', database: 'z' })), passwordKey(connection()));
    assert.equal(passwordKey(connection({ server: 'PROD-SQL01,1433' })), passwordKey(connection()));
  });

  it('bind a token to origin and connection, and not to the path', () => {
    const key = tokenKey(endpoint(), connection());
    assert.equal(tokenKey(endpoint({ url: 'https://k8s.corp.example:8443/sub' }), connection()), key);
    assert.notEqual(tokenKey(endpoint({ url: 'https://k8s.corp.example' }), connection()), key);
    assert.notEqual(tokenKey(endpoint(), connection({ server: 'elsewhere' })), key);
    assert.notEqual(tokenKey(endpoint(), connection({ database: 'other' })), key);
    assert.notEqual(tokenKey(endpoint(), connection(), pin), key);
  });

  it('never run two fields together', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b);
        assert.notEqual(passwordKey(connection({ user: a })), passwordKey(connection({ user: b })));
      }),
    );
  });

  it('hold nothing readable', () => {
    assert.match(passwordKey(connection()), /^sqlkube\.password\.[0-9a-f]{64}$/);
    assert.match(tokenKey(endpoint(), connection()), /^sqlkube\.token\.[0-9a-f]{64}$/);
  });
});

describe('SecretVault', () => {
  it('forgets everything it ever stored, also what was stored at the same time', async () => {
    const backend = new MemorySecrets();
    const vault = new SecretVault(backend);
    await Promise.all(['a', 'b', 'c'].map((key) => vault.store(key, `secret ${key}`)));
    await vault.forget('b');
    assert.deepEqual([...(await vault.keys())].sort(), ['a', 'c']);
    assert.equal(await vault.forgetAll(), 2);
    assert.deepEqual([...backend.all.keys()], ['sqlkube.index']);
    assert.equal(backend.all.get('sqlkube.index'), '[]');
  });

  it('keeps no secret in its index', async () => {
    const backend = new MemorySecrets();
    await new SecretVault(backend).store('key', 'hunter2');
    assert.ok(!backend.all.get('sqlkube.index')?.includes('hunter2'));
  });

  it('survives an index that somebody damaged', async () => {
    const backend = new MemorySecrets();
    backend.all.set('sqlkube.index', '{"not": a list');
    const vault = new SecretVault(backend);
    assert.deepEqual(await vault.keys(), []);
    await vault.store('key', 'x');
    assert.deepEqual(await vault.keys(), ['key']);
  });
});
