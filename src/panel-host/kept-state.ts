import type { StateBackend } from '../host/approvals.ts';
import { stateKeys } from '../ids.ts';
import type { PanelState } from '../protocol/panel.ts';
import type { KeptState } from './diagnostics.ts';

/** Characters: VS Code reads all state of a workspace when its window opens, and warns of 512 kB. */
const most = 200_000;

/**
 * Keeps the panel’s state in workspaceState: errors belong to the window that they were met in. The newest entries are kept,
 * as far as they are not too long together.
 */
export function keptState(workspace: StateBackend): KeptState {
  return {
    read: () => workspace.get(stateKeys.panel),
    write: (state) => void workspace.update(stateKeys.panel, shortened(state)),
  };
}

function shortened(state: PanelState): PanelState {
  let left = most;
  const entries = state.entries.filter((entry) => {
    const { length } = JSON.stringify(entry);
    if (length > left) return false;
    left -= length;
    return true;
  });
  const { selected } = state;
  const isKept = selected !== undefined && entries.some(({ id }) => id === selected);
  return { entries, ...(isKept && { selected }) };
}
