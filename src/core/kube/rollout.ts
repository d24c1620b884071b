import { at, listAt, numberAt, textAt } from './json.ts';

/** How far a Deployment has come. */
export type Rollout =
  | { readonly state: 'ready'; readonly ready: number }
  | { readonly state: 'waiting'; readonly ready: number; readonly wanted: number }
  /** The Deployment gave up by its own deadline; `reason` is the controller's sentence. */
  | { readonly state: 'stuck'; readonly ready: number; readonly wanted: number; readonly reason: string };

/** Reads a Deployment as `kubectl rollout status` does: its latest generation seen, all pods new, all of them available. */
export function readRollout(deployment: unknown): Rollout {
  const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
  const count = (field: string): number => numberAt(deployment, 'status', field) ?? 0;
  const ready = Math.min(count('updatedReplicas'), count('availableReplicas'));
  const isSeen = count('observedGeneration') >= (numberAt(deployment, 'metadata', 'generation') ?? 0);
  const isDone = isSeen && ready >= wanted && count('replicas') === count('updatedReplicas');
  if (isDone) return { state: 'ready', ready };
  const late = listAt(deployment, 'status', 'conditions').find(
    (condition) => at(condition, 'type') === 'Progressing' && at(condition, 'reason') === 'ProgressDeadlineExceeded',
  );
  if (!isSeen || late === undefined) return { state: 'waiting', ready, wanted };
  return { state: 'stuck', ready, wanted, reason: textAt(late, 'message') ?? 'it gave no reason' };
}

/** What is known of where a Service can be reached from outside the cluster. */
export interface ServiceAddress {
  /** Addresses or names of a load balancer; empty until it has one, or when there is none. */
  readonly balancer: readonly string[];
  readonly clusterIp?: string;
  readonly port?: number;
  readonly nodePort?: number;
}

/** Reads it from the Service. */
export function readAddress(service: unknown): ServiceAddress {
  const [port] = listAt(service, 'spec', 'ports');
  const clusterIp = textAt(service, 'spec', 'clusterIP');
  const [number, nodePort] = [numberAt(port, 'port'), numberAt(port, 'nodePort')];
  return {
    balancer: listAt(service, 'status', 'loadBalancer', 'ingress').flatMap(
      (entry) => textAt(entry, 'ip') ?? textAt(entry, 'hostname') ?? [],
    ),
    ...(clusterIp === undefined || clusterIp === 'None' ? {} : { clusterIp }),
    ...(number === undefined ? {} : { port: number }),
    ...(nodePort === undefined ? {} : { nodePort }),
  };
}
