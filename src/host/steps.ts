import type { Answer, Place } from './prompts.ts';

/** One question: asks, and answers the state with what was learnt, or undefined to be skipped for this state. */
export type Step<S> = (state: S, place: Place) => Promise<Answer<S>> | undefined;

/** Turns an answer into the next state. */
export async function answered<S, T>(asked: Promise<Answer<T>>, take: (value: T) => S): Promise<Answer<S>> {
  const answer = await asked;
  return answer.kind === 'value' ? { kind: 'value', value: take(answer.value) } : answer;
}

/**
 * Asks one after the other, with back. Going back keeps what was typed, since the state is carried; Esc gives undefined and
 * changes nothing. Steps that skip themselves are not counted.
 */
export async function runSteps<S>(title: string, steps: readonly Step<S>[], initial: S): Promise<S | undefined> {
  let state = initial;
  const asked: number[] = [];
  let index = 0;
  while (index < steps.length) {
    const place = {
      title,
      step: asked.length + 1,
      of: Math.max(steps.length - skippedBefore(asked, index), asked.length + 1),
    };
    const question = steps[index]?.(state, place);
    if (question === undefined) {
      index += 1;
      continue;
    }
    const answer = await question;
    if (answer.kind === 'cancel') return undefined;
    if (answer.kind === 'back') {
      index = asked.pop() ?? 0;
      continue;
    }
    state = answer.value;
    asked.push(index);
    index += 1;
  }
  return state;
}

const skippedBefore = (asked: readonly number[], index: number): number => index - asked.length;
