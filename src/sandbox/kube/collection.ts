import type { StoredObject } from './stored-object.ts';

/** Counts changes; every change of any object takes the next number, as etcd does. */
export class Revisions {
  #current = 1000;
  #compacted = 0;

  get current(): number {
    return this.#current;
  }

  get compacted(): number {
    return this.#compacted;
  }

  next(): number {
    return ++this.#current;
  }

  /** Forgets all states before now. */
  compact(): void {
    this.#compacted = this.next();
  }
}

/** One version of one object: there from one revision on, until it was replaced or deleted. */
interface Version {
  readonly namespace: string;
  readonly name: string;
  readonly added: number;
  removed?: number;
  /** Made when it is looked at, so that 50,000 pods cost little until someone lists them. */
  readonly make: () => StoredObject;
}

/** What a page of a list is asked with. */
export interface PageRequest {
  /** Absent: all namespaces, in their order. */
  readonly namespace?: string;
  readonly revision: number;
  /** Go on behind this object. */
  readonly after?: { readonly namespace: string; readonly name: string };
  /** Infinity for no limit. */
  readonly limit: number;
  readonly matches?: (object: StoredObject) => boolean;
}

/** A page, and what is left behind it. */
export interface Page {
  readonly items: readonly StoredObject[];
  /** The object to go on behind, when anything is left. */
  readonly last?: { readonly namespace: string; readonly name: string };
  /** Objects left, whether they match or not. */
  readonly remaining: number;
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** All objects of one resource, with as much history as consistent paging needs. */
export class Collection {
  readonly #revisions: Revisions;
  readonly #spaces = new Map<string, Version[]>();

  constructor(revisions: Revisions) {
    this.#revisions = revisions;
  }

  /** Adds an object that is not there. */
  add(namespace: string, name: string, make: () => StoredObject): void {
    const versions = this.#versionsIn(namespace);
    versions.splice(this.#firstBehind(versions, name), 0, { namespace, name, added: this.#revisions.next(), make });
  }

  /** Adds many at once; names are in order and behind all that are there. */
  append(namespace: string, names: readonly string[], make: (index: number) => StoredObject): void {
    const versions = this.#versionsIn(namespace);
    for (const [index, name] of names.entries()) {
      versions.push({ namespace, name, added: this.#revisions.next(), make: () => make(index) });
    }
  }

  get(namespace: string, name: string): StoredObject | undefined {
    const version = this.#present(namespace, name);
    return version === undefined ? undefined : this.#read(version);
  }

  has(namespace: string, name: string): boolean {
    return this.#present(namespace, name) !== undefined;
  }

  /** Puts a new version in the place of an object that is there. */
  replace(namespace: string, name: string, make: () => StoredObject): void {
    this.remove(namespace, name);
    this.add(namespace, name, make);
  }

  /** False when there is no such object. */
  remove(namespace: string, name: string): boolean {
    const version = this.#present(namespace, name);
    if (version === undefined) return false;
    version.removed = this.#revisions.next();
    return true;
  }

  /** Forgets what had gone by the last compaction. */
  prune(): void {
    const { compacted } = this.#revisions;
    for (const [namespace, versions] of this.#spaces) {
      this.#spaces.set(
        namespace,
        versions.filter(({ removed }) => removed === undefined || removed > compacted),
      );
    }
  }

  /** One page as of a revision. */
  page(request: PageRequest): Page {
    const items: StoredObject[] = [];
    let last: Version | undefined;
    let remaining = 0;
    for (const version of this.#behind(request)) {
      if (items.length >= request.limit) {
        remaining++;
        continue;
      }
      last = version;
      const object = this.#read(version);
      if (request.matches?.(object) ?? true) items.push(object);
    }
    return {
      items,
      remaining,
      ...(remaining === 0 || last === undefined ? {} : { last: { namespace: last.namespace, name: last.name } }),
    };
  }

  *#behind({ namespace, revision, after }: PageRequest): Generator<Version> {
    const namespaces = namespace === undefined ? [...this.#spaces.keys()].sort(compare) : [namespace];
    for (const space of namespaces) {
      if (after !== undefined && space < after.namespace) continue;
      const versions = this.#spaces.get(space) ?? [];
      const start = after?.namespace === space ? this.#firstBehind(versions, after.name) : 0;
      for (let index = start; index < versions.length; index++) {
        const version = versions[index];
        if (version !== undefined && isVisible(version, revision)) yield version;
      }
    }
  }

  #read({ make, added }: Version): StoredObject {
    const object = make();
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(added) } };
  }

  #versionsIn(namespace: string): Version[] {
    const found = this.#spaces.get(namespace);
    if (found !== undefined) return found;
    const made: Version[] = [];
    this.#spaces.set(namespace, made);
    return made;
  }

  #present(namespace: string, name: string): Version | undefined {
    const versions = this.#spaces.get(namespace) ?? [];
    const version = versions[this.#firstBehind(versions, name) - 1];
    return version?.name === name && version.removed === undefined ? version : undefined;
  }

  /** Binary search: where the first name behind `name` is. */
  #firstBehind(versions: readonly Version[], name: string): number {
    let [low, high] = [0, versions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((versions[middle]?.name ?? '') <= name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const isVisible = ({ added, removed }: Version, revision: number): boolean =>
  added <= revision && (removed === undefined || removed > revision);
