import { loadKubeconfig } from '../../src/cluster/client.ts';
import type { CommandContext } from '../../src/commands/command.ts';
import { Consents } from '../../src/host/consents.ts';
import { MemoryState } from './memory-backends.ts';

/** The kubeconfigs of a test: the real reader on the files it names, by default on none. */
export const testKube = (...paths: readonly string[]): CommandContext['kube'] => ({
  paths: () => paths,
  load: (named) => loadKubeconfig({ kind: 'files', paths: named }),
  consents: new Consents(new MemoryState()),
});
