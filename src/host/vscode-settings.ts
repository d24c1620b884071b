import * as vscode from 'vscode';
import { settingsSection } from '../ids.ts';
import type { SettingsBackend } from './settings.ts';

/** VS Code's configuration under `sqlkube.`; the folder's value wins over the workspace file's. */
export const vscodeSettings: SettingsBackend = {
  get: (key) => configuration().get(key),
  inspect: (key) => {
    const found = configuration().inspect(key);
    return { user: found?.globalValue, workspace: found?.workspaceFolderValue ?? found?.workspaceValue };
  },
  updateUser: async (key, value) => {
    await configuration().update(key, value, vscode.ConfigurationTarget.Global);
  },
};

const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration(settingsSection);
