import * as vscode from 'vscode';
import { ContextKeys } from '../host/context-keys.ts';
import { Disposables } from '../host/disposables.ts';
import { describeThrown } from '../host/log.ts';
import type { Logger } from '../host/log.ts';
import type { ProfileStore } from '../host/profile-store.ts';
import type { Sandbox } from '../host/sandbox.ts';
import type { Settings } from '../host/settings.ts';
import type { Disposable } from '../host/signal.ts';
import { settingsSection, views } from '../ids.ts';
import { ClustersProvider } from './clusters-provider.ts';
import type { ClustersModel } from './clusters-model.ts';
import { filterInWords } from './pod-filter.ts';
import { RefreshTimer } from './refresh-timer.ts';
import { ViewMessage } from './view-message.ts';

interface ViewParts {
  readonly model: ClustersModel;
  readonly profiles: ProfileStore;
  readonly sandbox: Sandbox;
  readonly settings: Settings;
  readonly log: Logger;
}

/** Puts the model on screen: the tree, its title, its progress, its context keys and its timer. */
export function showClusters(parts: ViewParts): Disposable {
  const { model, profiles, sandbox, settings, log } = parts;
  const owned = new Disposables();
  const keys = new ContextKeys();
  const provider = new ClustersProvider(model);
  const view = owned.add(
    vscode.window.createTreeView(views.clusters, { treeDataProvider: provider, showCollapseAll: true }),
  );
  const message = owned.add(
    new ViewMessage({
      show: (text) => {
        view.message = text;
      },
      after,
    }),
  );
  const timer = owned.add(
    new RefreshTimer({
      intervalSeconds: () => settings.wholeNumber('refresh.intervalSeconds', { low: 0, high: 86_400, fallback: 0 }),
      isVisible: () => view.visible,
      refresh: () => model.refreshAll('quiet'),
      after,
      failed: (thrown) => log.error(`Timed refresh: ${describeThrown(thrown)}`),
    }),
  );
  const showState = (): void => {
    const words = filterInWords(model.filter);
    message.update(words, model.work.doing);
    keys.set('sqlkube.working', model.work.busy);
    keys.set('sqlkube.filtered', model.filter.text !== '');
    keys.set('sqlkube.problemsOnly', model.filter.problemsOnly);
    keys.set('sqlkube.sandboxRunning', sandbox.isRunning);
  };
  const showProfiles = (): void => {
    keys.set('sqlkube.hasConnections', vscode.workspace.isTrusted && profiles.connections().length > 0);
  };
  const progress = progressIn(model);
  owned.add(
    model.work.changed.on(() => {
      progress();
      showState();
    }),
  );
  owned.add(model.changed.on(showState));
  owned.add(sandbox.changed.on(showState));
  owned.add(profiles.changed.on(showProfiles));
  owned.add(view.onDidChangeVisibility(() => timer.update()));
  owned.add(
    view.onDidCollapseElement(({ element }) => {
      if (element.kind === 'pod') model.readings.fold(element, true);
    }),
  );
  owned.add(
    view.onDidExpandElement(({ element }) => {
      if (element.kind === 'pod') model.readings.fold(element, false);
    }),
  );
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => profiles.changed.fire(undefined)));
  owned.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(settingsSection)) return;
      profiles.changed.fire(undefined);
      timer.update();
    }),
  );
  showState();
  showProfiles();
  timer.update();
  return owned;
}

const after = (delay: number, run: () => void): Disposable => {
  const timeout = setTimeout(run, delay);
  return { dispose: () => clearTimeout(timeout) };
};

/** The view's own progress bar moves from the first job's start to the last one's end. */
function progressIn(model: ClustersModel): () => void {
  let end: (() => void) | undefined;
  return () => {
    if (model.work.busy === (end !== undefined)) return;
    if (end) {
      end();
      end = undefined;
      return;
    }
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    void vscode.window.withProgress({ location: { viewId: views.clusters } }, () => over);
  };
}
