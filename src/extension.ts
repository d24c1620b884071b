import * as vscode from 'vscode';
import type { CommandId } from './ids.ts';
import type { CommandHandler, TestApi, Wired } from './wiring.ts';

/**
 * Registers the commands of the manifest and returns, so that VS Code waits for nothing else: no network, no files, no
 * heavy imports. All that stands behind the commands and views is loaded right after; a command that is run sooner waits.
 */
export function activate(context: vscode.ExtensionContext): { readonly wired: Promise<TestApi> } {
  const handlers = new Map<CommandId, CommandHandler>();
  const loading = afterActivation().then(async () => {
    const { wire } = await import('./wiring.ts');
    return wire(context, (id, handler) => void handlers.set(id, handler));
  });
  for (const id of commandsOf(context)) {
    const run = async (...args: never[]): Promise<void> => {
      await loading;
      await handlers.get(id)?.(...args);
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
  wired = loading;
  return { wired: loading.then(({ api }) => api) };
}

/** Closes connections and ends the sandbox; VS Code waits for it for a few seconds. */
export async function deactivate(): Promise<void> {
  await (await wired)?.dispose();
  wired = undefined;
}

let wired: Promise<Wired> | undefined;

const afterActivation = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A test holds the manifest to the table of commands, in both directions. */
function commandsOf({ extension }: vscode.ExtensionContext): readonly CommandId[] {
  const { contributes } = extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
  };
  return contributes.commands.map(({ command }) => command);
}
