import { podFacts } from '../core/kube/pod-facts.ts';
import { podRow } from '../core/kube/pod-status.ts';
import type { PodRow } from '../core/kube/pod.ts';
import type { SqlRow } from './driver-contract.ts';
import { json, text } from './fields.ts';

/**
 * A row of the full list's projection as kubectl prints it; undefined without a name. `now` in milliseconds since 1970,
 * best by the cluster's own clock. The columns go back to their places in a pod, for the one reader of pods there is.
 */
export function podRowFromProjection(row: SqlRow, namespace: string, now: number): PodRow | undefined {
  if (text(row, 'name') === undefined) return undefined;
  const pod = {
    metadata: {
      name: text(row, 'name'),
      namespace,
      creationTimestamp: text(row, 'created'),
      deletionTimestamp: text(row, 'deleted'),
    },
    spec: {
      nodeName: text(row, 'node'),
      containers: json(row, 'containers'),
      initContainers: json(row, 'initContainers'),
    },
    status: {
      phase: text(row, 'phase'),
      reason: text(row, 'reason'),
      podIP: text(row, 'ip'),
      conditions: json(row, 'conditions'),
      containerStatuses: json(row, 'containerStatuses'),
      initContainerStatuses: json(row, 'initContainerStatuses'),
    },
  };
  return podRow(podFacts(pod), now);
}
