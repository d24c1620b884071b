import * as vscode from 'vscode';
import type { ClusterNode } from './cluster-nodes.ts';
import { contextValue, present } from './cluster-present.ts';
import type { Icon, Presentation } from './cluster-present.ts';
import { isUnread, rowsBelow } from './cluster-rows.ts';
import { tooltip } from './cluster-tooltip.ts';
import type { ClustersModel } from './clusters-model.ts';
import { linkedCommands } from './tooltip-markdown.ts';

/** Maps the model's nodes to tree items; decides nothing. */
export class ClustersProvider implements vscode.TreeDataProvider<ClusterNode> {
  readonly #changed = new vscode.EventEmitter<ClusterNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #model: ClustersModel;
  /** VS Code finds rows by identity, so a notice must carry the very object that it was given. */
  readonly #given = new Map<string, ClusterNode>();
  readonly #icons = new MadeOnce(themeIcon);
  readonly #contextValues = new MadeOnce(contextValue);

  constructor(model: ClustersModel) {
    this.#model = model;
    model.changed.on((node) => {
      this.#changed.fire(node && this.#nearestGiven(node));
    });
  }

  async getChildren(node?: ClusterNode): Promise<ClusterNode[]> {
    if (node && isUnread(this.#model, node)) await this.#model.refresh(node);
    const rows = [...rowsBelow(this.#model, node)];
    if (node) this.#given.set(node.id, node);
    // Pods are many; one is remembered when it is expanded.
    for (const row of rows) if (row.kind !== 'pod') this.#given.set(row.id, row);
    return rows;
  }

  getParent(node: ClusterNode): ClusterNode | undefined {
    return node.kind === 'connection' || node.kind === 'setting' ? undefined : node.parent;
  }

  getTreeItem(node: ClusterNode): vscode.TreeItem {
    const shown = present(this.#model, node);
    const item = new vscode.TreeItem(shown.label, collapsible[shown.collapsible]);
    item.id = itemId(node, shown);
    item.description = shown.description;
    item.contextValue = this.#contextValues.of(shown.context);
    item.iconPath = this.#icons.of(shown.icon);
    if (shown.command !== undefined)
      item.command = { command: shown.command, title: shown.label, arguments: [argument(node)] };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: ClusterNode): vscode.TreeItem {
    const text = tooltip(this.#model, node);
    if (text === '') {
      const { label, description } = present(this.#model, node);
      item.tooltip = [label, description].filter((part) => part !== '').join(', ');
      return item;
    }
    const markdown = new vscode.MarkdownString(text);
    markdown.isTrusted = { enabledCommands: linkedCommands };
    item.tooltip = markdown;
    return item;
  }

  #nearestGiven(node: ClusterNode): ClusterNode | undefined {
    for (let at: ClusterNode | undefined = node; at; at = this.getParent(at)) {
      const given = this.#given.get(at.id);
      if (given) return given;
    }
    return undefined;
  }
}

/** 50,000 rows of a few kinds share what is the same in all of a kind. */
class MadeOnce<Key extends object, Made> {
  readonly #made = new WeakMap<Key, Made>();
  readonly #make: (key: Key) => Made;

  constructor(make: (key: Key) => Made) {
    this.#make = make;
  }

  of(key: Key): Made {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#make(key);
    this.#made.set(key, made);
    return made;
  }
}

const themeIcon = ({ id, color }: Icon): vscode.ThemeIcon =>
  new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

const collapsible = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

/** VS Code remembers the expansion by id, so a connection that just opened needs another id to come up expanded. */
function itemId(node: ClusterNode, shown: Presentation): string {
  return node.kind === 'connection' && shown.collapsible === 'expanded' ? `${node.id}/open` : node.id;
}

/** Commands on a note act on the row that the note stands in. */
const argument = (node: ClusterNode): ClusterNode => (node.kind === 'note' ? node.parent : node);
