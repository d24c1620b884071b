import { decode } from '../../src/core/decode/text/decode.ts';
import type { CommandId } from '../../src/ids.ts';
import { Diagnostics } from '../../src/panel-host/diagnostics.ts';
import { keptState } from '../../src/panel-host/kept-state.ts';
import type { ToPanel } from '../../src/protocol/panel.ts';
import { MemoryState } from './memory-backends.ts';

/** The panel’s host side without VS Code: what it posts, runs and copies is collected. */
export interface MemoryDiagnostics {
  readonly diagnostics: Diagnostics;
  readonly posted: ToPanel[];
  readonly ran: { readonly command: CommandId; readonly row: object | undefined }[];
  readonly copied: string[];
  /** How often the panel was brought into view. */
  readonly revealed: { times: number };
  /** workspaceState. */
  readonly workspace: MemoryState;
}

export function memoryDiagnostics(
  redact: (text: string) => string,
  workspace: MemoryState = new MemoryState(),
): MemoryDiagnostics {
  const posted: ToPanel[] = [];
  const ran: { command: CommandId; row: object | undefined }[] = [];
  const copied: string[] = [];
  const revealed = { times: 0 };
  let ids = 0;
  const diagnostics = new Diagnostics({
    decode: (text) => Promise.resolve(decode(text)),
    redact,
    copy: (text) => {
      copied.push(text);
      return Promise.resolve();
    },
    run: (command, row) => {
      ran.push({ command, row });
      return Promise.resolve();
    },
    reveal: () => {
      revealed.times += 1;
      return Promise.resolve();
    },
    now: () => new Date(Date.UTC(2026, 0, 1, 12)),
    newId: () => `e${(ids += 1)}`,
    kept: keptState(workspace),
  });
  diagnostics.onMessage((message) => posted.push(message));
  return { diagnostics, posted, ran, copied, revealed, workspace };
}
