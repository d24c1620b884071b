import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import fc from 'fast-check';
import { parseHostName, type HostName } from '../../../../src/core/pki/host-name.ts';
import {
  constraintsFor,
  describeSubtree,
  isPermitted,
  nameConstraints,
} from '../../../../src/core/pki/name-constraints.ts';
import { factsOf, testAuthority, testLeaf } from '../../../support/certificates.ts';
import { testKey } from '../../../support/keys.ts';
import { startOpenssl, type Openssl } from '../../../support/openssl.ts';

const host = (text: string): HostName => {
  const parsed = parseHostName(text);
  assert.ok(parsed.ok, text);
  return parsed.value;
};
const constrained = (...hosts: string[]): ReturnType<typeof testAuthority> =>
  testAuthority([nameConstraints(constraintsFor(hosts.map(host)))]);

describe('name constraints', () => {
  let openssl: Openssl;
  before(async () => (openssl = await startOpenssl()));
  after(() => openssl.close());

  const verdicts = async (hosts: readonly string[], leaves: readonly (readonly [string, ...string[]])[]) => {
    const authority = await constrained(...hosts);
    const pems = await Promise.all(leaves.map((names) => testLeaf(authority, names)));
    return openssl.verify(authority.certificate.pem, pems);
  };

  it('are critical, and name both kinds, by the word of openssl', async () => {
    const shown = async (...hosts: string[]): Promise<string> => {
      const file = await openssl.save('shown.pem', (await constrained(...hosts)).certificate.pem);
      const text = await openssl.run('x509', '-in', file, '-noout', '-ext', 'nameConstraints');
      return text.replace(/\s+/g, ' ').trim();
    };
    const head = 'X509v3 Name Constraints: critical';
    assert.equal(
      await shown('k8s.example', '10.0.0.41'),
      `${head} Permitted: DNS:k8s.example IP:10.0.0.41/255.255.255.255`,
    );
    assert.match(
      await shown('k8s.example'),
      /Permitted: DNS:k8s\.example Excluded: IP:0\.0\.0\.0\/0\.0\.0\.0 IP:0:0:0:0:0:0:0:0\/0:0:0:0:0:0:0:0$/,
    );
    assert.equal(await shown('10.0.0.41'), `${head} Permitted: IP:10.0.0.41/255.255.255.255 Excluded: DNS:`);
  });

  it('let a CA for one name vouch for it and names below it, and for nothing else', async () => {
    const said = await verdicts(
      ['k8s.example'],
      [
        ['k8s.example'],
        ['sub.k8s.example'],
        ['k8s.example', 'a.b.k8s.example'],
        ['other.example'],
        ['notk8s.example'],
        ['example'],
        ['k8s.example', 'other.example'],
        ['10.0.0.41'],
        ['2001:db8::1'],
        ['k8s.example', '10.0.0.41'],
      ],
    );
    assert.deepEqual(said.slice(0, 3), ['OK', 'OK', 'OK']);
    for (const reason of said.slice(3, 7)) assert.match(reason, /permitted subtree violation/);
    for (const reason of said.slice(7)) assert.match(reason, /excluded subtree violation/);
  });

  it('let a CA for one address vouch for it, and for no name', async () => {
    const said = await verdicts(['10.0.0.41'], [['10.0.0.41'], ['10.0.0.42'], ['2001:db8::1'], ['k8s.example']]);
    assert.equal(said[0], 'OK');
    assert.match(said[1]!, /permitted subtree violation/);
    assert.match(said[2]!, /permitted subtree violation/);
    assert.match(said[3]!, /excluded subtree violation/);
  });

  it('are read back as they were made', () => {
    const made = constraintsFor([host('k8s.example'), host('10.0.0.41')]);
    assert.deepEqual(made.permitted.map(describeSubtree), ['k8s.example and names below it', '10.0.0.41/32']);
    assert.deepEqual(constraintsFor([host('10.0.0.41')]).excluded.map(describeSubtree), ['every DNS name']);
    assert.deepEqual(constraintsFor([host('a.example')]).excluded.map(describeSubtree), [
      'every IPv4 address',
      'every IPv6 address',
    ]);
  });

  it('hold in node TLS: a name below is accepted, another name and an address are not', async () => {
    const authority = await constrained('k8s.example');
    const key = (await testKey()).privateKey.export({ type: 'pkcs8', format: 'pem' });
    const outcome = async (name: string): Promise<string> => {
      const server = createServer({ key, cert: await testLeaf(authority, [name]) }, (socket) => socket.end());
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const servername = /^[0-9.]+$/.test(name) ? '' : name;
      const client = connect({ port, host: '127.0.0.1', servername, ca: authority.certificate.pem });
      try {
        await once(client, 'secureConnect');
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      } finally {
        client.destroy();
        server.close();
      }
    };
    assert.equal(await outcome('k8s.example'), 'accepted');
    assert.equal(await outcome('below.k8s.example'), 'accepted');
    assert.equal(await outcome('other.example'), 'permitted subtree violation');
    assert.equal(await outcome('127.0.0.1'), 'excluded subtree violation');
  });

  const label = fc.constantFrom('a', 'b', 'k8s', 'x-y', 'under_score', 'n0');
  const dns = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const ip = fc
    .tuple(fc.constantFrom(10, 127), fc.constantFrom(0, 255), fc.nat(1), fc.nat(3))
    .map((four) => four.join('.'));
  const hosts = fc.uniqueArray(fc.oneof(dns, ip), { minLength: 1, maxLength: 4 });

  it('judge as openssl does, whatever the CA and the certificate are for', async () => {
    await fc.assert(
      fc.asyncProperty(hosts, fc.array(hosts, { minLength: 4, maxLength: 8 }), async (permitted, leaves) => {
        const authority = await constrained(...permitted);
        const { constraints } = factsOf(authority.certificate.der);
        assert.ok(constraints);
        const pems = await Promise.all(leaves.map(([first, ...rest]) => testLeaf(authority, [first!, ...rest])));
        const said = await openssl.verify(authority.certificate.pem, pems);
        const ours = leaves.map((names) => names.every((name) => isPermitted(constraints, host(name))));
        assert.deepEqual(
          said.map((word) => word === 'OK'),
          ours,
        );
      }),
      { numRuns: 12 },
    );
  });

  it('always permit the very hosts they were made for, and the certificate carries exactly those', async () => {
    await fc.assert(
      fc.asyncProperty(hosts, async (list) => {
        const authority = await constrained(...list);
        const leaf = await testLeaf(authority, [list[0]!, ...list.slice(1)]);
        const facts = factsOf(new X509Certificate(leaf).raw);
        assert.deepEqual(
          (facts.names ?? []).map(({ value }) => value),
          list,
        );
        const { constraints } = factsOf(authority.certificate.der);
        assert.ok(constraints?.critical);
        assert.deepEqual(constraints, constraintsFor(list.map(host)));
      }),
      { numRuns: 25 },
    );
  });
});
