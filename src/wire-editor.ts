import * as vscode from 'vscode';
import type { Knowledge } from './core/tsql/assist/knowledge.ts';
import type { LintOptions } from './core/tsql/rules/lint-batch.ts';
import { Disposables } from './host/disposables.ts';
import { describeThrown } from './host/log.ts';
import type { Logger } from './host/log.ts';
import type { CallTools } from './commands/command.ts';
import type { ProfileStore } from './host/profile-store.ts';
import type { Responses } from './host/responses.ts';
import type { Settings } from './host/settings.ts';
import { Signal, type Disposable } from './host/signal.ts';
import { settingsSection } from './ids.ts';
import { registerCompletion } from './language/completion-starter.ts';
import { startAtFirstCall } from './language/starter.ts';

/** What the editor features take from the rest. */
interface EditorWiring {
  readonly home: vscode.Uri;
  readonly settings: Settings;
  readonly profiles: ProfileStore;
  readonly log: Logger;
  readonly responses: Responses;
  /** What the tree has read, for completion. */
  readonly knowledge: () => Knowledge;
}

/** The editor features, and the tools that commands share with them. */
interface WiredEditor extends Disposable {
  readonly callTools: () => Promise<CallTools>;
}

const load = () => import('./language-on-demand.ts');

/** The part of the wiring that serves the text editor: nothing of it is loaded before the first call is seen in a document. */
export function wireEditor({ home, settings, profiles, log, responses, knowledge }: EditorWiring): WiredEditor {
  const owned = new Disposables();
  const optionsChanged = new Signal<undefined>();
  const lintOptions = (): LintOptions | undefined => {
    const { lint } = settings;
    return lint && { ...lint, knownEndpoints: profiles.endpoints().map(({ profile }) => profile.url) };
  };
  owned.add(profiles.changed.on(() => optionsChanged.fire(undefined)));
  owned.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${settingsSection}.lint`)) optionsChanged.fire(undefined);
    }),
  );
  let features: ReturnType<typeof load> | undefined;
  const start = async (): ReturnType<typeof load> => {
    const tools = await load();
    owned.add(
      tools.startEditorFeatures({
        home,
        lintOptions,
        optionsChanged: optionsChanged.on,
        response: (title) => responses.find(title),
        responseOpened: responses.opened.on,
      }),
    );
    return tools;
  };
  const callTools = (): ReturnType<typeof load> => (features ??= start());
  const startQuietly = (): void => {
    callTools().catch((thrown: unknown) => log.error(`The editor features did not start: ${describeThrown(thrown)}`));
  };
  owned.add(startAtFirstCall(startQuietly));
  owned.add(
    registerCompletion(async (document, position) => {
      const { completionItems } = await callTools();
      return completionItems(document, position, knowledge());
    }),
  );
  return { callTools, dispose: () => owned.dispose() };
}
