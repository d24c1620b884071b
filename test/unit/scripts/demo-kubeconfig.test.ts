import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withOwnCluster } from '../../../scripts/demo-cluster.ts';
import { kubeconfigText } from '../../support/kubeconfigs.ts';
import { root } from '../../support/package.ts';

/** A kubeconfig that the demo refuses: what it says has what is wrong, where, and what to do. */
interface Case {
  readonly title: string;
  /** Absent: there is no such file. */
  readonly text?: string;
  readonly context?: string;
  /** In the file's place stands FILE. */
  readonly says: string;
}

const mend = 'Mend the file, or choose another.';
const away = 'https://127.0.0.1:1';

const cases: readonly Case[] = [
  { title: 'is not there', says: `The kubeconfig cannot be used. There is no kubeconfig at FILE. ${mend}` },
  { title: 'is empty', text: '\n', says: `The kubeconfig cannot be used. FILE is empty. ${mend}` },
  {
    title: 'is broken',
    text: 'users:\n- user:\n    token: "planted-secret\nclusters: [}',
    says: `The kubeconfig cannot be used. FILE is not a kubeconfig: its YAML has a fault at line 4. ${mend}`,
  },
  {
    title: 'is another text',
    text: 'planted-secret',
    says: `The kubeconfig cannot be used. FILE is a kubeconfig without contexts. ${mend}`,
  },
  {
    title: 'has no such context',
    text: kubeconfigText({ server: away }),
    context: 'there',
    says: `The kubeconfig cannot be used. The kubeconfig has no context "there"; it has "here". ${mend}`,
  },
  {
    title: 'leads nowhere',
    text: kubeconfigText({ server: away, user: { token: 'planted-secret' } }),
    says: `The cluster of context here does not answer. Could not ask for its version. ${away}: connect ECONNREFUSED 127.0.0.1:1. Check that this computer may reach it (VPN, proxy), or choose another context.`,
  },
  {
    title: 'leads to a path of another server',
    text: kubeconfigText({ server: 'https://rancher.example/k8s/clusters/c-1', user: { token: 'planted-secret' } }),
    says: 'Context here leads to https://rancher.example/k8s/clusters/c-1, a path of another server, as Rancher has it. SQL Server calls the API server itself, with a service account’s token. Choose a context that leads there; Rancher calls it the authorized cluster endpoint.',
  },
];

describe('npm run demo -- --kubeconfig with a kubeconfig that', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-demo-kubeconfig-'));
  });
  after(async () => await rm(folder, { recursive: true }));

  const fileOf = async (title: string, text: string | undefined): Promise<string> => {
    const file = path.join(folder, title.replaceAll(/\W+/g, '-'));
    if (text !== undefined) await writeFile(file, text);
    return file;
  };

  for (const { title, text, context, says } of cases) {
    it(`${title}: says what is wrong, where, and what to do`, async () => {
      const file = await fileOf(title, text);
      const said: string[] = [];
      const wish = {
        ...{ file, tokenSeconds: 600, signal: new AbortController().signal },
        ...(context !== undefined && { context }),
        say: (line: string) => void said.push(line),
      };
      await assert.rejects(
        withOwnCluster(wish, () => assert.fail('it was taken')),
        {
          name: 'DemoRefused',
          message: says.replaceAll('FILE', file),
        },
      );
      assert.deepEqual(said, []);
    });
  }

  it('would start a program, and nobody is there to ask: shows the program, and starts nothing', async () => {
    const marker = path.join(folder, 'was-started');
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'touch', args: [marker] };
    const file = await fileOf('exec', kubeconfigText({ server: away, user: { exec } }));
    const child = spawn(process.execPath, [path.join(root, 'scripts/demo.ts'), '--kubeconfig', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (said += part));
    }
    assert.deepEqual(await once(child, 'close'), [1, null], said);
    assert.equal(
      said.trimEnd(),
      `The kubeconfig wants to start, to sign in:\n  touch ${marker}\nNothing was started, and nothing was asked of the cluster. ` +
        'Answer y in a terminal, or choose a context that needs no program.',
    );
    assert.equal(existsSync(marker), false);
  });
});
