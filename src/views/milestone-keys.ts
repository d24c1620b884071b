import { ContextKeys } from '../host/context-keys.ts';
import { Disposables } from '../host/disposables.ts';
import type { Disposable } from '../host/signal.ts';
import { milestones } from './milestones.ts';
import type { Milestone, MilestoneParts } from './milestones.ts';

/** Keeps the keys of the milestones true: the walkthrough ticks its steps by them. What was reached once stays reached. */
export function showMilestones(parts: MilestoneParts): Disposable {
  const owned = new Disposables();
  const keys = new ContextKeys();
  const reached = new Set<string>();
  const show = (): void => {
    for (const [key, now] of Object.entries(milestones(parts)) as [Milestone, boolean][]) {
      if (now) reached.add(key);
      keys.set(key, reached.has(key));
    }
  };
  const { profiles, setups, expiries, model } = parts;
  for (const { changed } of [profiles, setups, expiries, model]) owned.add(changed.on(show));
  show();
  return owned;
}
