import type { ClusterClient, Kubeconfig } from '../../src/cluster/client.ts';
import type { KubeObject, ObjectReference } from '../../src/cluster/objects.ts';
import type { ClusterFailure } from '../../src/core/kube/cluster-failure.ts';
import { err, ok, type Result } from '../../src/core/result.ts';

type Verb = 'read' | 'dryRun' | 'apply' | 'remove';

const keyOf = ({ kind, namespace, name }: Pick<ObjectReference, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace ?? ''}/${name}`;

const missing = (key: string): ClusterFailure => ({
  kind: 'not-found',
  status: { kind: 'Status', code: 404, message: `${key} not found` },
});

/** A cluster in memory that keeps what is applied, knows that namespaces come first, and fails where a test says so. */
export class FakeKube {
  readonly objects = new Map<string, KubeObject & { readonly metadata: { readonly uid: string } }>();
  /** Answers instead of the cluster; undefined lets it through. */
  fault: (verb: Verb, key: string) => ClusterFailure | undefined = () => undefined;
  readonly calls: string[] = [];
  readonly server = 'https://prod.example:6443';
  #uids = 0;

  readonly client: ClusterClient = {
    context: { name: 'prod', server: this.server, verified: true },
    version: () => Promise.resolve(ok('v1.36.0')),
    ensure: () => Promise.reject(new Error('nobody ensures here')),
    read: (reference) => Promise.resolve(this.#read(reference)),
    readConfigMap: () => Promise.resolve(ok({})),
    apply: (object) => Promise.resolve(this.#apply(object, 'apply')),
    dryRun: (object) => Promise.resolve(this.#apply(object, 'dryRun')),
    listNames: ({ kind, namespace }) =>
      Promise.resolve(
        ok(
          [...this.objects.values()]
            .filter((one) => one.kind === kind && one.metadata.namespace === namespace)
            .map(({ metadata }) => metadata.name),
        ),
      ),
    remove: (reference) => {
      const key = keyOf(reference);
      this.calls.push(`remove ${key}`);
      const failure = this.fault('remove', key);
      if (failure !== undefined) return Promise.resolve(err(failure));
      return Promise.resolve(this.objects.delete(key) ? ok({ pending: false }) : err(missing(key)));
    },
    requestToken: () => Promise.reject(new Error('nobody asks for a token here')),
    mayI: () => Promise.resolve(ok({ allowed: true })),
    whoAmI: () => Promise.resolve(ok({ user: 'me', groups: [] })),
  };

  /** A kubeconfig with this cluster alone. */
  get kubeconfig(): Kubeconfig {
    const { context } = this.client;
    return { contexts: [context], current: context.name, connect: () => ok(this.client) };
  }

  #read(reference: ObjectReference): Result<unknown, ClusterFailure> {
    const key = keyOf(reference);
    const failure = this.fault('read', key);
    const found = this.objects.get(key);
    if (failure !== undefined) return err(failure);
    return found === undefined ? err(missing(key)) : ok(found);
  }

  #apply(object: KubeObject, verb: 'apply' | 'dryRun'): Result<{ created: boolean; object: unknown }, ClusterFailure> {
    const { kind, metadata } = object;
    const key = keyOf({ kind, ...metadata });
    this.calls.push(`${verb} ${key}`);
    const failure = this.fault(verb, key);
    if (failure !== undefined) return err(failure);
    if (metadata.namespace !== undefined && !this.objects.has(`Namespace /${metadata.namespace}`)) {
      return err(missing(`namespace ${metadata.namespace}`));
    }
    const there = this.objects.get(key);
    const uid = there?.metadata.uid ?? `uid-${(this.#uids += 1)}`;
    const kept = { ...object, metadata: { ...metadata, uid } };
    if (verb === 'apply') this.objects.set(key, this.#withStatus(kept));
    return ok({ created: there === undefined, object: kept });
  }

  /** Deployments are ready at once, and load balancers have an address. */
  #withStatus<T extends KubeObject>(object: T): T {
    if (object.kind === 'Deployment') {
      const count = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
      return { ...object, status: { ...count, observedGeneration: 1 } };
    }
    if (object.kind === 'Service') return { ...object, status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } };
    return object;
  }
}
