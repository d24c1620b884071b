import * as vscode from 'vscode';
import type { Disposable } from '../host/signal.ts';
import type { CallRef, CommandId, ResponseRef } from '../ids.ts';
import type { DocumentLinters } from './document-linters.ts';
import { idOf, toRange } from './places.ts';

const lens = (
  range: vscode.Range,
  title: string,
  command: CommandId,
  argument: CallRef | ResponseRef,
): vscode.CodeLens => new vscode.CodeLens(range, { title, command, arguments: [argument] });

/** Above each call: run its batch, take it away for another tool. */
export class CallLenses implements vscode.CodeLensProvider {
  readonly #linters: DocumentLinters;

  constructor(linters: DocumentLinters) {
    this.#linters = linters;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const calls = this.#linters.current(idOf(document))?.calls() ?? [];
    return calls
      .filter(({ target }) => target === 'rest')
      .flatMap((call) => {
        const range = toRange(document, call.keyword);
        const ref: CallRef = { uri: idOf(document), offset: call.keyword.start };
        return [
          lens(range, 'Run through SQL Server', 'sqlkube.call.run', ref),
          lens(range, 'Copy as kubectl', 'sqlkube.call.copyKubectl', ref),
        ];
      });
  }
}

/** What the document of a run leads to. */
export interface ResponseLinks {
  readonly sets: readonly { readonly line: number }[];
}

/** Above a response: the batch that ran, and each result set as CSV. */
export class ResponseLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #find: (title: string) => ResponseLinks | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  /**
   * VS Code asks for links a quarter of a second after an editor came up, and never when the editor lost the cursor before
   * that, as a response does (observed with 1.139). So it is told to ask once the cursor is back.
   */
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #opened: Disposable;

  constructor(find: (title: string) => ResponseLinks | undefined, whenOpened: (listener: () => void) => Disposable) {
    this.#find = find;
    this.#opened = whenOpened(() => this.#changed.fire());
  }

  dispose(): void {
    this.#opened.dispose();
    this.#changed.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const response = document.uri.path.slice(1);
    const found = this.#find(response);
    if (found === undefined) return [];
    const at = (line: number): vscode.Range => new vscode.Range(line, 0, line, 0);
    const ref = (set?: number): ResponseRef => ({ response, ...(set === undefined ? {} : { set }) });
    return [
      lens(at(0), 'Show the Batch That Ran', 'sqlkube.response.showBatch', ref()),
      ...found.sets.map(({ line }, set) => lens(at(line), 'Open as CSV', 'sqlkube.response.openCsv', ref(set))),
    ];
  }
}
