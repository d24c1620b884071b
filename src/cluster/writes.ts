import { at, listAt, textAt } from '../core/kube/json.ts';
import { apiQuery } from '../core/kube/path.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import type { BasicObject, KubeObject, ObjectReference } from './objects.ts';
import type { FindPaths, ObjectPaths } from './resources.ts';
import type { Answered, Send } from './transport.ts';

/** An object as the API server keeps it, and whether this call made it. */
export interface Kept {
  readonly created: boolean;
  readonly object: unknown;
}

/** What deleting came to. */
export interface Deleted {
  /** True while finalizers hold the object back: it is marked, and goes later. */
  readonly pending: boolean;
}

interface Api {
  readonly send: Send;
  readonly findPaths: FindPaths;
}

type Kind<T> = Promise<Result<T, ClusterFailure>>;

// Without a manager's name the API server takes the user agent, without Strict a misspelt field is only a header.
const named = { fieldManager: 'sqlkube', fieldValidation: 'Strict' };

const referenceTo = ({ apiVersion, kind, metadata }: KubeObject): ObjectReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
});

/** Gets an object, or makes it when it is not there; what is there already is answered as it is and never changed. */
export async function ensure(api: Api, object: BasicObject, signal: AbortSignal): Kind<Kept> {
  const paths = await api.findPaths(referenceTo(object), signal);
  if (!paths.ok) return paths;
  const found = await get(api, paths.value, signal);
  if (found.ok || found.error.kind !== 'not-found') return found;
  const path = paths.value.collection + apiQuery(named);
  const made = await api.send({ method: 'POST', path, body: object }, signal);
  if (made.ok) return ok({ created: true, object: made.value.body });
  // Somebody else was quicker.
  const raced = made.error.kind === 'conflict' && made.error.status.reason === 'AlreadyExists';
  return raced ? await get(api, paths.value, signal) : made;
}

async function get(api: Api, paths: ObjectPaths, signal: AbortSignal): Kind<Kept> {
  const answer = await api.send({ method: 'GET', path: paths.item }, signal);
  return answer.ok ? ok({ created: false, object: answer.value.body }) : answer;
}

/** Reads one object of any kind. */
export async function read(api: Api, reference: ObjectReference, signal: AbortSignal): Kind<unknown> {
  const paths = await api.findPaths(reference, signal);
  if (!paths.ok) return paths;
  const found = await get(api, paths.value, signal);
  return found.ok ? ok(found.value.object) : found;
}

/** The names of all objects of a kind in a namespace. */
export async function listNames(
  api: Api,
  kind: Omit<ObjectReference, 'name'>,
  signal: AbortSignal,
): Kind<readonly string[]> {
  const paths = await api.findPaths({ ...kind, name: 'any' }, signal);
  if (!paths.ok) return paths;
  const answer = await api.send({ method: 'GET', path: paths.value.collection }, signal);
  if (!answer.ok) return answer;
  return ok(listAt(answer.value.body, 'items').flatMap((item) => textAt(item, 'metadata', 'name') ?? []));
}

/**
 * Server-side apply without force: fields that somebody else manages are a conflict. With `dry` the API server does all but
 * keep the result, admission included.
 */
export async function apply(
  api: Api,
  object: KubeObject,
  signal: AbortSignal,
  how: 'real' | 'dry' = 'real',
): Kind<Kept> {
  const paths = await api.findPaths(referenceTo(object), signal);
  if (!paths.ok) return paths;
  const path = paths.value.item + apiQuery({ ...named, force: false, ...(how === 'dry' ? { dryRun: 'All' } : {}) });
  // JSON is YAML, and this is the one media type for it that every supported version takes.
  const contentType = 'application/apply-patch+yaml';
  const answer = await api.send({ method: 'PATCH', path, contentType, body: object }, signal);
  return answer.ok ? ok({ created: answer.value.code === 201, object: answer.value.body }) : err(ofApply(answer.error));
}

/** A field that the schema does not have is answered as 500 when it is applied, as 400 otherwise (observed, 1.36.3). */
const ofApply = (failure: ClusterFailure): ClusterFailure =>
  failure.kind === 'unexpected' && (failure.status.message ?? '').startsWith('failed to create typed patch object')
    ? { kind: 'invalid', status: failure.status }
    : failure;

/** Deletes an object; what it owns goes in the background. With `uid` only this very object, not a later one of its name. */
export async function remove(
  api: Api,
  reference: ObjectReference & { readonly uid?: string },
  signal: AbortSignal,
): Kind<Deleted> {
  const paths = await api.findPaths(reference, signal);
  if (!paths.ok) return paths;
  const body = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: 'Background',
    ...(reference.uid === undefined ? {} : { preconditions: { uid: reference.uid } }),
  };
  const answer = await api.send({ method: 'DELETE', path: paths.value.item, body }, signal);
  return answer.ok ? ok({ pending: isStillThere(answer.value) }) : answer;
}

/** What is gone is answered as a Status, or as the object it was; what waits for finalizers carries them. */
const isStillThere = ({ body }: Answered): boolean =>
  textAt(body, 'metadata', 'deletionTimestamp') !== undefined &&
  (at(body, 'metadata', 'finalizers') !== undefined || at(body, 'spec', 'finalizers') !== undefined);
