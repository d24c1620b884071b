import { isJsonObject, at, listAt, textAt } from '../core/kube/json.ts';
import { apiPath } from '../core/kube/path.ts';
import { err, ok, type Result } from '../core/result.ts';
import { invalidHere } from './failure.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import type { ObjectReference } from './objects.ts';
import type { Send } from './transport.ts';

/** How a kind is addressed. */
interface ResourceKind {
  /** Plural and lower case, such as `configmaps`. */
  readonly resource: string;
  readonly namespaced: boolean;
}

/** Absolute paths of one object and of the collection it lives in. */
export interface ObjectPaths {
  readonly collection: string;
  readonly item: string;
}

/** Finds out from the API server how kinds are addressed, once for each group and version. */
export type FindPaths = (of: ObjectReference, signal: AbortSignal) => Promise<Result<ObjectPaths, ClusterFailure>>;

/** `version` or `group/version`, the group a DNS name; anything else would address another path. */
const apiVersion = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?v[a-z0-9]+$/;

const invalid = (message: string): { readonly ok: false; readonly error: ClusterFailure } => err(invalidHere(message));

/** A finder that remembers what it was told, for as long as its client lives. */
export const createFindPaths = (send: Send): FindPaths => {
  const known = new Map<string, ReadonlyMap<string, ResourceKind>>();
  return async (of, signal) => {
    let kinds = known.get(of.apiVersion);
    if (kinds === undefined) {
      if (!apiVersion.test(of.apiVersion)) return invalid(`There is no API version "${of.apiVersion}".`);
      const path = of.apiVersion.includes('/') ? `/apis/${of.apiVersion}` : `/api/${of.apiVersion}`;
      const answer = await send({ method: 'GET', path }, signal);
      if (!answer.ok) return answer;
      kinds = readKinds(answer.value.body);
      known.set(of.apiVersion, kinds);
    }
    const kind = kinds.get(of.kind);
    return kind === undefined
      ? invalid(`The API server knows no kind ${of.kind} in ${of.apiVersion}.`)
      : pathsOf(of, kind);
  };
};

/** Reads an APIResourceList by kind; subresources have kinds of their own and are left out. */
function readKinds(list: unknown): ReadonlyMap<string, ResourceKind> {
  const kinds = new Map<string, ResourceKind>();
  for (const entry of listAt(list, 'resources').filter(isJsonObject)) {
    const [resource, kind] = [textAt(entry, 'name'), textAt(entry, 'kind')];
    if (resource === undefined || kind === undefined || resource.includes('/')) continue;
    kinds.set(kind, { resource, namespaced: at(entry, 'namespaced') === true });
  }
  return kinds;
}

function pathsOf(of: ObjectReference, { resource, namespaced }: ResourceKind): Result<ObjectPaths, ClusterFailure> {
  if (namespaced !== (of.namespace !== undefined)) {
    return invalid(`${of.kind} "${of.name}" ${namespaced ? 'needs a' : 'has no'} namespace.`);
  }
  const [version = '', group] = of.apiVersion.split('/').reverse();
  const place = {
    version,
    resource,
    ...(group === undefined ? {} : { group }),
    ...(of.namespace === undefined ? {} : { namespace: of.namespace }),
  };
  try {
    return ok({ collection: apiPath(place), item: apiPath({ ...place, name: of.name }) });
  } catch (error) {
    if (error instanceof RangeError) return invalid(error.message);
    throw error;
  }
}
