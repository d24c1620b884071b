import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { proxyCreateManifests } from '../../../../src/commands/proxy-create-manifests.ts';
import { proxyDirect } from '../../../../src/commands/proxy-direct.ts';
import type { CommandContext } from '../../../../src/commands/command.ts';
import { readClusterRecord } from '../../../../src/core/setup/cluster-record.ts';
import { certificateFolder } from '../../../support/cluster-side.ts';
import { assertNoSecretFiles } from '../../../support/planted.ts';
import { accessOf } from '../../../support/proxy-wishes.ts';
import type { Act } from '../../../support/scripted-prompts.ts';
import { world } from '../world.ts';

const url = 'https://k8s.corp.example:8443';
const chosen = {
  account: { namespace: 'sqlkube', name: 'sql-reader' },
  scope: { kind: 'namespaces', namespaces: ['shop'] },
  choices: [{ kind: 'see-pods' }],
};

describe('Create Proxy Manifests', () => {
  const homes: string[] = [];
  after(async () => {
    for (const home of homes) await rm(home, { recursive: true, force: true });
  });

  const run = async (acts: readonly Act[], instead: Partial<CommandContext> = {}, certificateUrl = url) => {
    const made = world(...acts);
    homes.push(made.home);
    const context = { ...made.context, ...instead };
    const certificates = path.join(made.home, 'certificates');
    const set = await certificateFolder(certificates, certificateUrl);
    const certificate = path.join(certificates, 'tls.crt');
    await context.setups.update(url, { cluster: { chosen, newNamespaces: [], certificate } });
    const folder = path.join(made.home, 'sqlkube/k8s.corp.example');
    made.prompts.follow({ pick: folder }, { pick: 'Write' }, { press: undefined });
    const outcome = await proxyCreateManifests.run(context, { url });
    const file = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');
    return { ...made, context, outcome, file, folder, set };
  };

  const inCluster: readonly Act[] = [{ type: 'sqlkube' }, { pick: 'Make It' }];
  const own: Act = { pick: 'That of Its Own Cluster' };
  const variants: readonly (readonly [name: string, acts: readonly Act[], yaml: RegExp])[] = [
    [
      'a load balancer with source ranges',
      [{ pick: 'Load Balancer' }, ...inCluster, { type: '10.1.0.7/32, 2001:db8::/32' }, own],
      /type: LoadBalancer\n {2}loadBalancerSourceRanges:\n {4}- 10\.1\.0\.7\/32\n {4}- 2001:db8::\/32\n {2}externalTrafficPolicy: Local/,
    ],
    ['a node port', [{ pick: 'Node Port' }, ...inCluster, { type: '10.1.0.7/32' }, own], /type: NodePort/],
    [
      'a service inside the cluster',
      [{ pick: 'Inside the Cluster' }, ...inCluster, { type: 'databases' }, own],
      /type: ClusterIP[\s\S]*|kubernetes\.io\/metadata\.name: databases/,
    ],
    [
      'a gateway that is there',
      [{ pick: 'A Gateway That Is There' }, ...inCluster, { type: 'gateways/public/tls' }, { type: 'gateways' }, own],
      /kind: TLSRoute[\s\S]*namespace: gateways\n\s+name: public\n\s+sectionName: tls/,
    ],
    [
      'a gateway of its own',
      [{ pick: 'A Gateway of Its Own' }, ...inCluster, { type: 'istio' }, { type: 'sqlkube' }, own],
      /kind: Gateway\n[\s\S]*gatewayClassName: istio[\s\S]*mode: Passthrough/,
    ],
    [
      'an ingress',
      [{ pick: 'Ingress' }, ...inCluster, { pick: 'HAProxy Ingress' }, { type: 'public' }, { type: 'ingress' }, own],
      /haproxy-ingress\.github\.io\/ssl-passthrough: "true"[\s\S]*ingressClassName: public/,
    ],
    [
      'an API server at an address',
      [
        { pick: 'Load Balancer' },
        ...inCluster,
        { type: '10.1.0.7/32' },
        { pick: 'One at an Address…' },
        { type: 'https://10.0.0.41:6443' },
      ],
      /server "?10\.0\.0\.41:6443/,
    ],
  ];
  for (const [name, acts, yaml] of variants) {
    it(`writes ${name}`, async () => {
      const { outcome, file, prompts } = await run(acts);
      assert.equal(outcome?.ok, true, prompts.seen.join('\n'));
      assert.deepEqual(prompts.left, []);
      const proxy = await file('cluster/proxy.yaml');
      assert.match(proxy, yaml);
      assert.doesNotMatch(proxy, /kind: Secret/);
      assert.match(await file('cluster/access.yaml'), /kind: RoleBinding[\s\S]*name: sql-reader/);
    });
  }

  it('keeps the choice with the fingerprint of tls.crt, and no file holds the key', async () => {
    const acts: Act[] = [{ pick: 'Load Balancer' }, ...inCluster, { type: '10.1.0.7/32' }, own];
    const { context, folder, home, set } = await run(acts);
    const { wish } = readClusterRecord(context.setups.find(url)?.cluster);
    assert.equal(wish?.certificateFingerprint, set.server.fingerprint256);
    assert.deepEqual(wish.hosts, ['k8s.corp.example']);
    assert.equal(wish.port, 8443);
    const key = await readFile(path.join(home, 'certificates/tls.key'), 'utf8');
    const secrets = key.split('\n').slice(2, 6);
    assert.deepEqual([...(await assertNoSecretFiles(folder, secrets))].sort(), [
      'cluster/access.yaml',
      'cluster/nginx.conf',
      'cluster/proxy.yaml',
    ]);
  });

  it('takes the image of the setting, and refuses one that is no image, naming the setting', async () => {
    const acts: Act[] = [{ pick: 'Load Balancer' }, ...inCluster, { type: '10.1.0.7/32' }, own];
    const image = `registry.corp.example:5000/nginx:1.28.0@sha256:${'a'.repeat(64)}`;
    const { file } = await run(acts, { image: () => image });
    assert.match(await file('cluster/proxy.yaml'), new RegExp(`image: ${image}`));
    const refused = await run(acts, { image: () => 'nginx:latest; rm' });
    assert.match(JSON.stringify(refused.outcome), /sqlkube\.proxy\.image: .*is not an image with a tag/);
  });

  it('writes the local files beside a kind cluster', async () => {
    const { file, outcome } = await run([{ pick: 'Local: kind' }, { type: 'dev' }].map((act) => act));
    assert.equal(outcome?.ok, true);
    assert.match(await file('compose.yaml'), /name: kind\n\s+external: true/);
    assert.match(await file('nginx.conf'), /server "?dev-control-plane:6443/);
  });

  it('refuses a certificate for another host before anything is written', async () => {
    const acts: Act[] = [{ pick: 'Load Balancer' }, ...inCluster, { type: '10.1.0.7/32' }, own];
    const made = world(...acts);
    homes.push(made.home);
    await certificateFolder(path.join(made.home, 'other'), 'https://other.example');
    await made.context.setups.update(url, { cluster: { chosen, newNamespaces: [] } });
    made.prompts.follow({ path: path.join(made.home, 'other/tls.crt') });
    const outcome = await proxyCreateManifests.run(made.context, { url });
    assert.match(JSON.stringify(outcome), /is not for k8s\.corp\.example: SQL Server would refuse it/);
  });

  it('leads to the direct endpoint first, which writes only the CA and says what is lost', async () => {
    const { context, home, prompts, opened } = world();
    homes.push(home);
    const set = await certificateFolder(path.join(home, 'ca'), url);
    // A file with more in it than a CA: only that is taken.
    const mixed = path.join(home, 'ca/mixed.pem');
    await writeFile(mixed, (await readFile(path.join(home, 'ca/tls.key'), 'utf8')) + set.authority.pem);
    const folder = path.join(home, 'sqlkube/10.0.0.41');
    prompts.follow({ pick: 'In a File…' }, { path: mixed }, { pick: folder }, { pick: 'Write' }, { press: undefined });
    const outcome = await proxyDirect.run(context, { url }, 'https://10.0.0.41:6443');
    assert.equal(outcome?.ok, true);
    assert.match(opened[0]?.text ?? '', /\*\*Unproven\.\*\*[\s\S]*What is lost[\s\S]*Pod logs[\s\S]*PATCH/);
    const written = await readFile(path.join(folder, 'cluster-ca.crt'), 'utf8');
    assert.equal(written.trim(), set.authority.pem.trim());
    assert.equal(accessOf({}).grants.length > 0, true);
  });
});
