import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadKubeconfig } from '../../../src/cluster/client.ts';
import type { ClusterFailure } from '../../../src/core/kube/cluster-failure.ts';
import { kubeconfigText } from '../../support/kubeconfigs.ts';

const config = {
  clusters: [
    { name: 'a', cluster: { server: 'https://a.example:6443/' } },
    { name: 'b', cluster: { server: 'https://b.example', 'insecure-skip-tls-verify': true } },
    { name: 'plain', cluster: { server: 'http://plain.example' } },
  ],
  users: [{ name: 'anna', user: { token: 'anna-s-token' } }],
  contexts: [
    { name: 'first', context: { cluster: 'a', user: 'anna', namespace: 'shop' } },
    { name: 'second', context: { cluster: 'b' } },
    { name: 'plain', context: { cluster: 'plain', user: 'anna' } },
    { name: 'lost', context: { cluster: 'gone', user: 'anna' } },
    { name: 'nobody', context: { cluster: 'a', user: 'gone' } },
  ],
  'current-context': 'first',
};

const reasonOf = (failure: ClusterFailure): string => {
  if (failure.kind !== 'kubeconfig') throw new Error(`expected a fault in the kubeconfig, got ${failure.kind}`);
  return failure.reason;
};

async function refusal(text: string, context?: string): Promise<string> {
  const loaded = await loadKubeconfig({ kind: 'text', text });
  if (!loaded.ok) return reasonOf(loaded.error);
  const client = loaded.value.connect(context === undefined ? {} : { context });
  if (client.ok) throw new Error('it was taken');
  return reasonOf(client.error);
}

describe('kubeconfig', () => {
  it('lists its contexts in their order', async () => {
    const loaded = await loadKubeconfig({ kind: 'text', text: JSON.stringify(config) });
    assert.ok(loaded.ok);
    assert.equal(loaded.value.current, 'first');
    assert.deepEqual(loaded.value.contexts, [
      { name: 'first', server: 'https://a.example:6443', namespace: 'shop', user: 'anna', verified: true },
      { name: 'second', server: 'https://b.example', verified: false },
      { name: 'plain', server: 'http://plain.example', user: 'anna', verified: true },
      { name: 'lost', user: 'anna', verified: true },
      { name: 'nobody', server: 'https://a.example:6443', user: 'gone', verified: true },
    ]);
  });

  it('connects to the current context, or to one by its name', async () => {
    const loaded = await loadKubeconfig({ kind: 'text', text: JSON.stringify(config) });
    assert.ok(loaded.ok);
    const [current, other] = [loaded.value.connect(), loaded.value.connect({ context: 'second' })];
    assert.ok(current.ok && other.ok);
    assert.equal(current.value.context.name, 'first');
    assert.equal(other.value.context.server, 'https://b.example');
  });

  const text = JSON.stringify(config);
  const wrong: readonly [title: string, text: string, context: string | undefined, reason: string][] = [
    [
      'no such context',
      text,
      'third',
      'The kubeconfig has no context "third"; it has "first", "second", "plain", "lost", "nobody".',
    ],
    ['no such cluster', text, 'lost', 'Context "lost" names the cluster "gone", which is not there.'],
    ['no such user', text, 'nobody', 'Context "nobody" names the user "gone", which is not there.'],
    ['no TLS', text, 'plain', 'Context "plain" is not at an https:// address.'],
    [
      'no current context',
      JSON.stringify({ ...config, 'current-context': '' }),
      undefined,
      'The kubeconfig has no current context: choose one by its name.',
    ],
    ['no contexts', '{"kind":"Config"}', undefined, 'This is a kubeconfig without contexts.'],
    ['another text', 'hello', undefined, 'This is a kubeconfig without contexts.'],
    ['empty', ' \n', undefined, 'This is empty.'],
    ['a list', '[1]', undefined, 'This is a kubeconfig without contexts.'],
    [
      'no server',
      JSON.stringify({ ...config, clusters: [{ name: 'a', cluster: {} }] }),
      undefined,
      'This is not a kubeconfig: clusters[0].cluster.server is missing.',
    ],
    [
      'broken YAML, whose lines hold secrets',
      'users:\n- user:\n    token: "secret-token\nclusters: [}',
      undefined,
      'This is not a kubeconfig: its YAML has a fault at line 4.',
    ],
  ];
  for (const [title, bad, context, reason] of wrong) {
    it(`refuses: ${title}`, async () => {
      assert.equal(await refusal(bad, context), reason);
    });
  }

  describe('in a file', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-kubeconfig-'));
    });
    after(async () => {
      await rm(folder, { recursive: true });
    });

    it('is read', async () => {
      const file = path.join(folder, 'config');
      await writeFile(file, text);
      const loaded = await loadKubeconfig({ kind: 'file', path: file });
      assert.ok(loaded.ok);
      assert.equal(loaded.value.contexts.length, 5);
    });

    it('is refused when it is not there', async () => {
      const loaded = await loadKubeconfig({ kind: 'file', path: path.join(folder, 'none') });
      assert.ok(!loaded.ok);
      assert.match(reasonOf(loaded.error), /^The kubeconfig is not there: /);
    });

    it('is joined with others, of which none needs to be whole', async () => {
      const { contexts, ...rest } = config;
      const paths = ['contexts', 'rest'].map((name) => path.join(folder, name));
      const [first = '', second = ''] = paths;
      await writeFile(first, JSON.stringify({ contexts }));
      await writeFile(second, JSON.stringify(rest));
      const loaded = await loadKubeconfig({ kind: 'files', paths });
      assert.ok(loaded.ok);
      const client = loaded.value.connect();
      assert.equal(client.ok && client.value.context.server, 'https://a.example:6443');
      const alone = await loadKubeconfig({ kind: 'files', paths: [second] });
      assert.ok(!alone.ok);
      assert.equal(reasonOf(alone.error), `${second} is a kubeconfig without contexts.`);
    });

    it('is refused by its name when it is none', async () => {
      const file = path.join(folder, 'broken');
      await writeFile(file, 'users:\n- user:\n    token: "secret-token\nclusters: [}');
      const loaded = await loadKubeconfig({ kind: 'files', paths: [file] });
      assert.ok(!loaded.ok);
      assert.equal(reasonOf(loaded.error), `${file} is not a kubeconfig: its YAML has a fault at line 4.`);
    });

    it('is refused when a token file that it names is not there', async () => {
      const file = path.join(folder, 'with-token-file');
      await writeFile(file, kubeconfigText({ server: 'https://a.example', user: { 'token-file': '/none/token' } }));
      const loaded = await loadKubeconfig({ kind: 'file', path: file });
      assert.ok(!loaded.ok);
      assert.match(reasonOf(loaded.error), /a file that it names cannot be read: ENOENT/);
    });

    it('finds the CA beside itself, and says when it does not', async () => {
      const file = path.join(folder, 'with-ca');
      const cluster = { 'certificate-authority': 'none.crt' };
      await writeFile(file, kubeconfigText({ server: 'https://127.0.0.1:1', cluster }));
      const loaded = await loadKubeconfig({ kind: 'file', path: file });
      const client = loaded.ok ? loaded.value.connect() : loaded;
      assert.ok(client.ok);
      const version = await client.value.version(new AbortController().signal);
      assert.ok(!version.ok);
      assert.ok(reasonOf(version.error).includes(path.join(folder, 'none.crt')), reasonOf(version.error));
    });
  });
});
