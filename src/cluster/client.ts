import type { AccessAnswer, Identity } from '../core/kube/access.ts';
import { at, isJsonObject, textAt } from '../core/kube/json.ts';
import { versionPath } from '../core/kube/path.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import { chooseContext, contextsOf, readKubeconfig, type KubeContext, type KubeconfigSource } from './kubeconfig.ts';
import type { BasicObject, KubeObject, ObjectReference } from './objects.ts';
import { createFindPaths } from './resources.ts';
import { mayI, requestToken, whoAmI, type AccessQuestion, type GrantedToken, type TokenWish } from './reviews.ts';
import { createSend, type Send } from './transport.ts';
import { apply, ensure, listNames, read, remove, type Deleted, type Kept } from './writes.ts';

type Answer<T> = Promise<Result<T, ClusterFailure>>;

/** What a kubeconfig offers. */
export interface Kubeconfig {
  readonly contexts: readonly KubeContext[];
  /** The name of the current context. */
  readonly current?: string;
  /** A client for one context, by default the current one; nothing is asked of the cluster yet. */
  connect(options?: ConnectOptions): Result<ClusterClient, ClusterFailure>;
}

/** How to connect. */
export interface ConnectOptions {
  readonly context?: string;
  /** For one request, sign-in included; 30 when absent. */
  readonly timeoutSeconds?: number;
}

/** A Kubernetes API as the user of one context. All calls can be cancelled, and answer expected failures as values. */
export interface ClusterClient {
  readonly context: KubeContext & { readonly server: string };
  /** The API server's version, such as `v1.36.3`. */
  version(signal: AbortSignal): Answer<string>;
  /** Gets an object, or makes it when it is not there; what is there already is answered unchanged. */
  ensure(object: BasicObject, signal: AbortSignal): Answer<Kept>;
  read(reference: ObjectReference, signal: AbortSignal): Answer<unknown>;
  /** The texts of a ConfigMap by key; `kube-root-ca.crt` in every namespace holds the cluster's CA as `ca.crt`. */
  readConfigMap(namespace: string, name: string, signal: AbortSignal): Answer<Readonly<Record<string, string>>>;
  /** Server-side apply as `sqlkube`, strict, without force: a field that somebody else manages is a `conflict`. */
  apply(object: KubeObject, signal: AbortSignal): Answer<Kept>;
  /** What applying would come to, as the API server tells it; nothing is kept. */
  dryRun(object: KubeObject, signal: AbortSignal): Answer<Kept>;
  /** The names of the objects of a kind in a namespace. */
  listNames(
    kind: { readonly apiVersion: string; readonly kind: string; readonly namespace: string },
    signal: AbortSignal,
  ): Answer<readonly string[]>;
  /** Deletes an object; with `uid` only this very one. What is not there is `not-found`. */
  remove(reference: ObjectReference & { readonly uid?: string }, signal: AbortSignal): Answer<Deleted>;
  requestToken(wish: TokenWish, signal: AbortSignal): Answer<GrantedToken>;
  /** Whether the context's user, or the service account that it asks as, may do something; nothing is done. */
  mayI(
    question: AccessQuestion,
    signal: AbortSignal,
    as?: { readonly namespace: string; readonly name: string },
  ): Answer<AccessAnswer>;
  whoAmI(signal: AbortSignal): Answer<Identity>;
}

const defaultSeconds = 30;

/** Reads a kubeconfig from a file or a text. */
export async function loadKubeconfig(source: KubeconfigSource): Answer<Kubeconfig> {
  const read = await readKubeconfig(source);
  if (!read.ok) return read;
  const config = read.value;
  return ok({
    contexts: contextsOf(config),
    ...(config.currentContext ? { current: config.currentContext } : {}),
    connect: ({ context, timeoutSeconds = defaultSeconds } = {}) => {
      const chosen = chooseContext(config, context);
      if (!chosen.ok) return chosen;
      const { server, user = '' } = chosen.value.context;
      const send = createSend({ config: chosen.value.config, server, user, timeoutMs: timeoutSeconds * 1000 });
      return ok(createClient(chosen.value.context, send));
    },
  });
}

function createClient(context: ClusterClient['context'], send: Send): ClusterClient {
  const api = { send, findPaths: createFindPaths(send) };
  return {
    context,
    version: (signal) => readVersion(send, signal),
    ensure: (object, signal) => ensure(api, object, signal),
    read: (reference, signal) => read(api, reference, signal),
    readConfigMap: async (namespace, name, signal) => {
      const found = await read(api, { apiVersion: 'v1', kind: 'ConfigMap', namespace, name }, signal);
      return found.ok ? ok(textsOf(at(found.value, 'data'))) : found;
    },
    apply: (object, signal) => apply(api, object, signal),
    dryRun: (object, signal) => apply(api, object, signal, 'dry'),
    listNames: (kind, signal) => listNames(api, kind, signal),
    remove: (reference, signal) => remove(api, reference, signal),
    requestToken: (wish, signal) => requestToken(send, wish, signal),
    mayI: (question, signal, as) => mayI(send, question, signal, as),
    whoAmI: (signal) => whoAmI(send, signal),
  };
}

async function readVersion(send: Send, signal: AbortSignal): Answer<string> {
  const answer = await send({ method: 'GET', path: versionPath }, signal);
  if (!answer.ok) return answer;
  const version = textAt(answer.value.body, 'gitVersion');
  if (version !== undefined) return ok(version);
  const status = { kind: 'Status', message: 'The answer is no Kubernetes version.' } as const;
  return err({ kind: 'unexpected', code: answer.value.code, status });
}

const textsOf = (data: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isJsonObject(data) ? data : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
