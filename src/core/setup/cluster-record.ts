import { noAccess, type Access } from '../access/grant.ts';
import { chooseAccess, type AccessWish } from '../access/presets.ts';
import { planProxy } from '../proxy/check-wish.ts';
import { localVariant, type LocalWish } from '../proxy/local-variant.ts';
import type { ProxyWish } from '../proxy/proxy-plan.ts';

/** One object that was applied: enough to take away this very one later. */
export interface AppliedRecord {
  readonly reference: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  };
  readonly uid: string;
  /** False when it was there before: then it is not ours to delete. */
  readonly created: boolean;
}

/** Where objects were applied, and which. */
export interface AppliedTo {
  readonly context: string;
  /** Of the API server: another one has other objects, whatever its context is called. */
  readonly server: string;
  readonly objects: readonly AppliedRecord[];
}

/** What this computer remembers of the cluster's side of a set-up: choices and references, never a secret. */
export interface ClusterRecord {
  /** What was chosen, and the access that it makes. */
  readonly chosen?: AccessWish;
  readonly access?: Access;
  /** Namespaces of the access to be made along, with Pod Security `restricted`. */
  readonly newNamespaces: readonly string[];
  /** The proxy; it allows the access above. */
  readonly wish?: ProxyWish;
  /** True when its image was chosen for it, so that the setting does not change it. */
  readonly hasOwnImage?: boolean;
  /** The local variant, when that was chosen last. */
  readonly local?: Omit<LocalWish, 'hosts' | 'access'>;
  /** Path of the server certificate that the proxy shows; its key lies beside it. */
  readonly certificate?: string;
  readonly applied?: AppliedTo;
}

/**
 * What was kept as JSON. Whatever another version wrote that no longer passes the checks is left out; the list of what was
 * applied is kept as far as it can be read, since it is all that Remove has.
 */
export function readClusterRecord(kept: unknown): ClusterRecord {
  const { chosen, wish, hasOwnImage, local, certificate, newNamespaces, applied } = (kept ??
    {}) as Partial<ClusterRecord>;
  const access = chosen === undefined ? undefined : quietly(() => chooseAccess(chosen));
  const allowed = access?.ok === true ? access.value : undefined;
  const proxy = wish && allowed && { ...wish, access: allowed };
  const isGood = proxy !== undefined && quietly(() => planProxy(proxy))?.ok === true;
  const isGoodLocal = quietly(() => local && localVariant({ ...local, hosts: ['k8s.example'], access: noAccess }))?.ok;
  const objects = Array.isArray(applied?.objects) ? applied.objects.filter(isApplied) : [];
  return {
    newNamespaces: Array.isArray(newNamespaces) ? newNamespaces.filter((name) => typeof name === 'string') : [],
    ...(chosen && allowed && { chosen, access: allowed }),
    ...(isGood && { wish: proxy }),
    ...(hasOwnImage === true && { hasOwnImage }),
    ...(local && isGoodLocal && { local }),
    ...(typeof certificate === 'string' && { certificate }),
    ...(typeof applied?.context === 'string' &&
      typeof applied.server === 'string' &&
      objects.length > 0 && { applied: { context: applied.context, server: applied.server, objects } }),
  };
}

/** A field of another type than the checks expect. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function isApplied(kept: unknown): kept is AppliedRecord {
  const { reference, uid, created } = (kept ?? {}) as Partial<AppliedRecord>;
  const named: unknown[] = [reference?.apiVersion, reference?.kind, reference?.name, uid];
  return named.every((text) => typeof text === 'string' && text !== '') && typeof created === 'boolean';
}

const keyOf = ({ reference: { apiVersion, kind, namespace, name } }: AppliedRecord): string =>
  JSON.stringify([apiVersion.split('/').slice(0, -1), kind, namespace ?? '', name]);

/**
 * What is applied after another run. An object that we made stays ours when it is applied again; one that somebody made anew
 * in between (another uid) is not.
 */
export function mergeApplied(
  before: readonly AppliedRecord[],
  now: readonly AppliedRecord[],
): readonly AppliedRecord[] {
  const merged = new Map(before.map((object) => [keyOf(object), object]));
  for (const object of now) {
    const known = merged.get(keyOf(object));
    const wasOurs = known?.uid === object.uid && known.created;
    merged.set(keyOf(object), { ...object, created: object.created || wasOurs });
  }
  return [...merged.values()];
}
