import { compareObjects, isSameObject } from '../core/kube/object-view.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import { textAt } from '../core/kube/json.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ClusterClient } from './client.ts';
import type { KubeObject, ObjectReference } from './objects.ts';

/** What went wrong with which object. Earlier ones of the sequence are done: `done` tells what. */
export interface ObjectFailure<T = unknown> {
  readonly reference: ObjectReference;
  readonly verb: 'read' | 'apply' | 'delete';
  readonly failure: ClusterFailure;
  readonly done: readonly T[];
}

/** What applying one object would come to. Secret values are in neither text. */
export interface PlannedChange {
  readonly reference: ObjectReference;
  /** `unchecked`: its namespace is not there yet, so that the API server cannot try it. */
  readonly change: 'create' | 'change' | 'same' | 'unchecked';
  readonly before: string;
  readonly after: string;
}

/** One object that was applied: enough to take away this very one later. */
export interface AppliedObject {
  readonly reference: ObjectReference;
  readonly uid: string;
  /** False when it was there before we came: then it is not ours to delete. */
  readonly created: boolean;
}

/** What became of an object that was to be taken away. */
export interface RemovedObject {
  readonly reference: ObjectReference;
  readonly outcome: 'removed' | 'going' | 'was-gone' | 'replaced' | 'kept-in-use' | 'not-ours';
}

const untilAnswered = new AbortController().signal;
const stopped = err<ClusterFailure>({ kind: 'cancelled' });

type Progress = (doing: string) => void;

/** `Deployment shop/web`, as progress and lists name it. */
export const referenceText = ({ kind, namespace, name }: ObjectReference): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** Names an object. */
const referenceOf = ({ apiVersion, kind, metadata }: KubeObject): ObjectReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
});

/** Has the API server try every object (dry run), in order, and tells what would change; nothing is changed. */
export async function planApply(
  client: ClusterClient,
  objects: readonly KubeObject[],
  signal: AbortSignal,
  report: Progress = () => undefined,
): Promise<Result<readonly PlannedChange[], ObjectFailure<PlannedChange>>> {
  const planned: PlannedChange[] = [];
  const toCome = new Set<string>();
  for (const object of objects) {
    const reference = referenceOf(object);
    const fail = (verb: 'read' | 'apply', failure: ClusterFailure) =>
      err({ reference, verb, failure, done: planned } as const);
    report(`trying ${referenceText(reference)}`);
    if (reference.namespace !== undefined && toCome.has(reference.namespace)) {
      planned.push({ reference, change: 'unchecked', ...compareObjects(undefined, object) });
      continue;
    }
    const live = await client.read(reference, signal);
    if (!live.ok && live.error.kind !== 'not-found') return fail('read', live.error);
    const before = live.ok ? live.value : undefined;
    const tried = await client.dryRun(object, signal);
    if (!tried.ok) return fail('apply', tried.error);
    if (before === undefined && reference.kind === 'Namespace') toCome.add(reference.name);
    const after = tried.value.object;
    const change = before === undefined ? 'create' : isSameObject(before, after) ? 'same' : 'change';
    planned.push({ reference, change, ...compareObjects(before, after) });
  }
  return ok(planned);
}

/**
 * Applies every object in order, and stops at the first that the API server refuses. A stop is heard between two objects: a
 * request that was sent is waited for, so that nothing is in the cluster which we do not know of.
 */
export async function applyAll(
  client: ClusterClient,
  objects: readonly KubeObject[],
  signal: AbortSignal,
  report: Progress = () => undefined,
): Promise<Result<readonly AppliedObject[], ObjectFailure<AppliedObject>>> {
  const done: AppliedObject[] = [];
  for (const object of objects) {
    const reference = referenceOf(object);
    report(`applying ${referenceText(reference)}, ${done.length + 1} of ${objects.length}`);
    const applied = signal.aborted ? stopped : await client.apply(object, untilAnswered);
    if (!applied.ok) return err({ reference, verb: 'apply', failure: applied.error, done });
    const uid = textAt(applied.value.object, 'metadata', 'uid') ?? '';
    done.push({ reference, uid, created: applied.value.created });
  }
  return ok(done);
}

/**
 * Takes away what was applied, the last first: only objects that we made, only those very ones (by uid), and a namespace only
 * when nothing else lives in it.
 */
export async function removeAll(
  client: ClusterClient,
  applied: readonly AppliedObject[],
  signal: AbortSignal,
  report: Progress = () => undefined,
): Promise<Result<readonly RemovedObject[], ObjectFailure<RemovedObject>>> {
  const done: RemovedObject[] = [];
  for (const object of applied.toReversed()) {
    const { reference } = object;
    report(`removing ${referenceText(reference)}`);
    const removed = await removeOne(client, object, signal);
    if (!removed.ok) return err({ reference, verb: 'delete', failure: removed.error, done });
    done.push({ reference, outcome: removed.value });
  }
  return ok(done);
}

async function removeOne(
  client: ClusterClient,
  { reference, uid, created }: AppliedObject,
  signal: AbortSignal,
): Promise<Result<RemovedObject['outcome'], ClusterFailure>> {
  if (!created) return ok('not-ours');
  if (reference.kind === 'Namespace') {
    const others = await livesIn(client, reference.name, signal);
    if (!others.ok) return others;
    if (others.value) return ok('kept-in-use');
  }
  const removed = await client.remove({ ...reference, uid }, signal);
  if (removed.ok) return ok(removed.value.pending || reference.kind === 'Namespace' ? 'going' : 'removed');
  if (removed.error.kind === 'not-found') return ok('was-gone');
  // The precondition on the uid failed: somebody made another object of this name.
  if (removed.error.kind === 'conflict') return ok('replaced');
  return removed;
}

/** What somebody would miss. Pods are not among them: those of a Deployment go a moment after it. */
const missed = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
] as const;

/** Every namespace gets this one from the controller manager. */
const everywhere = 'kube-root-ca.crt';

async function livesIn(
  client: ClusterClient,
  namespace: string,
  signal: AbortSignal,
): Promise<Result<boolean, ClusterFailure>> {
  for (const kind of missed) {
    const names = await client.listNames({ ...kind, namespace }, signal);
    // Who may not look cannot know, and so must not delete.
    if (!names.ok) return names.error.kind === 'forbidden' ? ok(true) : names;
    if (names.value.some((name) => name !== everywhere)) return ok(true);
  }
  return ok(false);
}
