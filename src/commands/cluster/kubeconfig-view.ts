import type { ClusterClient } from '../../cluster/client.ts';
import type { KubeconfigView } from '../../core/doctor/hands.ts';
import type { Failure } from '../../core/failure.ts';
import { textAt } from '../../core/kube/json.ts';
import { ok, type Result } from '../../core/result.ts';
import { clusterFailed } from './choose-cluster.ts';

/** What a context shows of its cluster: enough to tell it from another. Only reads. */
export async function kubeconfigView(
  client: ClusterClient,
  signal: AbortSignal,
): Promise<Result<KubeconfigView, Failure>> {
  const { name, server } = client.context;
  const version = await client.version(signal);
  if (!version.ok) return clusterFailed(version.error, { context: name });
  const system = await client.read({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' }, signal);
  const uid = system.ok ? textAt(system.value, 'metadata', 'uid') : undefined;
  return ok({ context: name, server, version: version.value, ...(uid === undefined ? {} : { uid }) });
}
