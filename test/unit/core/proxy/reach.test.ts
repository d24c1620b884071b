import assert from 'node:assert/strict';
import type { ServiceAddress } from '../../../../src/core/kube/rollout.ts';
import { planProxy } from '../../../../src/core/proxy/check-wish.ts';
import { defaultProxyImage } from '../../../../src/core/proxy/image.ts';
import { readImageSetting } from '../../../../src/core/proxy/image-setting.ts';
import { reachOf, reachText } from '../../../../src/core/proxy/reach.ts';
import { sampleWishes } from '../../../support/proxy-wishes.ts';

const reach = (name: string, address: ServiceAddress, port = 443) => {
  const wish = sampleWishes[name];
  assert.ok(wish, name);
  const plan = planProxy(wish);
  assert.ok(plan.ok);
  return reachOf(plan.value, port, address);
};

describe('where the proxy is reached', () => {
  it('gives a hosts line for an address, and a CNAME for a name', () => {
    const byAddress = reach('load-balancer', { balancer: ['203.0.113.7'] });
    assert.equal(byAddress.hostsLine, '203.0.113.7 k8s.corp.example');
    assert.match(reachText('https://k8s.corp.example', byAddress), /```\n203\.0\.113\.7 k8s\.corp\.example\n```/);
    const byName = reach('load-balancer', { balancer: ['lb.cloud.example'] });
    assert.equal(byName.hostsLine, undefined);
    assert.match(byName.steps.join(), /a CNAME record `k8s\.corp\.example` to `lb\.cloud\.example`/);
  });

  it('says what a balancer without an address waits for', () => {
    assert.match(reach('load-balancer', { balancer: [] }).steps.join(), /describe service sqlkube-proxy/);
  });

  it('says when the port of the nodes is not that of the URL', () => {
    const other = reach('node-port', { balancer: [], nodePort: 30443 }, 8443);
    assert.match(other.steps.join(), /The URL says port 8443/);
    const same = reach('node-port', { balancer: [], nodePort: 30443 }, 30443);
    assert.doesNotMatch(same.steps.join(), /The URL says/);
  });

  it('names gateway, ingress and the address inside the cluster', () => {
    assert.match(reach('gateway-existing', { balancer: [] }).words, /gateway gateways\/public/);
    assert.match(reach('gateway-own', { balancer: [] }).steps.join(), /get gateway sqlkube-proxy/);
    assert.match(reach('ingress-haproxytech', { balancer: [] }).steps.join(), /get ingress sqlkube-proxy/);
    assert.equal(reach('cluster-ip', { balancer: [], clusterIp: '10.96.0.9' }).hostsLine, '10.96.0.9 k8s.corp.example');
  });
});

const read = (text: string) => readImageSetting(text, 'proxy.image', defaultProxyImage);

describe('the setting of the image', () => {
  it('takes a name with a tag, pinned or not, and ours when it is empty', () => {
    assert.match(JSON.stringify(read(' ')), /nginx-unprivileged/);
    const digest = `sha256:${'a'.repeat(64)}`;
    assert.deepEqual(read(`r.example:5000/nginx:1.28@${digest}`), {
      ok: true,
      value: { name: 'r.example:5000/nginx:1.28', digest },
    });
  });

  for (const text of ['nginx', 'nginx:latest', 'nginx:1@sha256:0', `nginx:1@sha256:${'a'.repeat(64)}@x`, 'a:1\nb: c']) {
    it(`refuses ${JSON.stringify(text)}, naming the setting`, () => {
      const image = read(text);
      assert.ok(!image.ok);
      assert.ok(image.error.every(({ field }) => field === 'sqlkube.proxy.image'));
    });
  }
});
