import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { Cluster, Context, User } from '@kubernetes/client-node/dist/config_types.js';
import { textAt, textsAt } from '../core/kube/json.ts';
import { redact } from '../core/redact.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';

/** One entry that a person can pick. */
export interface KubeContext {
  readonly name: string;
  /** `https://host[:port][/path]`, no trailing slash; absent when the context names a cluster that is not there. */
  readonly server?: string;
  readonly namespace?: string;
  readonly user?: string;
  /** False when the kubeconfig says `insecure-skip-tls-verify`. */
  readonly verified: boolean;
  /** What would be started on this computer to sign the user in: the program and its arguments. */
  readonly program?: readonly string[];
}

/** A context with all it stands on, ready to be asked. */
export interface ChosenContext {
  readonly config: KubeConfig;
  readonly context: KubeContext & { readonly server: string };
}

/** Where a kubeconfig comes from. Relative paths inside a text count from `folder`. */
export type KubeconfigSource =
  | { readonly kind: 'file'; readonly path: string }
  /** As KUBECONFIG names several: what a name means is what the first file says that has it (documented by kubectl). */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'text'; readonly text: string; readonly folder?: string };

const refuse = (reason: string): { readonly ok: false; readonly error: ClusterFailure } =>
  err({ kind: 'kubeconfig', reason });

/** Reads a kubeconfig. Nothing is asked of any cluster, and no program is run. */
export async function readKubeconfig(source: KubeconfigSource): Promise<Result<KubeConfig, ClusterFailure>> {
  if (source.kind === 'text') return withContexts(parse(source.text, source.folder), 'This');
  if (source.kind === 'file') return withContexts(await readOne(source.path), source.path);
  const read: KubeConfig[] = [];
  for (const file of source.paths) {
    const one = await readOne(file);
    // Files that KUBECONFIG names need not be there (documented by kubectl).
    if (one.ok) read.push(one.value);
    else if (!isMissing(one.error)) return one;
  }
  const [first, ...others] = read;
  if (first === undefined) return refuse(`There is no kubeconfig at ${source.paths.join(' or ')}.`);
  // One file may hold the clusters, another the users (documented by kubectl): only all of them together need contexts.
  return withContexts(ok(others.reduce(firstWins, first)), source.paths.join(' with '));
}

const withContexts = (read: Result<KubeConfig, ClusterFailure>, what: string): Result<KubeConfig, ClusterFailure> =>
  read.ok && read.value.contexts.length === 0 ? refuse(`${what} is a kubeconfig without contexts.`) : read;

const missing = 'The kubeconfig is not there';
const isMissing = (failure: ClusterFailure): boolean =>
  failure.kind === 'kubeconfig' && failure.reason.startsWith(missing);

async function readOne(file: string): Promise<Result<KubeConfig, ClusterFailure>> {
  try {
    return parse(await readFile(file, 'utf8'), path.dirname(file), file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return refuse(`${missing}: ${file}.`);
    return refuse(`The kubeconfig cannot be read: ${redact(error instanceof Error ? error.message : String(error))}`);
  }
}

function firstWins(config: KubeConfig, other: KubeConfig): KubeConfig {
  const joined = <T extends { readonly name: string }>(mine: readonly T[], theirs: readonly T[]): T[] => [
    ...mine,
    ...theirs.filter(({ name }) => !mine.some((one) => one.name === name)),
  ];
  const merged = new KubeConfig();
  merged.loadFromOptions({
    clusters: joined(config.clusters, other.clusters),
    users: joined(config.users, other.users),
    contexts: joined(config.contexts, other.contexts),
    currentContext: config.currentContext || other.currentContext,
  });
  return merged;
}

function parse(text: string, folder: string | undefined, file = 'This'): Result<KubeConfig, ClusterFailure> {
  if (text.trim() === '') return refuse(`${file} is empty.`);
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
  } catch (error) {
    return refuse(`${file} is not a kubeconfig: ${complaint(error)}`);
  }
  if (folder !== undefined) config.makePathsAbsolute(folder);
  return ok(config);
}

