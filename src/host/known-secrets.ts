import { redact } from '../core/redact.ts';
import type { Prompts } from './prompts.ts';

/**
 * The secrets that this session has had in hand, so that whatever leaves us can be cleared of them wherever they stand: a
 * password that a server echoes looks like any other word. Kept in memory only, and until the end: what was a secret stays one.
 */
export class KnownSecrets {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    if (secret !== '') this.#secrets.add(secret);
  }

  /** Text without these secrets, and without what looks like one. */
  redact(text: string): string {
    return redact(text, [...this.#secrets]);
  }

  /** The same prompts; what is typed into a secret box becomes known. */
  watching(prompts: Prompts): Prompts {
    return {
      text: async (question) => {
        const answer = await prompts.text(question);
        if (question.secret !== true || answer.kind !== 'value') return answer;
        // Tokens are used without the blanks around them.
        for (const secret of [answer.value, answer.value.trim()]) this.add(secret);
        return answer;
      },
      choose: (question) => prompts.choose(question),
      chooseMany: (question) => prompts.chooseMany(question),
      pickPath: (question) => prompts.pickPath(question),
      confirm: (message, detail, button) => prompts.confirm(message, detail, button),
      tell: (level, message, ...buttons) => prompts.tell(level, message, ...buttons),
      progress: (title, run) => prompts.progress(title, run),
    };
  }
}
