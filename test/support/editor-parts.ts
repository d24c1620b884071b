import type { CommandContext } from '../../src/commands/command.ts';
import { insertableCalls } from '../../src/core/tsql/assist/insert-call.ts';
import { clustersFor, type Knowledge, knownNames } from '../../src/core/tsql/assist/knowledge.ts';
import { snippetText } from '../../src/core/tsql/assist/suggestion.ts';
import { copyCall } from '../../src/core/tsql/copy/copy-call.ts';
import { judgeReadOnly } from '../../src/core/tsql/run/read-only.ts';
import { withoutValues } from '../../src/core/tsql/run/response-secrets.ts';
import { runDocument } from '../../src/core/tsql/run/run-document.ts';
import { planRun } from '../../src/core/tsql/run/run-plan.ts';
import { readRun } from '../../src/core/tsql/run/run-report.ts';
import { csvTable } from '../../src/core/tsql/run/text-table.ts';
import { DocumentConnections } from '../../src/host/document-connections.ts';
import { Responses } from '../../src/host/responses.ts';
import { RunHistory } from '../../src/host/run-history.ts';
import type { SqlPlace } from '../../src/host/sql-editor.ts';
import { FakeSession } from './fake-session.ts';
import { MemoryState } from './memory-backends.ts';

const assist = { insertableCalls, clustersFor, knownNames, snippetText };

type EditorContext = Pick<
  CommandContext,
  'knowledge' | 'newSession' | 'callTools' | 'editor' | 'responses' | 'history' | 'documentConnections'
>;

export interface EditorWorld {
  /** What stands in the text editor, and what commands put there. */
  readonly editor: {
    place: SqlPlace | undefined;
    readonly inserted: string[];
    mostEntries: number;
    knowledge: Knowledge;
  };
  /** The SQL Server that batches are sent to. */
  readonly session: FakeSession;
  readonly globalState: MemoryState;
  readonly workspaceState: MemoryState;
}

/** What commands about calls stand on, without VS Code and SQL Server; documents go to `open`. */
export function editorParts(
  open: (name: string, text: string) => void,
): EditorWorld & { readonly context: EditorContext } {
  const editor: EditorWorld['editor'] = {
    place: undefined,
    inserted: [],
    mostEntries: 50,
    knowledge: { clusters: [], credentials: [] },
  };
  const session = new FakeSession();
  const globalState = new MemoryState();
  const workspaceState = new MemoryState();
  const openBeside = (name: string, text: string): Promise<void> => {
    open(name, text);
    return Promise.resolve();
  };
  const context: EditorContext = {
    newSession: () => Promise.resolve(session),
    callTools: () =>
      Promise.resolve({ planRun, judgeReadOnly, readRun, runDocument, csvTable, copyCall, withoutValues, ...assist }),
    editor: {
      place: (call) => editor.place && { ...editor.place, ...(call && { offset: call.offset }) },
      insert: (snippet) => {
        editor.inserted.push(snippet);
        return Promise.resolve();
      },
    },
    knowledge: () => editor.knowledge,
    responses: new Responses({ openBeside }),
    history: new RunHistory(globalState, () => editor.mostEntries),
    documentConnections: new DocumentConnections(workspaceState),
  };
  return { context, editor, session, globalState, workspaceState };
}
