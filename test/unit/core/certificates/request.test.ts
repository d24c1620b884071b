import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkCertificateInput,
  keySizes,
  type CertificateInput,
  type Life,
} from '../../../../src/core/certificates/request.ts';
import { authorityDays, serverDays } from '../../../../src/core/pki/validity.ts';

const now = new Date('2026-05-05T10:00:00Z');
const day = 86_400_000;
const url = 'https://k8s.example:8443/api';

const problems = (input: Partial<CertificateInput>): string[] => {
  const checked = checkCertificateInput({ url, ...input }, now);
  return checked.ok ? [] : checked.error.map(({ field, reason, fix }) => `${field}: ${reason} ${fix}`);
};

describe('certificate input', () => {
  it('needs the URL alone', () => {
    const checked = checkCertificateInput({ url }, now);
    assert.ok(checked.ok);
    const { hosts, organization, nameConstraints, authorityLife, serverLife, keyBits } = checked.value;
    assert.deepEqual(
      [hosts, organization, nameConstraints, keyBits],
      [[{ kind: 'dns', value: 'k8s.example' }], 'SQL Kube', true, 2048],
    );
    const days = (life: typeof authorityLife): number =>
      Math.round((life.notAfter.getTime() - life.notBefore.getTime()) / day);
    assert.deepEqual([days(authorityLife), days(serverLife)], [1095, serverDays]);
    assert.ok(authorityLife.notBefore < now && serverLife.notBefore < now);
  });

  it('has the URL’s host always among the hosts, each once, in one spelling', () => {
    const hosts = (input: CertificateInput): string[] => {
      const checked = checkCertificateInput(input, now);
      assert.ok(checked.ok, JSON.stringify(checked));
      return checked.value.hosts.map(({ value }) => value);
    };
    const more = { dnsNames: ['api.example', 'K8S.example.', 'under_score'], ipAddresses: ['10.0.0.41', '10.0.0.41'] };
    assert.deepEqual(hosts({ url, ...more }), ['k8s.example', 'api.example', 'under_score', '10.0.0.41']);
    assert.deepEqual(hosts({ url: 'https://10.0.0.41' }), ['10.0.0.41']);
  });

  it('keeps the server certificate within the CA’s life', () => {
    const checked = checkCertificateInput({ url, authorityLife: { days: 100 } }, now);
    assert.ok(checked.ok);
    assert.deepEqual(checked.value.serverLife, checked.value.authorityLife);
    const until = checkCertificateInput({ url, serverLife: { until: new Date('2026-06-01T00:00:00Z') } }, now);
    assert.ok(until.ok);
    assert.equal(until.value.serverLife.notAfter.toISOString(), '2026-06-01T00:00:00.000Z');
  });

  it('takes each offered size of key, and a life to its last day', () => {
    for (const keyBits of keySizes) assert.deepEqual(problems({ keyBits }), []);
    const lives: Life[] = [{ days: 1 }, { days: serverDays }, { until: new Date('2026-05-06T00:00:00Z') }];
    for (const serverLife of lives) assert.deepEqual(problems({ serverLife }), []);
    assert.deepEqual(problems({ authorityLife: { days: authorityDays } }), []);
  });

  for (const [what, input, expected] of [
    ['no URL', { url: '' }, /^url: .* is not a URL/],
    ['http', { url: 'http://k8s.example' }, /^url: .* does not begin with https/],
    ['an IPv6 URL', { url: 'https://[2001:db8::1]:8443' }, /^url: .*Msg 31614.* use a DNS name/],
    ['a host that reads as a number', { url: 'https://a.0x7f' }, /^url: .* ends in a number/],
    ['a broken address', { url: 'https://10.0.0.256' }, /^url: .* is not an IPv4 address/],
    [
      'an IP given as DNS',
      { dnsNames: ['a.example', '10.0.0.41'] },
      /^dnsNames\[1\]: .*10\.0\.0\.41.* is an IP address/,
    ],
    ['DNS given as IP', { ipAddresses: ['k8s.example'] }, /^ipAddresses\[0\]: .* is not an IP address/],
    ['IPv6', { ipAddresses: ['2001:db8::1'] }, /^ipAddresses\[0\]: .* is an IPv6 address/],
    ['an empty SAN', { dnsNames: [''] }, /^dnsNames\[0\]: /],
    ['a wildcard', { dnsNames: ['*.example'] }, /^dnsNames\[0\]: /],
    ['a Kelvin sign that lower case would make a k', { dnsNames: ['\u212A8s.example'] }, /^dnsNames\[0\]: /],
    ['too many hosts', { dnsNames: Array.from({ length: 100 }, (_, at) => `h${at}.example`) }, /^dnsNames: 101 hosts/],
    ['an organization with a line break', { organization: 'a\nb' }, /^organization: .* not allowed/],
    ['a long organization', { organization: 'a'.repeat(65) }, /^organization: .* longer than 64/],
    ['an empty organization', { organization: ' ' }, /^organization: .* empty/],
    ['an old CA', { authorityLife: { days: authorityDays + 1 } }, /^authorityLife: The CA cannot live 1827 days/],
    ['an old leaf', { serverLife: { days: 398 } }, /^serverLife: The server certificate cannot live 398 days/],
    ['half a day', { serverLife: { days: 0.5 } }, /^serverLife: /],
    ['no number', { serverLife: { days: Number.NaN } }, /^serverLife: /],
    ['a past date', { authorityLife: { until: new Date('2026-05-05T09:59:59Z') } }, /^authorityLife: .* in the past/],
    ['no date', { serverLife: { until: new Date('later') } }, /^serverLife: .* no readable end/],
    ['a far date', { serverLife: { until: new Date('2027-07-01') } }, /^serverLife: .* longer than 397 days/],
    ['a weak key', { keyBits: 1024 }, /^keyBits: .* 1024 bits/],
  ] as const) {
    it(`refuses ${what}, naming the field`, () => {
      const [problem, ...others] = problems(input);
      assert.match(problem ?? 'taken', expected);
      assert.deepEqual(others, []);
    });
  }

  it('tells all problems at once', () => {
    const found = problems({ url: 'http://a', dnsNames: ['*'], ipAddresses: ['x'], organization: ';', keyBits: 1 });
    assert.deepEqual(
      found.map((line) => line.split(':')[0]),
      ['url', 'dnsNames[0]', 'ipAddresses[0]', 'organization', 'keyBits'],
    );
  });

  it('lets no hostile text through: what is taken is plain, what is refused is told on one printable line', () => {
    // fast-check's own unit for this takes seconds to set up.
    const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    const nasty = fc
      .array(
        fc.constantFrom(
          "'",
          ']',
          ';',
          '}',
          '$',
          '`',
          '\n',
          '#',
          '{{',
          '\u2028',
          '\0',
          '\u202E',
          'a',
          '.',
          '1',
          '-',
          'é',
        ),
      )
      .map((parts) => parts.join(''));
    const text = fc.oneof(nasty, fc.string({ unit: codeUnit, maxLength: 12 }));
    fc.assert(
      fc.property(text, text, text, text, (host, name, address, organization) => {
        const input = { url: `https://${host}`, dnsNames: [name], ipAddresses: [address], organization };
        const checked = checkCertificateInput(input, now);
        if (checked.ok) {
          for (const { value } of checked.value.hosts) assert.match(value, /^[a-z0-9._-]+$/);
          assert.match(checked.value.organization, /^[\p{L}\p{M}\p{N} ._-]+$/u);
        } else {
          const allowed = ['url', 'dnsNames[0]', 'ipAddresses[0]', 'organization'];
          for (const { field, reason } of checked.error) {
            assert.ok(allowed.includes(field));
            assert.doesNotMatch(reason, /[\p{C}\p{Zl}\p{Zp}]/u);
          }
        }
      }),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(text, (organization) => {
        const checked = checkCertificateInput({ url, organization }, now);
        assert.ok(
          checked.ok ? /^[\p{L}\p{M}\p{N} ._-]+$/u.test(checked.value.organization) : checked.error.length === 1,
        );
      }),
    );
  });
});
