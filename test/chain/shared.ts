import { findControlPlane } from '../support/cluster-build.ts';
import { needNginx } from '../support/nginx.ts';
import { skipFor } from '../support/needs.ts';
import { createPods } from './kubernetes.ts';
import { startChain, type Chain } from './support.ts';

/** What every container of the suite has logged. */
export const podLog = ['started', 'Grüße aus dem Pod: ✓', 'listening on 8080'];

/** Short, so that a continue token expires while a test waits, and long enough to read a few pages. */
const compactionSeconds = 5;

let shared: Promise<Chain | undefined> | undefined;

after(async function () {
  this.timeout(60_000);
  await (await shared)?.stop();
});

/** The one chain of the whole suite, started by whoever asks first; skips where its parts are missing. */
export async function useChain(context: Mocha.Context): Promise<Chain> {
  // The first build of the control plane takes minutes; after that this is some seconds.
  context.timeout(600_000);
  const nginx = needNginx(context);
  shared ??= start(nginx);
  return (await shared) ?? skipFor(context, 'Go');
}

async function start(nginx: string): Promise<Chain | undefined> {
  const log = (line: string): void => console.log(line);
  // What setup-envtest ships has no fake nodes, hence no running pods.
  if ((await findControlPlane(log))?.kwok === undefined) return undefined;
  const chain = await startChain({ nginx, podLog, compactionSeconds, log });
  if (chain !== undefined) await createPods(chain.cluster);
  return chain;
}
