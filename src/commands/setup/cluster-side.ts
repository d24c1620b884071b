import type { Failure } from '../../core/failure.ts';
import { ok, type Result } from '../../core/result.ts';
import { clusterSide as sideOf, type ClusterChoices, type ClusterSide } from '../../core/setup/cluster-steps.ts';
import type { SetupRecord } from '../../host/setup-store.ts';

/** The cluster admin's half, when its choices are known; without them the book begins at SQL Server's side, and says so. */
export function clusterSide(record: SetupRecord): Result<ClusterSide, Failure> {
  const choices = record.cluster as ClusterChoices | undefined;
  if (choices === undefined) return ok({ steps: [], files: [] });
  const side = sideOf(choices);
  return side.ok ? ok(side.value) : ok({ steps: [], files: [] });
}
