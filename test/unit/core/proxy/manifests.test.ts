import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { at, listAt, textAt } from '../../../../src/core/kube/json.ts';
import { accessObjects } from '../../../../src/core/access/roles.ts';
import { accessYaml } from '../../../../src/core/proxy/access-yaml.ts';
import { directEndpointText } from '../../../../src/core/proxy/direct-endpoint.ts';
import { planProxy } from '../../../../src/core/proxy/check-wish.ts';
import { localVariant } from '../../../../src/core/proxy/local-variant.ts';
import { clusterNginxConf, proxyManifests, proxyYaml, secretCommand } from '../../../../src/core/proxy/manifests.ts';
import { nginxConfHash } from '../../../../src/core/proxy/nginx-conf.ts';
import type { ProxyPlan, ProxyWish } from '../../../../src/core/proxy/proxy-plan.ts';
import { renderYaml, renderYamlStream } from '../../../../src/core/proxy/yaml.ts';
import { assertGolden } from '../../../support/golden.ts';
import { accessOf, basicWish, sampleAccesses, sampleWishes } from '../../../support/proxy-wishes.ts';

function plan(changes: Partial<ProxyWish> = {}): ProxyPlan {
  const made = planProxy({ ...basicWish, ...changes });
  assert.ok(made.ok, JSON.stringify(made));
  return made.value;
}

/** The fields that are refused. */
function refused(changes: Partial<ProxyWish>): string[] {
  const made = planProxy({ ...basicWish, ...changes });
  return made.ok ? [] : made.error.map(({ field }) => field);
}

const read = (text: string, version: '1.1' | '1.2'): unknown[] =>
  parseAllDocuments(text, { version }).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS() as unknown;
  });

const objectOf = (wish: ProxyPlan, kind: string): unknown =>
  proxyManifests(wish).find(({ value }) => value.kind === kind)?.value;

