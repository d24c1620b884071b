import { at } from '../../core/kube/json.ts';
import { Collection, Revisions } from './collection.ts';
import { kubeTime } from './go-json.ts';
import { buildPod, uidOf } from './pod-builder.ts';
import { podAt } from './pod-life.ts';
import { eventsOf } from './seed/events.ts';
import { fleetNames, fleetNamespace, fleetPod } from './seed/fleet.ts';
import { buildScenario, randomFrom } from './seed/scenario.ts';
import type { StoredObject } from './stored-object.ts';

/** How the cluster's content is made. */
export interface StateOptions {
  /** Running pods in a namespace of their own. */
  readonly pods: number;
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

// How long a pod of the sandbox takes to end; a real one has up to its grace period.
const endingTakes = 2000;

const daysAgo = 90 * 86_400_000;

/** Everything the stand-in knows, and the handles by which tests and faults change it. */
export class KubeState {
  readonly revisions = new Revisions();
  readonly namespaces = new Collection(this.revisions);
  readonly pods = new Collection(this.revisions);
  readonly events = new Collection(this.revisions);
  readonly forbidden = new Set<string>();
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #ending: { readonly namespace: string; readonly name: string; readonly at: number }[] = [];

  constructor({ pods, seed, clock }: StateOptions) {
    this.#clock = clock;
    this.#random = randomFrom(seed + 1);
    const start = clock();
    const scenario = buildScenario(seed);
    for (const { name, phase, forbidden } of scenario.namespaces) {
      this.addNamespace(name, phase);
      if (forbidden) this.forbidden.add(name);
    }
    for (const each of scenario.pods) {
      this.pods.add(each.namespace, each.name, () => buildPod(each, start));
      for (const event of eventsOf(each, start)) this.events.add(each.namespace, event.metadata.name, () => event);
    }
    if (pods > 0) this.#addFleet(pods, start);
  }

  get now(): number {
    return this.#clock();
  }

  addNamespace(name: string, phase: 'Active' | 'Terminating' = 'Active'): void {
    const object: StoredObject = {
      metadata: {
        name,
        uid: uidOf(`namespace/${name}`),
        resourceVersion: '',
        creationTimestamp: kubeTime(this.#clock() - daysAgo),
        labels: { 'kubernetes.io/metadata.name': name },
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase },
    };
    this.namespaces.add('', name, () => object);
  }

  /** Stores a created pod, which comes up by itself within seconds. */
  addPod(namespace: string, object: StoredObject): void {
    const created = this.#clock();
    const node = `node-${1 + Math.floor(this.#random() * 3)}`;
    this.pods.add(namespace, object.metadata.name, () => podAt(object, created, node, this.#clock()));
  }

  /** Takes a pod away at once, as between two pages of a list. False when it was not there. */
  deletePod(namespace: string, name: string): boolean {
    return this.pods.remove(namespace, name);
  }

  /** Marks a pod as ending; it is gone a little later. Pods without a node are gone at once, as nobody has to stop them. */
  endPod(namespace: string, name: string, graceSeconds: number | undefined): StoredObject | undefined {
    const pod = this.pods.get(namespace, name);
    if (pod === undefined) return undefined;
    const now = this.#clock();
    const hasNode = at(pod, 'spec', 'nodeName') !== undefined;
    const grace = hasNode ? (graceSeconds ?? 30) : 0;
    const ending: StoredObject = {
      ...pod,
      metadata: {
        ...pod.metadata,
        generation: 2,
        deletionTimestamp: kubeTime(now + grace * 1000),
        deletionGracePeriodSeconds: grace,
      },
    };
    if (grace === 0) this.pods.remove(namespace, name);
    else {
      this.pods.replace(namespace, name, () => ending);
      this.#ending.push({ namespace, name, at: now + Math.min(grace * 1000, endingTakes) });
    }
    return ending;
  }

  /** Ends what is due; called before every request, so that nothing happens between them. */
  settle(): void {
    const now = this.#clock();
    while (this.#ending[0] !== undefined && this.#ending[0].at <= now) {
      const due = this.#ending.shift();
      if (due !== undefined) this.pods.remove(due.namespace, due.name);
    }
  }

  /** Makes every continue token that was handed out too old, as etcd's compaction does after some minutes. */
  expireContinueTokens(): void {
    this.revisions.compact();
    for (const collection of [this.namespaces, this.pods, this.events]) collection.prune();
  }

  /** Five letters for a generated name. */
  suffix(): string {
    const letters = 'bcdfghjklmnpqrstvwxz2456789';
    return Array.from({ length: 5 }, () => letters[Math.floor(this.#random() * letters.length)] ?? 'b').join('');
  }

  #addFleet(count: number, start: number): void {
    this.addNamespace(fleetNamespace);
    const names = fleetNames(count);
    this.pods.append(fleetNamespace, names, (index) => buildPod(fleetPod(names[index] ?? '', index), start));
  }
}
