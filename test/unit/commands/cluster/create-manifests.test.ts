import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { proxyCreateManifests } from '../../../../src/commands/proxy-create-manifests.ts';
import { proxyDirect } from '../../../../src/commands/proxy-direct.ts';
import type { CommandContext } from '../../../../src/commands/command.ts';
import { readClusterRecord } from '../../../../src/core/setup/cluster-record.ts';
import { certificateFolder } from '../../../support/cluster-side.ts';
import { err, ok } from '../../../../src/core/result.ts';
import { FakeKube } from '../../../support/fake-kube.ts';
import { assertNoSecretFiles } from '../../../support/planted.ts';
import { accessOf } from '../../../support/proxy-wishes.ts';
import type { Act } from '../../../support/scripted-prompts.ts';
import { world } from '../world.ts';

const done: Act = { pick: 'Done' };
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

  const run = async (
    acts: readonly Act[],
    { instead = {}, changes = [done] }: { instead?: Partial<CommandContext>; changes?: readonly Act[] } = {},
  ) => {
    const made = world(...acts);
    homes.push(made.home);
    const context = { ...made.context, ...instead };
    const certificates = path.join(made.home, 'certificates');
    const set = await certificateFolder(certificates, url);
    const certificate = path.join(certificates, 'tls.crt');
    await context.setups.update(url, { cluster: { chosen, newNamespaces: [], certificate } });
    const folder = path.join(made.home, 'sqlkube/k8s.corp.example');
    made.prompts.follow(...changes, { pick: folder }, { pick: 'Write' }, { press: undefined });
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
    const { file } = await run(acts, { instead: { image: () => image } });
    assert.match(await file('cluster/proxy.yaml'), new RegExp(`image: ${image}`));
    const refused = await run(acts, { instead: { image: () => 'nginx:latest; rm' } });
    assert.match(JSON.stringify(refused.outcome), /sqlkube\.proxy\.image: .*is not an image with a tag/);
  });

  const balancer: readonly Act[] = [{ pick: 'Load Balancer' }, ...inCluster, { type: '10.1.0.7/32' }];

  it('takes everything else that has a default, and has it in the boxes the next time', async () => {
    const upstream: readonly Act[] = [{ pick: 'One at an Address…' }, { type: 'https://10.0.0.41:6443' }];
    const digest = `sha256:${'d'.repeat(64)}`;
    const changed: readonly (readonly [setting: string, typed: string])[] = [
      ['Name in the API Server’s Certificate', 'api.prod.example'],
      ['CA of the API Server', 'api-ca'],
      ['Certificates in Between', '2'],
      ['Replicas', '3'],
      ['Image', `registry.corp.example:5000/mirror/nginx:1.28.0@${digest}`],
      ['Rate Limit', '500, 2000'],
      ['Name of the Objects', 'second-proxy'],
      ['Secret with the Server Certificate', 'web-tls'],
    ];
    const changes: readonly Act[] = [
      ...changed.flatMap(([setting, type]): Act[] => [{ pick: setting }, { type }]),
      ...[{ pick: 'Annotations of the Load Balancer' }, { pick: 'Internal: Azure (AKS)' }],
      ...[{ pick: 'IPv6' }, { pick: 'IPv4 and IPv6' }],
      ...[{ pick: 'User of the Pods' }, { pick: 'The Platform Picks' }],
      done,
    ];
    const { context, file, folder, outcome, prompts } = await run([...balancer, ...upstream], { changes });
    assert.equal(outcome?.ok, true, prompts.seen.join('\n'));
    const [yaml, conf] = [await file('cluster/proxy.yaml'), await file('cluster/nginx.conf')];
    const { wish } = readClusterRecord(context.setups.find(url)?.cluster);
    assert.ok(wish);
    const { access, hosts, certificateFingerprint, ...chosenWish } = wish;
    assert.deepEqual([access.grants.length > 0, hosts.length, certificateFingerprint.length > 0], [true, 1, true]);
    assert.deepEqual(chosenWish, {
      namespace: 'sqlkube',
      createNamespace: true,
      image: { name: 'registry.corp.example:5000/mirror/nginx:1.28.0', digest },
      exposure: {
        kind: 'load-balancer',
        clients: ['10.1.0.7/32'],
        annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
      },
      upstream: {
        url: 'https://10.0.0.41:6443',
        serverName: 'api.prod.example',
        caConfigMap: 'api-ca',
        verifyDepth: 2,
      },
      replicas: 3,
      rate: { perSecond: 500, burst: 2000 },
      name: 'second-proxy',
      tlsSecret: 'web-tls',
      user: 'platform',
      ipv6: true,
      port: 8443,
    });
    for (const expected of [
      /proxy_ssl_name "?api\.prod\.example"?;/,
      /proxy_ssl_verify_depth 2;/,
      /listen "?\[::\]:8443/,
      /rate=500r\/s/,
    ]) {
      assert.match(conf, expected);
    }
    assert.match(yaml, /replicas: 3\n/);
    assert.match(yaml, /azure-load-balancer-internal: "true"/);
    assert.match(yaml, /create configmap api-ca --from-file=ca\.crt/);
    assert.doesNotMatch(yaml, /runAsUser/);

    // Everything as it was, by pressing Enter alone.
    const boxes = prompts.seen.length;
    const keeps = ['keep', 'keep', 'keep', 'keep', 'keep', 'keep'] as const;
    prompts.follow(...keeps, done, { pick: folder }, { pick: 'Write' }, { press: undefined });
    const again = await proxyCreateManifests.run(context, { url });
    assert.equal(again?.ok, true, prompts.seen.slice(boxes).join('\n'));
    assert.deepEqual([await file('cluster/proxy.yaml'), await file('cluster/nginx.conf')], [yaml, conf]);
  });

  it('goes by the setting for the image unless another was chosen, whatever was written before', async () => {
    const { context, file, folder, prompts } = await run([...balancer, own]);
    const later = { ...context, image: () => 'registry.corp.example/nginx:1.29.0' };
    prompts.follow(
      'keep',
      'keep',
      'keep',
      'keep',
      'keep',
      done,
      { pick: folder },
      { pick: 'Replace and Write' },
      { press: undefined },
    );
    const outcome = await proxyCreateManifests.run(later, { url });
    assert.equal(outcome?.ok, true, prompts.seen.join('\n'));
    assert.match(await file('cluster/proxy.yaml'), /image: registry\.corp\.example\/nginx:1\.29\.0/);
  });

  it('keeps what was changed when the list is left backwards, and shows defaults and values in it', async () => {
    const changes: readonly Act[] = [
      ...[{ pick: 'Replicas' }, 'back' as const, { pick: 'Replicas' }, { type: '5' }],
      ...[{ pick: 'Annotations of the Load Balancer' }, { pick: 'Others…' }, 'back' as const, { pick: 'Others…' }],
      ...[{ type: 'example.com/owner=dba team; example.com/note={{ #1 }}' }, 'back' as const, own, done],
    ];
    const { file, prompts } = await run([...balancer, own], { changes });
    assert.match(await file('cluster/proxy.yaml'), /replicas: 5\n[\s\S]*example\.com\/note: "\{\{ #1 \}\}"/);
    assert.match(prompts.described.join('\n'), /Replicas: default: 2,[\s\S]*Replicas: 5,/);
  });

  it('counts the questions that are asked, and says another total only when an answer makes others', async () => {
    const { prompts } = await run([...balancer, { pick: 'One at an Address…' }, { type: 'https://10.0.0.41:6443' }]);
    const places = prompts.seen.flatMap((seen) => /^Create Proxy Manifests (\d\/\d):/.exec(seen)?.[1] ?? []);
    assert.deepEqual(places.slice(0, 8), ['1/7', '2/7', '3/7', '4/7', '5/7', '6/8', '7/8', '8/8']);
  });

  it('writes the local files beside a kind cluster', async () => {
    const { file, outcome } = await run([{ pick: 'Local: kind' }, { type: 'dev' }]);
    assert.equal(outcome?.ok, true);
    assert.match(await file('compose.yaml'), /name: kind\n\s+external: true/);
    assert.match(await file('nginx.conf'), /server "?dev-control-plane:6443/);
  });

  it('writes them beside a k3d cluster, with the images and the port that were chosen, and has them the next time', async () => {
    const changes: readonly Act[] = [
      ...[{ pick: 'Image' }, { type: 'registry.corp.example/nginx:1.28.0' }],
      ...[{ pick: 'Image of SQL Server' }, { type: 'registry.corp.example/mssql:2025-CU3' }],
      ...[{ pick: 'Port of SQL Server' }, { type: '15433' }],
      done,
    ];
    const { context, file, folder, outcome, prompts } = await run([{ pick: 'Local: k3d' }, { type: 'dev' }], {
      changes,
    });
    assert.equal(outcome?.ok, true, prompts.seen.join('\n'));
    const compose = await file('compose.yaml');
    assert.match(compose, /name: k3d-dev\n\s+external: true/);
    assert.match(compose, /docker exec k3d-dev-server-0 cat \/var\/lib\/rancher\/k3s\/server\/tls\/server-ca\.crt/);
    assert.match(compose, /image: registry\.corp\.example\/nginx:1\.28\.0/);
    assert.match(compose, /image: registry\.corp\.example\/mssql:2025-CU3[\s\S]*127\.0\.0\.1:15433:1433/);
    assert.match(await file('nginx.conf'), /server "?k3d-dev-server-0:6443/);
    assert.deepEqual(prompts.left, [{ press: undefined }]);
    const next = world('keep', 'keep', done, { pick: 'Another Folder…' }, { path: folder }, { pick: 'Write' });
    homes.push(next.home);
    const again = await proxyCreateManifests.run(
      { ...context, prompts: next.prompts, files: next.context.files },
      { url },
    );
    assert.equal(again?.ok, true, next.prompts.seen.join('\n'));
    assert.equal(await file('compose.yaml'), compose);
  });

  it('refuses a certificate for another host before anything is written', async () => {
    const acts: Act[] = [{ pick: 'Load Balancer' }, ...inCluster, { type: '10.1.0.7/32' }, own];
    const made = world(...acts);
    homes.push(made.home);
    await certificateFolder(path.join(made.home, 'other'), 'https://other.example');
    await made.context.setups.update(url, { cluster: { chosen, newNamespaces: [] } });
    made.prompts.follow(
      done,
      { pick: path.join(made.home, 'sqlkube/k8s.corp.example') },
      { path: path.join(made.home, 'other/tls.crt') },
    );
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

  it('reads the CA of a direct endpoint with a kubeconfig, and says which right is missing when it may not', async () => {
    const { context, home, prompts } = world();
    homes.push(home);
    const set = await certificateFolder(path.join(home, 'ca'), url);
    const kube = new FakeKube();
    const asked: string[] = [];
    let answer: Awaited<ReturnType<typeof kube.client.readConfigMap>> = ok({ 'ca.crt': set.authority.pem });
    const client: typeof kube.client = {
      ...kube.client,
      context: { ...kube.client.context, namespace: 'team' },
      readConfigMap: (namespace, name) => {
        asked.push(`${namespace}/${name}`);
        return Promise.resolve(answer);
      },
    };
    const load = () => Promise.resolve(ok({ ...kube.kubeconfig, connect: () => ok(client) }));
    const withKube = { ...context, kube: { ...context.kube, load } };
    const folder = path.join(home, 'sqlkube/10.0.0.41');
    const direct = (...acts: Act[]) => {
      prompts.follow({ pick: 'In the Cluster…' }, { pick: 'prod' }, ...acts);
      return proxyDirect.run(withKube, { url }, 'https://10.0.0.41:6443');
    };
    const done = await direct({ pick: folder }, { pick: 'Write' }, { press: undefined });
    assert.equal(done?.ok, true, prompts.seen.join('\n'));
    assert.deepEqual(asked, ['team/kube-root-ca.crt']);
    assert.equal((await readFile(path.join(folder, 'cluster-ca.crt'), 'utf8')).trim(), set.authority.pem.trim());
    assert.equal(context.setups.find('https://10.0.0.41:6443')?.authority, `${folder}/cluster-ca.crt`);

    answer = ok({});
    assert.match(
      JSON.stringify(await direct()),
      /ConfigMap team\/kube-root-ca\.crt holds no CA certificate\. Ask the cluster admin/,
    );
    const message = 'configmaps "kube-root-ca.crt" is forbidden: User "me" cannot get resource "configmaps"';
    answer = err({ kind: 'forbidden', status: { kind: 'Status', code: 403, message } });
    assert.match(JSON.stringify(await direct()), /cannot get resource .*configmaps/);
  });
});
