import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ReadOnlyDocuments } from './host/documents.ts';
import type { Files } from './host/file-writer.ts';
import type { Prompts } from './host/prompts.ts';

/** Made with the first file that is written. */
export function fileWriter(prompts: Prompts, documents: ReadOnlyDocuments): Files {
  const folders = (): readonly string[] =>
    (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  const make = async (): Promise<Files> =>
    (await import('./on-demand.ts')).createDiskWriter({
      prompts,
      preview: {
        text: (name, text) => documents.open(name, text),
        difference: (title, path, name, text) => documents.difference(title, path, name, text),
      },
      homes: () => (folders().length > 0 ? folders() : [homedir()]),
      isUnsaved: (path) =>
        vscode.workspace.textDocuments.some(
          ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath === path,
        ),
      newId: () => crypto.randomUUID(),
    });
  let made: Promise<Files> | undefined;
  const writer = (): Promise<Files> => (made ??= make());
  return {
    chooseFolder: async (place, name) => await (await writer()).chooseFolder(place, name),
    read: async (folder, name) => await (await writer()).read(folder, name),
    write: async (what, folder, plan) => await (await writer()).write(what, folder, plan),
  };
}
