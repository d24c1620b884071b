import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseConnections, parseEndpoints, serverKey } from '../../../src/host/profiles.ts';

describe('profiles from settings', () => {
  it('never throw, and every entry becomes a profile or a sentence', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const parse of [parseConnections, parseEndpoints]) {
          const { profiles, problems } = parse(value);
          if (Array.isArray(value)) assert.equal(profiles.length + problems.length, value.length);
        }
      }),
    );
  });

  it('default the encryption to mandatory and the name to server and database', () => {
    const { profiles } = parseConnections([{ id: 'a', server: 'sql01', database: 'orders', user: 'app' }]);
    assert.deepEqual(profiles, [
      { id: 'a', name: 'sql01 · orders', server: 'sql01', database: 'orders', user: 'app', encryption: 'mandatory' },
    ]);
  });

  for (const [what, entry, problem] of [
    [
      'a missing field',
      { id: 'a', server: 's', database: 'd' },
      /connections\[0\] needs id, server, database and user/,
    ],
    ['a URL as server', { id: 'a', server: 'https://s', database: 'd', user: 'u' }, /server: /],
    [
      'another encryption',
      { id: 'a', server: 's', database: 'd', user: 'u', encryption: 'off' },
      /encryption is one of/,
    ],
  ] as const) {
    it(`say what is wrong with ${what}`, () => {
      const { profiles, problems } = parseConnections([entry]);
      assert.deepEqual(profiles, []);
      assert.match(problems[0] ?? '', problem);
    });
  }

  it('refuse a second entry with the same id', () => {
    const entry = { id: 'a', server: 's', database: 'd', user: 'u' };
    assert.match(parseConnections([entry, entry]).problems[0] ?? '', /\[1\] repeats the id “a”/);
  });

  it('check endpoints', () => {
    const good = { id: 'e', connectionId: 'c', url: 'https://k8s.example/', authentication: { kind: 'token' } };
    assert.deepEqual(parseEndpoints([good]).profiles, [{ ...good, url: 'https://k8s.example', namespaces: 'all' }]);
    for (const bad of [
      { ...good, url: 'http://k8s.example' },
      { ...good, url: 'https://k8s.example?x=1' },
      { ...good, authentication: { kind: 'credential' } },
      { ...good, authentication: { kind: 'certificate' } },
      { ...good, namespaces: ['UPPER'] },
      { ...good, namespaces: [] },
      { ...good, namespaces: [1] },
    ]) {
      assert.equal(parseEndpoints([bad]).problems.length, 1, JSON.stringify(bad));
    }
  });

  it('bind to a server the way people spell it', () => {
    assert.equal(serverKey('SQL01'), 'sql01:1433');
    assert.equal(serverKey('sql01,1433'), 'sql01:1433');
    assert.equal(serverKey('sql01, 1434'), 'sql01:1434');
    assert.equal(serverKey('SQL01\\Sales'), 'sql01\\sales');
  });
});
