import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findControlPlane } from '../test/support/cluster-build.ts';
import { findProgram } from '../test/support/needs.ts';
import { asAdmin, deploymentObject } from '../test/chain/kubernetes.ts';
import { startChain, type Chain } from '../test/chain/support.ts';

/** The namespace that holds the many pods; the suite's service account may list it. */
export const namespace = 'empty';

/** A chain with so many running pods of one Deployment. Throws when a part of it is missing on this machine. */
export async function startLoadedChain(pods: number, say: (line: string) => void): Promise<Chain> {
  const nginx = findProgram('nginx', '../sbin/nginx');
  const plane = await findControlPlane(say);
  if (nginx === undefined || plane?.kwok === undefined) throw new Error('This bench needs nginx and Go.');
  const chain = await startChain({ nginx, nodes: 10, log: say });
  if (chain === undefined) throw new Error('This bench needs Go.');
  try {
    say(`waiting until ${pods} pods run (one to three minutes) …`);
    await asAdmin(chain.cluster, 'POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, {
      ...deploymentObject('web', pods),
    });
    await chain.cluster.kubectl('rollout', 'status', 'deployment/web', '-n', namespace, '--timeout=900s');
    return chain;
  } catch (error) {
    await chain.stop();
    throw error;
  }
}

/** `kubectl get pods` as a person runs it, again and again; the cache of its discovery is kept between runs. */
export async function createKubectl(
  chain: Chain,
): Promise<{ readonly list: () => Promise<number>; readonly close: () => Promise<void> }> {
  const cache = await mkdtemp(path.join(tmpdir(), 'sqlkube-kubectl-'));
  const [program, ...first] = chain.cluster.kubectlCommand;
  const flags = ['--kubeconfig', chain.cluster.kubeconfigFile, '--cache-dir', cache];
  return {
    list: async () => {
      const command = [...first, ...flags, 'get', 'pods', '-n', namespace, '--no-headers'];
      const { stdout } = await promisify(execFile)(program, command, { maxBuffer: 1 << 28 });
      return stdout.trimEnd().split('\n').length;
    },
    close: () => rm(cache, { recursive: true, force: true }),
  };
}
