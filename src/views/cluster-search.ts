import type { ClusterNode } from './cluster-nodes.ts';
import { rowsBelow } from './cluster-rows.ts';
import type { ClustersModel } from './clusters-model.ts';

/** Finds a row by its id among what is loaded; descends only where the id can be. */
export function findNode(model: ClustersModel, id: string): ClusterNode | undefined {
  const search = (rows: readonly ClusterNode[]): ClusterNode | undefined => {
    for (const row of rows) {
      if (row.id === id) return row;
      const below = mayHold(row, id) ? search(rowsBelow(model, row)) : undefined;
      if (below) return below;
    }
    return undefined;
  };
  return search(rowsBelow(model, undefined));
}

/** Ids of namespaces and below start with their namespace's id; ids above do not nest. */
function mayHold(row: ClusterNode, id: string): boolean {
  if (row.kind === 'connection' || row.kind === 'endpoint') return true;
  return (row.kind === 'namespace' || row.kind === 'pod') && id.startsWith(`${row.id}/`);
}
