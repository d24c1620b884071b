import type { Answer, Place } from './prompts.ts';

/** An answer of a step; a step of several questions can go back and keep what was learnt in it so far. */
type StepAnswer<S> = Answer<S> | { readonly kind: 'back'; readonly keep?: S };

/** A question that is ready to be asked. */
type Question<S> = () => Promise<StepAnswer<S>>;

/**
 * One question: what asks it and answers the state with what was learnt, or undefined when it is not asked in this state. Is
 * called to count the questions too, so nothing may be asked before what it returns is called.
 */
export type Step<S> = (state: S, place: Place) => Question<S> | undefined;

/** A question that turns its answer into the next state. */
export const answered =
  <S, T>(ask: () => Promise<Answer<T>>, take: (value: T) => S): (() => Promise<Answer<S>>) =>
  async () => {
    const answer = await ask();
    return answer.kind === 'value' ? { kind: 'value', value: take(answer.value) } : answer;
  };

/**
 * Asks one after the other, with back. Going back keeps what was typed, since the state is carried; Esc gives undefined and
 * changes nothing. Counted are the questions that were asked and those that would be asked if nothing more were changed: the
 * total differs only after an answer that makes other questions.
 */
export async function runSteps<S>(title: string, steps: readonly Step<S>[], initial: S): Promise<S | undefined> {
  let state = initial;
  const asked: number[] = [];
  let index = 0;
  while (index < steps.length) {
    const step = asked.length + 1;
    const question = steps[index]?.(state, { title, step, of: asked.length + leftFrom(steps, index, state) });
    if (question === undefined) {
      index += 1;
      continue;
    }
    const answer = await question();
    if (answer.kind === 'cancel') return undefined;
    if (answer.kind === 'back') {
      if ('keep' in answer && answer.keep !== undefined) state = answer.keep;
      index = asked.pop() ?? 0;
      continue;
    }
    state = answer.value;
    asked.push(index);
    index += 1;
  }
  return state;
}

const nowhere: Place = { title: '', step: 1, of: 1 };

const leftFrom = <S>(steps: readonly Step<S>[], index: number, state: S): number =>
  steps.slice(index).filter((step) => step(state, nowhere) !== undefined).length;
