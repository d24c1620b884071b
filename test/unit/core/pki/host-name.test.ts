import assert from 'node:assert/strict';
import { SocketAddress } from 'node:net';
import fc from 'fast-check';
import { parseHostName } from '../../../../src/core/pki/host-name.ts';

const canonical = (text: string): string => {
  const parsed = parseHostName(text);
  return parsed.ok ? `${parsed.value.kind} ${parsed.value.value}` : `refused: ${parsed.error.reason}`;
};

describe('host names', () => {
  it('reads DNS names in one spelling', () => {
    assert.equal(canonical('K8s.Corp.Example.'), 'dns k8s.corp.example');
    assert.equal(canonical('model-web'), 'dns model-web');
    assert.equal(canonical('sql_server.local'), 'dns sql_server.local');
  });

  it('reads addresses', () => {
    assert.equal(canonical('10.0.0.1'), 'ip 10.0.0.1');
    assert.equal(canonical('2001:DB8:0:0:0:0:0:1'), 'ip 2001:db8::1');
    assert.equal(canonical('::ffff:10.0.0.1'), 'ip ::ffff:a00:1');
    assert.equal(canonical('::'), 'ip ::');
  });

  for (const text of [
    '',
    ' ',
    'https://k8s.example',
    'k8s.example:443',
    '[::1]',
    '10.0.0',
    '10.0.0.256',
    '01.2.3.4',
    '*.example',
    '-a.b',
    'a..b',
    'münchen.example',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '::10.0.0',
    'a'.repeat(64),
    `${'a.'.repeat(127)}aa`,
    'a\nb',
  ]) {
    it(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => assert.match(canonical(text), /^refused: /));
  }

  it('spells IPv6 as node does, and reads its own spelling back', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const parsed = parseHostName(address);
        assert.ok(parsed.ok && parsed.value.kind === 'ip');
        assert.equal(parsed.value.bytes.length, 16);
        const again = parseHostName(parsed.value.value);
        assert.ok(again.ok && again.value.kind === 'ip');
        assert.deepEqual(again.value, parsed.value);
        const ours = new SocketAddress({ address: parsed.value.value, family: 'ipv6' }).address;
        assert.equal(ours, new SocketAddress({ address, family: 'ipv6' }).address);
      }),
    );
  });
});
