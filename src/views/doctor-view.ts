import * as vscode from 'vscode';
import { ContextKeys } from '../host/context-keys.ts';
import { Disposables } from '../host/disposables.ts';
import type { Disposable } from '../host/signal.ts';
import { views } from '../ids.ts';
import type { DoctorModel } from './doctor-model.ts';
import type { DoctorNode } from './doctor-nodes.ts';
import { doctorTooltip, presentDoctor, type DoctorPresentation } from './doctor-present.ts';

/** Puts the doctor’s model on screen: the tree, its progress and its context keys. */
export function showDoctor(model: DoctorModel): Disposable {
  const owned = new Disposables();
  const keys = new ContextKeys();
  const provider = new DoctorProvider(model);
  const view = owned.add(
    vscode.window.createTreeView(views.doctor, { treeDataProvider: provider, showCollapseAll: true }),
  );
  const progress = progressIn(model);
  const showState = (): void => {
    progress();
    keys.set('sqlkube.doctorRunning', model.isRunning);
    keys.set('sqlkube.doctorReport', model.run !== undefined && !model.isRunning);
  };
  owned.add(model.changed.on(showState));
  // The first broken link comes into sight, however small the view is.
  owned.add(
    model.finished.on(() => {
      const broken = model.allRows().find((node) => node.kind === 'check' && node.finding?.outcome === 'fail');
      if (!broken || !view.visible) return;
      // A run that follows may take the row away just then.
      const reveal = (row: DoctorNode): void =>
        void view.reveal(row, { select: false, focus: false }).then(undefined, () => undefined);
      provider.onceShown(broken, reveal);
    }),
  );
  showState();
  return owned;
}

/** The view’s own progress bar moves for as long as the run takes. */
function progressIn(model: DoctorModel): () => void {
  let end: (() => void) | undefined;
  return () => {
    if (model.isRunning === (end !== undefined)) return;
    if (end) {
      end();
      end = undefined;
      return;
    }
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    void vscode.window.withProgress({ location: { viewId: views.doctor } }, () => over);
  };
}

const collapsible = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

/** Maps the model’s nodes to tree items; decides nothing. */
class DoctorProvider implements vscode.TreeDataProvider<DoctorNode> {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #model: DoctorModel;
  #awaited: { readonly id: string; readonly shown: (row: DoctorNode) => void } | undefined;

  constructor(model: DoctorModel) {
    this.#model = model;
    model.changed.on(() => this.#changed.fire(undefined));
  }

  /**
   * Calls back once VS Code has fetched a row as it is now. Before, it knows the row by the id of its last state, and a reveal
   * ends in “Cannot resolve tree item”. A later call replaces an earlier one.
   */
  onceShown(node: DoctorNode, shown: (row: DoctorNode) => void): void {
    this.#awaited = { id: itemId(node, presentDoctor(this.#model, node)), shown };
  }

  getChildren(node?: DoctorNode): DoctorNode[] {
    return [...this.#model.rows(node)];
  }

  getParent(node: DoctorNode): DoctorNode | undefined {
    return this.#model.parentOf(node);
  }

  getTreeItem(node: DoctorNode): vscode.TreeItem {
    const shown = presentDoctor(this.#model, node);
    const item = new vscode.TreeItem(shown.label, collapsible[shown.collapsible]);
    item.id = itemId(node, shown);
    item.description = shown.description;
    item.tooltip = doctorTooltip(shown);
    item.contextValue = Object.entries(shown.context)
      .map(([key, value]) => `${key}=${value}`)
      .join(';');
    const { icon } = shown;
    if (icon !== undefined)
      item.iconPath = new vscode.ThemeIcon(
        icon.id,
        icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
      );
    item.accessibilityInformation = {
      label: [shown.label, shown.description].filter((part) => part !== '').join(', '),
    };
    if (shown.command !== undefined)
      item.command = { command: shown.command, title: shown.label, arguments: [{ id: node.id }] };
    const awaited = this.#awaited;
    if (awaited?.id === item.id) {
      this.#awaited = undefined;
      // VS Code registers the row right behind this call.
      setImmediate(() => awaited.shown(node));
    }
    return item;
  }
}

/** VS Code remembers the expansion by id, so a check that fails now needs another id to come up expanded. */
const itemId = (node: DoctorNode, shown: DoctorPresentation): string => `${node.id}/${shown.context['outcome'] ?? ''}`;
