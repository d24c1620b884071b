import type { ClusterClient, Kubeconfig } from '../../cluster/client.ts';
import type { KubeContext } from '../../cluster/kubeconfig.ts';
import type { Failure } from '../../core/failure.ts';
import type { ClusterFailure } from '../../core/kube/cluster-failure.ts';
import { clusterFailureWords, type ClusterPlace } from '../../core/kube/cluster-words.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CommandContext } from '../command.ts';

/** What stands in the questions: the command's name, and the context that was used last for the same thing. */
interface ClusterWish {
  readonly title: string;
  readonly lastContext?: string;
}

/** A failure of the cluster as a command answers it. */
export const clusterFailed = (
  failure: ClusterFailure,
  place: ClusterPlace,
): { readonly ok: false; readonly error: Failure } =>
  failure.kind === 'cancelled'
    ? err({ kind: 'cancelled' })
    : err({ kind: 'refused', reason: clusterFailureWords(failure, place) });

/**
 * Asks which cluster, as kubectl knows it, and makes a client for it. Before a program of the kubeconfig is started for the
 * first time, it is shown and asked for. Nothing is asked of the cluster yet. `cancelled` when the user backed out.
 */
export async function chooseCluster(
  context: CommandContext,
  wish: ClusterWish,
): Promise<Result<ClusterClient, Failure>> {
  const read = await readConfig(context, wish);
  if (!read.ok) return read;
  for (let config = read.value; ;) {
    const picked = await pickContext(context, config, wish);
    if (picked === undefined) return err({ kind: 'cancelled' });
    if (picked !== 'file') return await connect(context, config, picked);
    const other = await pickFile(context, wish);
    if (other === undefined) return err({ kind: 'cancelled' });
    const loaded = await context.kube.load([other]);
    if (!loaded.ok) return clusterFailed(loaded.error, { context: other });
    config = loaded.value;
  }
}

/** The one that kubectl would use; when there is none, one that the user picks. */
async function readConfig(context: CommandContext, wish: ClusterWish): Promise<Result<Kubeconfig, Failure>> {
  const loaded = await context.kube.load(context.kube.paths());
  if (loaded.ok) return loaded;
  const { kind } = loaded.error;
  if (kind !== 'kubeconfig') return clusterFailed(loaded.error, { context: 'of the default kubeconfig' });
  const pressed = await context.prompts.tell('error', loaded.error.reason, 'Choose a Kubeconfig…');
  if (pressed === undefined) return err({ kind: 'cancelled' });
  const file = await pickFile(context, wish);
  if (file === undefined) return err({ kind: 'cancelled' });
  const other = await context.kube.load([file]);
  return other.ok ? other : clusterFailed(other.error, { context: file });
}

const pickFile = ({ prompts }: CommandContext, { title }: ClusterWish): Promise<string | undefined> =>
  prompts.pickPath({ kind: 'file', title, button: 'Use This Kubeconfig' });

async function pickContext(
  { prompts }: CommandContext,
  config: Kubeconfig,
  { title, lastContext }: ClusterWish,
): Promise<KubeContext | 'file' | undefined> {
  const current = config.contexts.find(({ name }) => name === (lastContext ?? config.current));
  const answer = await prompts.choose<KubeContext | 'file'>({
    place: { title, step: 1, of: 1 },
    prompt: 'Which cluster? These are the contexts of your kubeconfig.',
    choices: [
      ...config.contexts.map((one) => ({
        label: one.name,
        description: [one.server ?? 'no cluster of that name', one.user && `as ${one.user}`].filter(Boolean).join(' '),
        detail: [
          ...(one.name === config.current ? ['current context'] : []),
          ...(one.verified ? [] : ['the certificate of its API server is not checked (insecure-skip-tls-verify)']),
        ].join(' · '),
        value: one,
        ...(one.server === undefined && { why: `Context ${one.name} names a cluster that the file does not have.` }),
      })),
      { label: 'Another Kubeconfig…', description: 'a file on this computer', value: 'file' },
    ],
    ...(current !== undefined && { current }),
  });
  return answer.kind === 'value' ? answer.value : undefined;
}

async function connect(
  { prompts, kube }: CommandContext,
  config: Kubeconfig,
  picked: KubeContext,
): Promise<Result<ClusterClient, Failure>> {
  const { name, program } = picked;
  if (program !== undefined && !kube.consents.has(program)) {
    const agreed = await prompts.confirm(
      `Context ${name} signs in with a program on this computer.`,
      `The kubeconfig wants to start:\n\n${program.join(' ')}\n\nIt runs with your rights, now and whenever this context is used from here.`,
      'Start It',
    );
    if (!agreed) return err({ kind: 'cancelled' });
    await kube.consents.add(program);
  }
  const client = config.connect({ context: name });
  return client.ok ? ok(client.value) : clusterFailed(client.error, { context: name });
}
