import assert from 'node:assert/strict';
import type { Answer, TextQuestion } from '../../src/host/prompts.ts';
import { ScriptedPrompts, type Act } from './scripted-prompts.ts';

/** What breaks out of something: T-SQL, YAML, nginx, shells, templates, lines, C strings. */
const hostile = ["'", ']', ';', '}', '$', '$(TOKEN)', '`', '\n', '#', '{{', '\u2028', '\0'] as const;

/** Alone, and around and inside a text that is good by itself. */
const around = (good: string): readonly string[] =>
  hostile.flatMap((text) => [text, `${good}${text}`, `${text}${good}`, `${good}${text}${good}`]);

/** A hostile text that a box took. */
export interface Taken {
  /** Which box, in the order in which they were asked. */
  readonly box: number;
  readonly prompt: string;
  readonly text: string;
}

/** Follows a script, and tries every hostile text at every box on the way; what is refused has to say so in a sentence. */
export class TryingPrompts extends ScriptedPrompts {
  readonly taken: Taken[] = [];
  tried = 0;
  #box = 0;

  override async text(question: TextQuestion): Promise<Answer<string>> {
    const box = this.#box;
    this.#box += 1;
    const answer = await super.text(question);
    if (answer.kind !== 'value') return answer;
    for (const text of around(answer.value)) {
      this.tried += 1;
      const refusal = question.check(text);
      if (refusal === undefined) this.taken.push({ box, prompt: question.prompt, text });
      // A whole sentence, without the text's own control characters.
      else
        assert.match(
          refusal,
          /^[^\p{Cc}\u2028\u2029]{12,400}\.$/u,
          `at ${question.prompt}: ${JSON.stringify(refusal)}`,
        );
    }
    return answer;
  }
}

/** Follows the same script but for one box, into which it types a hostile text; a box that wants it again gets it again. */
export class TypingPrompts extends ScriptedPrompts {
  readonly #taken: Taken;
  #box = 0;

  constructor(taken: Taken, ...acts: Act[]) {
    super(...acts);
    this.#taken = taken;
  }

  override async text(question: TextQuestion): Promise<Answer<string>> {
    const box = this.#box;
    this.#box += 1;
    const { text } = this.#taken;
    const answer = await super.text({ ...question, check: () => undefined });
    if (answer.kind !== 'value') return answer;
    if (box === this.#taken.box) return { kind: 'value', value: text };
    if (question.check(answer.value) === undefined) return answer;
    assert.equal(question.check(text), undefined, `neither was taken at: ${question.prompt}`);
    return { kind: 'value', value: text };
  }
}
