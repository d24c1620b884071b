import type { ClusterNode } from '../../src/views/cluster-nodes.ts';
import { present } from '../../src/views/cluster-present.ts';
import { isUnread, rowsBelow } from '../../src/views/cluster-rows.ts';
import type { ClustersModel } from '../../src/views/clusters-model.ts';

/**
 * The tree as text, one row a line: `label | description`, indented. Reads nothing; what VS Code would show as collapsed and
 * unread ends in ` ▸`.
 */
export function treeText(model: ClustersModel): string {
  const lines = (nodes: readonly ClusterNode[], depth: number): string[] =>
    nodes.flatMap((node) => {
      const shown = present(model, node);
      const unread = shown.collapsible !== 'none' && isUnread(model, node);
      const text = [shown.label, shown.description].filter((part) => part !== '').join(' | ');
      return [`${'  '.repeat(depth)}${text}${unread ? ' ▸' : ''}`, ...lines(rowsBelow(model, node), depth + 1)];
    });
  return lines(rowsBelow(model, undefined), 0).join('\n');
}
