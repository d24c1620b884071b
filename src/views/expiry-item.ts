import * as vscode from 'vscode';
import { Disposables } from '../host/disposables.ts';
import type { Expiries } from '../host/expiries.ts';
import type { ProfileStore } from '../host/profile-store.ts';
import type { Disposable } from '../host/signal.ts';
import type { CommandId } from '../ids.ts';
import { followExpiries } from './expiry-status.ts';

interface Parts {
  readonly profiles: ProfileStore;
  readonly expiries: Expiries;
  readonly isTrusted: () => boolean;
  /** Dates changed, so rows that speak of them are to be drawn again. */
  readonly changed: () => void;
}

const showExpiry: CommandId = 'sqlkube.expiry.review';

/** The item of the status bar that says what ends first; it hides while nothing is known to end. */
export function showExpiries({ profiles, expiries, isTrusted, changed }: Parts): Disposable {
  const owned = new Disposables();
  const item = owned.add(vscode.window.createStatusBarItem('sqlkube.expiry', vscode.StatusBarAlignment.Right, 50));
  item.name = 'SQL Kube: Expiry';
  item.command = showExpiry;
  const follow = owned.add(
    followExpiries({
      endpoints: () => (isTrusted() ? profiles.endpoints().map(({ profile }) => profile) : []),
      linesOf: (endpoint) => expiries.lines(endpoint, new Date()),
      show: (status) => {
        if (status === undefined) {
          item.hide();
          return;
        }
        item.text = status.text;
        item.tooltip = status.tooltip;
        item.backgroundColor =
          status.level === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${status.level}Background`);
        item.show();
      },
      every: (milliseconds, run) => {
        const timer = setInterval(run, milliseconds);
        return { dispose: () => clearInterval(timer) };
      },
    }),
  );
  owned.add(profiles.changed.on(follow.update));
  owned.add(
    expiries.changed.on(() => {
      follow.update();
      changed();
    }),
  );
  return owned;
}