/** The YAML reader's own message quotes the lines around the fault, which may hold a key: only its place is told. */
const complaint = (error: unknown): string => {
  if (!(error instanceof Error)) return 'it cannot be read.';
  if (/^(clusters|contexts|users)\[\d+\]\.[\w.]+ is missing$/.test(error.message)) return `${error.message}.`;
  if ('syscall' in error) return `a file that it names cannot be read: ${redact(error.message)}`;
  const line = 'mark' in error ? (error.mark as { line?: unknown } | undefined)?.line : undefined;
  return typeof line === 'number' ? `its YAML has a fault at line ${line + 1}.` : 'it has another shape.';
};

/** The contexts in their order. */
export const contextsOf = (config: KubeConfig): readonly KubeContext[] =>
  config.contexts.map((context) => describe(config, context));

function describe(config: KubeConfig, { name, namespace, user, cluster: of }: Context): KubeContext {
  const cluster = config.getCluster(of);
  const program = user ? programOf(config.getUser(user)) : undefined;
  return {
    name,
    verified: cluster?.skipTLSVerify !== true,
    ...(program === undefined ? {} : { program }),
    ...(cluster === null ? {} : { server: cluster.server }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(user ? { user } : {}),
  };
}

/** Both ways in which a kubeconfig can name a program: `exec`, and the older `auth-provider` with a `cmd-path`. */
function programOf(user: User | null): readonly string[] | undefined {
  const exec: unknown = user?.exec;
  const command = textAt(exec, 'command');
  if (command !== undefined) return [command, ...textsAt(exec, 'args')];
  const provider: unknown = user?.authProvider;
  const path = textAt(provider, 'config', 'cmd-path');
  return path === undefined ? undefined : [path, ...(textAt(provider, 'config', 'cmd-args')?.split(' ') ?? [])];
}

/** A context by name, or the current one, cut out of its kubeconfig. */
export function chooseContext(config: KubeConfig, name: string | undefined): Result<ChosenContext, ClusterFailure> {
  const wanted = name ?? config.currentContext;
  if (!wanted) return refuse('The kubeconfig has no current context: choose one by its name.');
  const context = config.getContextObject(wanted);
  if (context === null) {
    const names = config.contexts.map(({ name: one }) => `"${one}"`).join(', ');
    return refuse(`The kubeconfig has no context "${wanted}"; it has ${names}.`);
  }
  const cluster = config.getCluster(context.cluster);
  if (cluster === null)
    return refuse(`Context "${wanted}" names the cluster "${context.cluster}", which is not there.`);
  if (!isHttps(cluster.server)) return refuse(`Context "${wanted}" is not at an https:// address.`);
  const user = userOf(config, context);
  if (user === undefined) return refuse(`Context "${wanted}" names the user "${context.user}", which is not there.`);
  return ok({
    config: cutOut(context, cluster, user),
    context: { ...describe(config, context), server: cluster.server },
  });
}

const isHttps = (server: string): boolean => URL.canParse(server) && new URL(server).protocol === 'https:';

const userOf = (config: KubeConfig, context: Context): User | undefined =>
  // Without any user the client library would not even look at the cluster's CA; nobody in particular will do.
  context.user ? (config.getUser(context.user) ?? undefined) : ({ name: '' } satisfies User);

function cutOut(context: Context, cluster: Cluster, user: User): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [cluster],
    users: [withExecInfo(withTrimmedToken(user))],
    contexts: [{ ...context, user: user.name }],
    currentContext: context.name,
  });
  return config;
}

/** Token files end in a line break, which no header may hold. */
const withTrimmedToken = (user: User): User =>
  user.token === undefined ? user : { ...user, token: user.token.trim() };

interface Exec {
  readonly apiVersion?: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
}

/** kubectl tells sign-in programs this way what it expects of them, and some refuse to run without (documented: ExecCredential). */
function withExecInfo(user: User): User {
  const exec = user.exec as Exec | null | undefined;
  if (!exec) return user;
  const info = { kind: 'ExecCredential', apiVersion: exec.apiVersion, spec: { interactive: false } };
  const env = [...(exec.env ?? []), { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }];
  return { ...user, exec: { ...exec, env } };
}
