import type { Prompts } from './prompts.ts';

/**
 * For a command that runs inside another: it offers nothing after itself, but to mend an error, since what
 * comes next is the other's to say.
 */
export const quietPrompts = (prompts: Prompts): Prompts => ({
  text: (question) => prompts.text(question),
  choose: (question) => prompts.choose(question),
  chooseMany: (question) => prompts.chooseMany(question),
  pickPath: (question) => prompts.pickPath(question),
  confirm: (message, detail, button) => prompts.confirm(message, detail, button),
  tell: (level, message, ...buttons) =>
    level === 'error' ? prompts.tell(level, message, ...buttons) : prompts.tell(level, message),
  progress: (title, run) => prompts.progress(title, run),
});
