import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkSetup } from '../../../../src/core/setup/check-setup.ts';
import type { SetupOptions } from '../../../../src/core/setup/options.ts';
import { checkTrust } from '../../../../src/core/setup/trust-options.ts';
import type { TrustOptions } from '../../../../src/core/setup/trust-options.ts';
import { outOfReach } from '../../../../src/core/setup/credential-reach.ts';
import { options, setupOf, trustOptions } from './sample.ts';

const fieldsOf = (changes: Partial<SetupOptions>): readonly string[] => {
  const checked = checkSetup({ ...options, ...changes });
  return checked.ok ? [] : checked.error.map(({ field }) => field);
};

const trustFieldsOf = (changes: Partial<TrustOptions>): readonly string[] => {
  const checked = checkTrust({ ...trustOptions, ...changes });
  return checked.ok ? [] : checked.error.map(({ field }) => field);
};

describe('the options of a set-up', () => {
  it('name the credential by scheme, host in lower case and port, always', () => {
    assert.equal(setupOf({ url: 'https://K8S.corp.example' }).credential, 'https://k8s.corp.example:443');
    assert.equal(setupOf({ url: 'https://k8s:6443/' }).credential, 'https://k8s:6443');
    assert.equal(setupOf({ url: 'https://k8s:6443/clusters/a/' }).basePath, '/clusters/a');
  });

  const refused: readonly (readonly [string, Partial<SetupOptions>, readonly string[]])[] = [
    ['a URL without TLS', { url: 'http://k8s' }, ['url']],
    ['no URL', { url: 'k8s' }, ['url']],
    ['an IPv6 address', { url: 'https://[::1]:8443' }, ['url']],
    ['a query', { url: 'https://k8s/?a=b' }, ['url']],
    ['a fragment', { url: 'https://k8s/#a' }, ['url']],
    ['dot segments', { url: 'https://k8s/a/../b' }, ['url']],
    ['a name longer than 128 characters', { url: `https://${'a'.repeat(120)}` }, ['url']],
    ['master', { database: 'Master' }, ['database']],
    ['no database', { database: '' }, ['database']],
    ['a line end in a name', { database: 'a\nGO\nDROP DATABASE b' }, ['database']],
    ['a bidi mark in a name', { role: 'a\u202eb' }, ['role']],
    ['a sqlcmd variable in a name', { role: 'r$(TOKEN)' }, ['role']],
    ['a name of 129 characters', { role: 'r'.repeat(129) }, ['role']],
    ['public as the role', { role: 'public' }, ['role']],
    ['a fixed role', { role: 'DB_OWNER' }, ['role']],
    ['dbo as a member', { members: [{ user: 'dbo' }] }, ['members[0].user']],
    ['a member named twice', { members: [{ user: 'a' }, { user: 'A' }] }, ['members[1].user']],
    ['a member named as the role', { members: [{ user: 'SQLKUBE_caller' }] }, ['members[0].user']],
    ['a login with NUL', { members: [{ user: 'a', forLogin: 'a\0' }] }, ['members[0].forLogin']],
    ['a namespace with capitals', { namespace: 'Shop' }, ['namespace']],
    ['a credential path without a slash', { credentialPath: 'api' }, ['credentialPath']],
    ['a credential path with dots', { credentialPath: '/api/..' }, ['credentialPath']],
    ['a credential path below which nothing can be proven', { credentialPath: '/apis/apps/v1' }, ['credentialPath']],
    ['two wrong fields at once', { database: 'tempdb', role: '' }, ['database', 'role']],
  ];
  for (const [title, changes, fields] of refused)
    it(`refuse ${title}, naming the field`, () => assert.deepEqual(fieldsOf(changes), fields));

  it('say what a credential with a path no longer reaches, and nothing for one without', () => {
    assert.deepEqual(outOfReach(setupOf()), []);
    const lost = outOfReach(setupOf({ credentialPath: '/api/v1/namespaces/shop' })).join('\n');
    for (const path of ['/version', '/-/healthz', 'selfsubjectreviews', '/apis/apps/v1/deployments'])
      assert.ok(lost.includes(path), path);
  });
});

describe('the options of host trust', () => {
  const refused: readonly (readonly [string, Partial<TrustOptions>, string])[] = [
    ['an IPv6 address', { host: '::1' }, 'host'],
    ['a host with shell signs', { host: 'a;reboot' }, 'host'],
    ['port 0', { port: 0 }, 'port'],
    ['a fingerprint in lower case', { fingerprint256: trustOptions.fingerprint256.toLowerCase() }, 'fingerprint256'],
    ['an address that is a name', { address: 'k8s' }, 'address'],
    ['an address with leading zeros', { address: '010.0.0.1' }, 'address'],
    ['a container name with an option', { container: { name: '--help', composeService: 'a' } }, 'container.name'],
    [
      'a service with a dollar sign',
      { container: { name: 'a', composeService: '${HOME}' } },
      'container.composeService',
    ],
    [
      'a namespace with a blank',
      { statefulSet: { namespace: 'a b', name: 'a', container: 'a' } },
      'statefulSet.namespace',
    ],
    [
      'a StatefulSet with an option',
      { statefulSet: { namespace: 'a', name: '-f', container: 'a' } },
      'statefulSet.name',
    ],
    ['a Windows service with a quote', { windowsService: "MSSQL$A'" }, 'windowsService'],
  ];
  for (const [title, changes, field] of refused)
    it(`refuse ${title}, naming the field`, () => assert.deepEqual(trustFieldsOf(changes), [field]));

  it('take no character that any of the texts would read, whatever is given', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("a'b", 'a$b', 'a`b', 'a\nb', 'a#b', '{{a}}', 'a\u2028b', 'a\0b'),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        for (const changes of [
          { host: text },
          { address: text },
          { container: { name: text, composeService: text } },
          { statefulSet: { namespace: text, name: text, container: text } },
        ]) {
          const checked = checkTrust({ ...trustOptions, ...changes });
          if (!checked.ok) continue;
          // What the texts are made of: a host is taken without the blanks around it.
          const { host: taken, address, container, statefulSet, file } = checked.value;
          assert.match(JSON.stringify({ taken, address, container, statefulSet, file }), /^[\w.,:{}"-]*$/);
        }
      }),
    );
  });
});
