import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAnnotations, writeAnnotations } from '../../../../src/core/proxy/annotation-text.ts';
import { readLocalTexts } from '../../../../src/core/proxy/local-texts.ts';
import {
  checkProxyText,
  noProxyTexts,
  readProxyTexts,
  writeProxyTexts,
  type ProxyTextName,
} from '../../../../src/core/proxy/proxy-texts.ts';
import { basicWish, sampleWishes } from '../../../support/proxy-wishes.ts';

describe('what a proxy can be given beside what it needs', () => {
  it('reads back as the wish that it was written from, for every variant', () => {
    for (const [name, wish] of Object.entries(sampleWishes)) {
      const read = readProxyTexts(writeProxyTexts(wish, true));
      assert.ok(read.ok, name);
      const { entrance, upstream, ...parts } = read.value;
      const { replicas, image, rate, exposure } = wish;
      assert.deepEqual(
        { ...parts, ...(upstream && { upstream: { ...upstream, url: wish.upstream?.url } }), ...entrance },
        {
          ...(replicas !== undefined && { replicas }),
          ...(image !== undefined && { image }),
          ...(rate !== undefined && { rate }),
          ...(wish.upstream && { upstream: wish.upstream }),
          ...(exposure.kind === 'load-balancer' && exposure.annotations && { annotations: exposure.annotations }),
          ...(exposure.kind === 'node-port' && { nodePort: exposure.nodePort }),
        },
        name,
      );
    }
    assert.deepEqual(readProxyTexts(noProxyTexts), { ok: true, value: {} });
    assert.deepEqual(writeProxyTexts({ ...basicWish, image: { name: 'nginx:1' } }, false), noProxyTexts);
  });

  const refused: readonly (readonly [ProxyTextName, string, RegExp])[] = [
    ['serverName', '10.0.0.41', /^upstream\.serverName: “10\.0\.0\.41” is not a DNS name\. Use a name/],
    ['caConfigMap', 'API', /^upstream\.caConfigMap: “API” is not a Kubernetes name .* Use lower-case letters/],
    ['verifyDepth', '0', /^upstream\.verifyDepth: “0” is not from 1 to 20\. Usually 4/],
    ['verifyDepth', 'two', /^upstream\.verifyDepth: “two” is no whole number\. Write it in digits/],
    ['annotations', 'internal', /^annotations: “internal” has no equals sign\. Write key=value/],
    ['annotations', 'a b=c', /^exposure\.annotations: “a b” is no key of an annotation\. Write prefix\/name/],
    ['annotations', 'a=1; a=2', /^annotations: “a” is there twice\. Leave one of them out/],
    ['annotations', '{"a": 1}', /^annotations: The value of “a” is no text\. Write key=value/],
    ['annotations', '{"a', /^annotations: That is no JSON object\. Write key=value/],
    ['annotations', 'a=ü', /^exposure\.annotations\.a: “ü” is not one line of plain ASCII\. /],
    ['nodePort', '70000', /^exposure\.nodePort: “70000” is no port\. Usually/],
    ['replicas', '0', /^replicas: “0” is not from 1 to 20\. Give a whole number/],
    ['replicas', '2.5', /^replicas: “2\.5” is no whole number/],
    ['image', 'nginx', /^image: “nginx” is not an image with a tag\. Write registry\/name:version/],
    ['image', 'nginx:latest', /^image: “nginx:latest” names no version/],
    ['image', 'nginx:1@sha256:1', /^image: “sha256:1” is not a digest\. Write sha256: and 64 hex digits/],
    ['rate', '100', /^rate: “100” is not two whole numbers\. Write them as 100, 300/],
    ['rate', '0, 300', /^rate\.perSecond: “0” is not from 1 to 100000\. Give/],
    ['name', 'Proxy', /^name: “Proxy” is not a DNS label .* Use lower-case/],
    ['tlsSecret', 'web_tls', /^tlsSecret: “web_tls” is not a Kubernetes name .* Use lower-case/],
  ];
  for (const [name, text, words] of refused) {
    it(`refuses “${text}” for ${name}, naming the field and what to write`, () => {
      const [problem] = checkProxyText(name, text);
      assert.ok(problem);
      assert.match(`${problem.field}: ${problem.reason} ${problem.fix}`, words);
      assert.equal(readProxyTexts({ ...noProxyTexts, [name]: text }).ok, false);
    });
  }

  it('refuses images and ports of SQL Server that cannot be', () => {
    for (const [texts, words] of [
      [{ sqlServerImage: 'mssql', sqlServerPort: '' }, /sqlServerImage: “mssql” is not an image with a tag/],
      [{ sqlServerImage: '', sqlServerPort: '0' }, /sqlServerPort: “0” is no port/],
      [{ sqlServerImage: '', sqlServerPort: 'x' }, /sqlServerPort: “x” is no port/],
    ] as const) {
      const read = readLocalTexts(texts);
      assert.ok(!read.ok);
      assert.match(read.error.map(({ field, reason }) => `${field}: ${reason}`).join(' '), words);
    }
  });

  it('writes any annotations so that they read back, whatever the values hold', () => {
    const key = fc.stringMatching(/^[a-z]{1,8}(?:\/[a-z]{1,8})?$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.string(), { minKeys: 1 }), (annotations) => {
        const read = readAnnotations(writeAnnotations(annotations));
        assert.deepEqual(read, { ok: true, value: { ...annotations } });
      }),
    );
  });
});