describe("the proxy's manifests", () => {
  for (const [name, wish] of Object.entries(sampleWishes)) {
    it(`are, for ${name}, the ones we last looked at, and read back as the same objects`, async () => {
      const made = planProxy(wish);
      assert.ok(made.ok, JSON.stringify(made));
      const text = proxyYaml(made.value);
      await assertGolden(`proxy/${name}.yaml`, text);
      for (const version of ['1.1', '1.2'] as const) {
        assert.deepEqual(
          read(text, version),
          proxyManifests(made.value).map(({ value }) => value),
        );
      }
    });
  }

  for (const [name, access] of Object.entries(sampleAccesses)) {
    it(`of the access ${name} are the ones we last looked at`, async () => {
      const text = accessYaml(access);
      await assertGolden(`access/${name}.yaml`, text);
      assert.deepEqual(read(text, '1.1'), accessObjects(access));
      await assertGolden(`access/${name}.nginx.conf`, clusterNginxConf(plan({ access })));
    });
  }

  it('make namespaces for an access when asked', () => {
    const kinds = read(accessYaml(sampleAccesses['deploy'] ?? accessOf({}), ['shop']), '1.2').map((object) => [
      textAt(object, 'kind'),
      textAt(object, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce'),
    ]);
    assert.deepEqual(kinds[0], ['Namespace', 'restricted']);
  });

  it('hold no secret, only the command that makes one', () => {
    const text = proxyYaml(plan());
    assert.doesNotMatch(text, /^kind: Secret$/m);
    assert.doesNotMatch(text, /PRIVATE KEY|Bearer|stringData/);
    assert.ok(text.includes(`#   ${secretCommand(plan())}`));
    assert.match(secretCommand(plan()), /^kubectl --namespace sqlkube create secret tls sqlkube-proxy-tls /);
  });

  it('run nginx with the least that it needs', () => {
    const pod = at(objectOf(plan(), 'Deployment'), 'spec', 'template', 'spec');
    assert.equal(at(pod, 'automountServiceAccountToken'), false);
    assert.deepEqual(at(pod, 'securityContext'), {
      runAsNonRoot: true,
      runAsUser: 101,
      runAsGroup: 101,
      fsGroup: 101,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    const [container] = listAt(pod, 'containers');
    assert.deepEqual(at(container, 'securityContext'), {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const mounts = listAt(container, 'volumeMounts');
    assert.deepEqual(
      mounts.filter((mount) => at(mount, 'readOnly') !== true).map((mount) => at(mount, 'mountPath')),
      ['/tmp'],
    );
    const platform = at(
      objectOf(plan({ user: 'platform' }), 'Deployment'),
      'spec',
      'template',
      'spec',
      'securityContext',
    );
    assert.deepEqual(platform, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  });

  it('probe the health path under a name that the proxy knows', () => {
    for (const [host, header] of [
      ['K8s.Corp.Example.', 'k8s.corp.example'],
      ['2001:DB8::7', '[2001:db8::7]'],
    ] as const) {
      const made = plan({ hosts: [host] });
      for (const probe of ['readinessProbe', 'livenessProbe']) {
        const [container] = listAt(objectOf(made, 'Deployment'), 'spec', 'template', 'spec', 'containers');
        assert.deepEqual(at(container, probe, 'httpGet'), {
          path: '/-/healthz',
          port: 'https',
          scheme: 'HTTPS',
          httpHeaders: [{ name: 'Host', value: header }],
        });
      }
      assert.ok(clusterNginxConf(made).includes(`"${header}" known;`));
    }
  });

  it('make the pods anew when nginx.conf or the certificate changes, and only then', () => {
    const roll = (changes: Partial<ProxyWish>): string | undefined =>
      textAt(objectOf(plan(changes), 'Deployment'), 'spec', 'template', 'metadata', 'annotations', 'sqlkube/roll');
    assert.equal(roll({}), roll({ replicas: 5 }));
    assert.equal(roll({}), roll({ certificateFingerprint: 'ab'.repeat(32) }));
    assert.notEqual(roll({}), roll({ certificateFingerprint: 'cd'.repeat(32) }));
    assert.notEqual(roll({}), roll({ access: accessOf({ choices: [{ kind: 'read-logs' }] }) }));
    assert.notEqual(roll({}), roll({ hosts: ['other.example'] }));
    const config = clusterNginxConf(plan());
    const template = at(objectOf(plan(), 'Deployment'), 'spec', 'template', 'metadata', 'annotations');
    assert.equal(textAt(template, 'sqlkube/nginx-conf-sha256'), nginxConfHash(config));
  });

  it('are open only for whom was named', () => {
    const from = (changes: Partial<ProxyWish>): unknown =>
      listAt(objectOf(plan(changes), 'NetworkPolicy'), 'spec', 'ingress').map((rule) => at(rule, 'from'));
    assert.deepEqual(from({}), [[{ ipBlock: { cidr: '10.1.0.0/16' } }, { ipBlock: { cidr: '2001:db8::/32' } }]]);
    const namespace = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } } };
    assert.deepEqual(from({ exposure: { kind: 'cluster-ip', clientNamespace: 'databases' } }), [[namespace]]);
    const egress = at(
      objectOf(plan({ upstream: { url: 'https://10.0.0.41:6443' } }), 'NetworkPolicy'),
      'spec',
      'egress',
    );
    assert.deepEqual(egress, [
      { to: [{ ipBlock: { cidr: '10.0.0.41/32' } }], ports: [{ protocol: 'TCP', port: 6443 }] },
    ]);
  });

  it('select the pods that the Deployment makes', () => {
    const labels = at(objectOf(plan(), 'Deployment'), 'spec', 'template', 'metadata', 'labels');
    for (const [kind, ...path] of [
      ['Deployment', 'spec', 'selector', 'matchLabels'],
      ['PodDisruptionBudget', 'spec', 'selector', 'matchLabels'],
      ['NetworkPolicy', 'spec', 'podSelector', 'matchLabels'],
      ['Service', 'spec', 'selector'],
    ] as const) {
      assert.deepEqual(at(objectOf(plan(), kind), ...path), labels, kind);
    }
  });

  for (const [field, changes] of [
    ['name', { name: 'Proxy' }],
    ['name', { name: 'x'.repeat(51) }],
    ['namespace', { namespace: '' }],
    ['hosts', { hosts: [] }],
    ['hosts[1]', { hosts: ['a.example', '*.example'] }],
    ['hosts[0]', { hosts: ['10.0.0.7'], exposure: sampleWishes['gateway-own']?.exposure ?? basicWish.exposure }],
    ['hosts[0]', { hosts: ['a_b.example'], exposure: sampleWishes['gateway-own']?.exposure ?? basicWish.exposure }],
    ['upstream.url', { upstream: { url: 'http://10.0.0.41:6443' } }],
    ['upstream.url', { upstream: { url: 'https://10.0.0.41:6443/path' } }],
    ['upstream.url', { upstream: { url: 'https://user@10.0.0.41' } }],
    ['upstream.url', { upstream: { url: 'https://10.0.0.41:0' } }],
    ['upstream.serverName', { upstream: { url: 'https://10.0.0.41', serverName: '10.0.0.41' } }],
    ['upstream.verifyDepth', { upstream: { url: 'https://10.0.0.41', verifyDepth: 0 } }],
    ['upstream.caConfigMap', { upstream: { url: 'https://10.0.0.41', caConfigMap: 'A' } }],
    ['image.name', { image: { name: 'nginx' } }],
    ['image.name', { image: { name: 'nginx:latest' } }],
    ['image.digest', { image: { name: 'nginx:1.28.0', digest: 'sha256:abc' } }],
    ['tlsSecret', { tlsSecret: 'A' }],
    ['certificateFingerprint', { certificateFingerprint: 'ab' }],
    ['replicas', { replicas: 0 }],
    ['port', { port: 65_536 }],
    ['rate.burst', { rate: { perSecond: 1, burst: 0 } }],
    ['exposure.clients', { exposure: { kind: 'load-balancer', clients: [] } }],
    ['exposure.clients[0]', { exposure: { kind: 'load-balancer', clients: ['10.0.0.1/8'] } }],
    ['exposure.clients[0]', { exposure: { kind: 'load-balancer', clients: ['10.0.0.1'] } }],
    ['exposure.clients[0]', { exposure: { kind: 'load-balancer', clients: ['10.0.0.0/33'] } }],
    ['exposure.clients[0]', { exposure: { kind: 'load-balancer', clients: ['2001:db8::1/64'] } }],
    ['exposure.nodePort', { exposure: { kind: 'node-port', clients: ['10.0.0.0/8'], nodePort: 0 } }],
  ] as const satisfies readonly (readonly [string, Partial<ProxyWish>])[]) {
    it(`refuse ${field} ${JSON.stringify(changes)}`, () => assert.deepEqual(refused(changes), [field]));
  }

  const hostile = fc.constantFrom(
    ...[
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
      '"',
      '\\',
      '%',
      '${x}',
      '\u0085',
      '\ufeff',
      'Ä',
      ' ',
    ],
  );
  const badText = fc
    .tuple(fc.constantFrom('a', 'a.b'), hostile, fc.constantFrom('b', ''))
    .map((parts) => parts.join(''));

  it('refuse hostile text by its field, or hold it as the same text', () => {
    const fields: Readonly<Record<string, (bad: string) => Partial<ProxyWish>>> = {
      name: (bad) => ({ name: bad }),
      namespace: (bad) => ({ namespace: bad }),
      'hosts[0]': (bad) => ({ hosts: [bad] }),
      'upstream.url': (bad) => ({ upstream: { url: `https://${bad}` } }),
      'upstream.serverName': (bad) => ({ upstream: { url: 'https://10.0.0.41', serverName: bad } }),
      'upstream.caConfigMap': (bad) => ({ upstream: { url: 'https://10.0.0.41', caConfigMap: bad } }),
      'image.name': (bad) => ({ image: { name: `${bad}:1.2` } }),
      'image.digest': (bad) => ({ image: { name: 'nginx:1.28.0', digest: bad } }),
      tlsSecret: (bad) => ({ tlsSecret: bad }),
      certificateFingerprint: (bad) => ({ certificateFingerprint: bad }),
      'exposure.clients[0]': (bad) => ({ exposure: { kind: 'node-port', clients: [bad] } }),
      'exposure.clientNamespace': (bad) => ({ exposure: { kind: 'cluster-ip', clientNamespace: bad } }),
      'exposure.podNamespace': (bad) => ({
        exposure: { kind: 'gateway', gateway: { kind: 'own', className: 'x' }, podNamespace: bad },
      }),
      'exposure.gateway.className': (bad) => ({
        exposure: { kind: 'gateway', gateway: { kind: 'own', className: bad }, podNamespace: 'x' },
      }),
      'exposure.gateway.name': (bad) => ({
        exposure: { kind: 'gateway', gateway: { kind: 'existing', namespace: 'x', name: bad }, podNamespace: 'x' },
      }),
      'exposure.className': (bad) => ({
        exposure: { kind: 'ingress', controller: 'cilium', className: bad, podNamespace: 'x' },
      }),
      'exposure.annotations': (bad) => ({
        exposure: { kind: 'load-balancer', clients: ['10.0.0.0/8'], annotations: { [bad]: 'x' } },
      }),
    };
    fc.assert(
      fc.property(badText, fc.constantFrom(...Object.keys(fields)), (bad, field) => {
        const changes = fields[field]?.(bad) ?? {};
        const made = planProxy({ ...basicWish, ...changes });
        if (!made.ok) {
          assert.deepEqual(new Set(made.error.map((one) => one.field)), new Set([field]));
          return;
        }
        // Only blanks around a host may be taken off.
        assert.equal(bad.trim().length < bad.length, true, `${field} took ${JSON.stringify(bad)}`);
        assert.ok(field === 'hosts[0]' || field === 'upstream.serverName' || field === 'upstream.url', field);
        assert.deepEqual(
          read(proxyYaml(made.value), '1.1'),
          proxyManifests(made.value).map(({ value }) => value),
        );
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(badText, (value) => {
        const annotations = { 'a.example/b': value };
        const made = planProxy({
          ...basicWish,
          exposure: { kind: 'load-balancer', clients: ['10.0.0.0/8'], annotations },
        });
        if (!made.ok) {
          assert.deepEqual(
            made.error.map(({ field }) => field),
            ['exposure.annotations.a.example/b'],
          );
          return;
        }
        const service = read(proxyYaml(made.value), '1.1').find((object) => textAt(object, 'kind') === 'Service');
        assert.deepEqual(at(service, 'metadata', 'annotations'), annotations);
      }),
    );
  });
});

describe('the YAML writer', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme-ascii' }),
    fc.constantFrom(
      'yes',
      'no',
      'on',
      'off',
      'y',
      'null',
      '~',
      '',
      ' ',
      '0x1',
      '1e3',
      '1:30',
      '0o7',
      '012',
      '.inf',
      '=',
      '<<',
      '- a',
      'a: b',
      '# x',
      '&a',
      '*a',
      '!x',
      '%a',
      '@',
      '`',
      '---',
      '...',
      '2020-01-01',
      'a\n',
      '\na',
      'a\n\n',
      '  a\nb',
      'true',
    ),
  );
  it('writes what every reader takes back unchanged', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.boolean(),
        fc.integer(),
        fc.array(tie('any')),
        fc.dictionary(text, tie('any'), { noNullPrototype: true }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(text, value, { noNullPrototype: true }), (object) => {
        // Keys that JavaScript treats specially are no matter of YAML.
        fc.pre(!JSON.stringify(object).includes('__proto__'));
        const written = renderYaml(object, 'a comment\n\nof two lines');
        for (const version of ['1.1', '1.2'] as const) assert.deepEqual(parse(written, { version }), object);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what some reader would take for something else', () => {
    for (const bad of ['\0', '\t', '\r', '\u0085', '\u2028', '\u2029', '\ufeff', 'ä', '\ud800', '\u007f']) {
      assert.throws(() => renderYaml({ a: [`x${bad}`] }), /printable ASCII only/);
      assert.throws(() => renderYaml({ [bad]: 1 }), /printable ASCII only/);
      assert.throws(() => renderYamlStream([{ value: {}, comment: bad }], ''), /printable ASCII only/);
      assert.throws(() => renderYamlStream([], bad), /printable ASCII only/);
    }
  });
});

describe('the local variant', () => {
  const wish = { cluster: { kind: 'kind', name: 'demo' }, hosts: ['k8s.local.example'], access: accessOf({}) } as const;
  for (const kind of ['kind', 'k3d'] as const) {
    it(`is, for ${kind}, the one we last looked at`, async () => {
      const made = localVariant({ ...wish, cluster: { kind, name: 'demo' } });
      assert.ok(made.ok);
      await assertGolden(`local/${kind}.compose.yaml`, made.value['compose.yaml']);
      await assertGolden(`local/${kind}.nginx.conf`, made.value['nginx.conf']);
    });
  }

  it('lets compose replace two variables and nothing else', () => {
    const made = localVariant(wish);
    assert.ok(made.ok);
    const services = JSON.stringify(parse(made.value['compose.yaml']));
    assert.deepEqual(
      [...services.matchAll(/\$(.{0,20})/g)].map(([, after]) => /^\{(\w+):\?/.exec(after ?? '')?.[1]),
      ['PROXY_USER', 'MSSQL_SA_PASSWORD'],
    );
  });

  it('refuses by the name of the field', () => {
    const refusal = (changes: object): string[] => {
      const made = localVariant({ ...wish, ...changes });
      return made.ok ? [] : made.error.map(({ field }) => field);
    };
    assert.deepEqual(refusal({ cluster: { kind: 'kind', name: '$(x)' } }), ['cluster.name']);
    assert.deepEqual(refusal({ hosts: ['10.0.0.1'] }), ['hosts[0]']);
    assert.deepEqual(refusal({ hosts: ['${x}'] }), ['hosts[0]']);
    assert.deepEqual(refusal({ image: { name: 'nginx:$x' } }), ['image.name']);
    assert.deepEqual(refusal({ sqlServerImage: { name: 'x:latest' } }), ['sqlServerImage.name']);
    assert.deepEqual(refusal({ sqlServerPort: 0 }), ['sqlServerPort']);
  });
});

describe('the direct endpoint', () => {
  it('says what is lost and that it is unproven', async () => {
    const made = directEndpointText('https://10.0.0.41:6443');
    assert.ok(made.ok);
    assert.match(made.value, /\*\*Unproven\.\*\*/);
    await assertGolden('proxy/direct-endpoint.md', made.value);
  });

  it('refuses what the procedure or a shell could take otherwise', () => {
    for (const url of [
      'http://a.example',
      'https://a`b`',
      'https://$(x)',
      'https://[2001:db8::1]:6443',
      'https://a/b',
      '',
    ]) {
      assert.equal(directEndpointText(url).ok, false, url);
    }
  });
});
