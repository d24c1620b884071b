import type { Answer, Place, Prompts } from '../host/prompts.ts';
import type { Step } from '../host/steps.ts';

/** Something with a default, changed by a question of its own. */
export interface Setting<S> {
  readonly label: string;
  /** What it is now, in a few words. */
  readonly now: (state: S) => string;
  readonly detail?: string;
  /** Absent in the list where it means nothing. */
  readonly applies: (state: S) => boolean;
  readonly ask: (state: S, place: Place) => Promise<Answer<S>>;
}

/** One step for all that need not be said: a list of settings with their values, until Done. Going back keeps what was changed. */
export const settingsStep =
  <S>(prompts: Pick<Prompts, 'choose'>, prompt: string, settings: readonly Setting<S>[]): Step<S> =>
  (first, place) => {
    const listed = settings.filter(({ applies }) => applies(first));
    if (listed.length === 0) return undefined;
    return async () => {
      let state = first;
      for (;;) {
        const answer = await prompts.choose<Setting<S> | undefined>({
          place,
          prompt,
          choices: [
            { label: 'Done', description: 'go on with these', value: undefined },
            ...listed.map((setting) => ({
              label: setting.label,
              description: setting.now(state),
              ...(setting.detail !== undefined && { detail: setting.detail }),
              value: setting,
            })),
          ],
        });
        if (answer.kind === 'back') return { kind: 'back', keep: state };
        if (answer.kind === 'cancel') return answer;
        if (answer.value === undefined) return { kind: 'value', value: state };
        const changed = await answer.value.ask(state, place);
        if (changed.kind === 'cancel') return changed;
        if (changed.kind === 'value') state = changed.value;
      }
    };
  };
