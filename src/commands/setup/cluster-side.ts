import type { Failure } from '../../core/failure.ts';
import { ok, type Result } from '../../core/result.ts';
import { readClusterRecord } from '../../core/setup/cluster-record.ts';
import { clusterSide as sideOf, type ClusterSide } from '../../core/setup/cluster-steps.ts';
import type { SetupRecord } from '../../host/setup-store.ts';

/** The cluster admin's half, when its choices are known; without them the book begins at SQL Server's side, and says so. */
export function clusterSide(record: SetupRecord): Result<ClusterSide, Failure> {
  const { access, wish, newNamespaces } = readClusterRecord(record.cluster);
  if (access === undefined || wish === undefined) return ok({ steps: [], files: [] });
  const side = sideOf({ access, wish, newNamespaces });
  return side.ok ? ok(side.value) : ok({ steps: [], files: [] });
}
