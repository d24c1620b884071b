import assert from 'node:assert/strict';
import type {
  Answer,
  ChoiceQuestion,
  ManyQuestion,
  PathQuestion,
  Prompts,
  TextQuestion,
} from '../../src/host/prompts.ts';

/** What the scripted user does at one question: types, picks by label, goes back, or leaves. */
export type Act =
  | { readonly type: string }
  | { readonly pick: string }
  /** Ticks exactly these. */
  | { readonly tick: readonly string[] }
  /** Picks what cannot be taken: the reason is shown, and the question stays. */
  | { readonly pickRefused: string }
  | { readonly path: string }
  | { readonly confirm: boolean }
  | { readonly press: string | undefined }
  | 'keep'
  | 'back'
  | 'leave';

/** A user who follows a script. Typing something that the check refuses fails the test; so does a question too many. */
export class ScriptedPrompts implements Prompts {
  /** Everything that was shown, in order. */
  readonly seen: string[] = [];
  /** The choices of each list that was shown, with their descriptions. */
  readonly described: (readonly string[])[] = [];
  readonly #acts: Act[];

  constructor(...acts: Act[]) {
    this.#acts = acts;
  }

  /** Goes on with the script: for acts that are known only later. */
  follow(...acts: Act[]): void {
    this.#acts.push(...acts);
  }

  /** What was scripted and never asked for. */
  get left(): readonly Act[] {
    return this.#acts;
  }

  text(question: TextQuestion): Promise<Answer<string>> {
    this.#see(question, question.secret ? '' : (question.value ?? ''));
    const act = this.#next(question.prompt);
    if (act === 'back' || act === 'leave') return Promise.resolve({ kind: act === 'back' ? 'back' : 'cancel' });
    const typed =
      act === 'keep' ? (question.value ?? '') : 'type' in (act as object) ? (act as { type: string }).type : undefined;
    assert.ok(typed !== undefined, `a text was asked for: ${question.prompt}`);
    assert.equal(question.check(typed), undefined, `“${typed}” was refused`);
    return Promise.resolve({ kind: 'value', value: typed });
  }

  choose<T>(question: ChoiceQuestion<T>): Promise<Answer<T>> {
    this.#see(question, question.choices.map(({ label }) => label).join(' / '));
    this.described.push(question.choices.map(({ label, description }) => `${label}: ${description ?? ''}`));
    const act = this.#next(question.prompt);
    if (act === 'back' || act === 'leave') return Promise.resolve({ kind: act === 'back' ? 'back' : 'cancel' });
    if (typeof act === 'object' && 'pickRefused' in act) {
      const refused = question.choices.find(({ label }) => label === act.pickRefused);
      assert.ok(refused?.why !== undefined, `“${act.pickRefused}” can be taken at: ${question.prompt}`);
      this.seen.push(`refused: ${refused.why}`);
      return this.choose(question);
    }
    const wanted = typeof act === 'object' && 'pick' in act ? act.pick : undefined;
    const choice =
      act === 'keep'
        ? question.choices.find(({ value }) => value === question.current)
        : question.choices.find(({ label }) => label === wanted);
    assert.ok(choice, `no choice “${String(wanted)}” at: ${question.prompt}`);
    assert.equal(choice.why, undefined, 'a choice that cannot be taken was picked');
    return Promise.resolve({ kind: 'value', value: choice.value });
  }

  chooseMany<T>(question: ManyQuestion<T>): Promise<Answer<readonly T[]>> {
    this.#see(question, question.choices.map(({ label }) => label).join(' / '));
    const act = this.#next(question.prompt);
    if (act === 'back' || act === 'leave') return Promise.resolve({ kind: act === 'back' ? 'back' : 'cancel' });
    if (act === 'keep') return Promise.resolve({ kind: 'value', value: question.current });
    assert.ok('tick' in act && act.tick.length > 0, `some are to be ticked at: ${question.prompt}`);
    const odd = act.tick.filter((label) => !question.choices.some((choice) => choice.label === label));
    assert.deepEqual(odd, [], `no such choices at: ${question.prompt}`);
    const ticked = question.choices.filter(({ label }) => act.tick.includes(label));
    return Promise.resolve({ kind: 'value', value: ticked.map(({ value }) => value) });
  }

  pickPath({ kind, title, button }: PathQuestion): Promise<string | undefined> {
    this.seen.push(`${kind}: ${title} [${button}]`);
    const act = this.#next(title);
    if (act === 'leave') return Promise.resolve(undefined);
    assert.ok(typeof act === 'object' && 'path' in act, `a path was asked for: ${title}`);
    return Promise.resolve(act.path);
  }

  confirm(message: string, detail: string, button: string): Promise<boolean> {
    this.seen.push(`confirm: ${message} | ${detail} | ${button}`);
    const act = this.#next(message);
    assert.ok(typeof act === 'object' && 'confirm' in act, `a confirmation was asked for: ${message}`);
    return Promise.resolve(act.confirm);
  }

  tell(level: string, message: string, ...buttons: readonly string[]): Promise<string | undefined> {
    this.seen.push(`${level}: ${message}${buttons.map((button) => ` [${button}]`).join('')}`);
    if (buttons.length === 0) return Promise.resolve(undefined);
    const act = this.#next(message);
    assert.ok(typeof act === 'object' && 'press' in act, `a button was offered: ${message}`);
    return Promise.resolve(act.press);
  }

  progress<T>(title: string, run: (signal: AbortSignal, report: (doing: string) => void) => Promise<T>): Promise<T> {
    this.seen.push(`progress: ${title}`);
    return run(new AbortController().signal, () => undefined);
  }

  #see({ place, prompt }: Pick<TextQuestion, 'place' | 'prompt'>, detail: string): void {
    this.seen.push(`${place.title} ${place.step}/${place.of}: ${prompt} | ${detail}`);
  }

  #next(question: string): Act {
    const act = this.#acts.shift();
    assert.ok(act !== undefined, `nothing is scripted for: ${question}`);
    return act;
  }
}
