/** Why an input cannot go into a generated text: which field, what is wrong with it, what to give instead. Never holds a secret. */
export interface SetupProblem {
  readonly field: string;
  readonly reason: string;
  readonly fix: string;
}

/** Makes a problem. */
export const problem = (field: string, reason: string, fix: string): SetupProblem => ({ field, reason, fix });

/** Control and format characters (bidi marks too), line and paragraph separators, lone surrogates: text that shows otherwise than it runs. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * What no name may have in any generated text: invisible characters, which a reviewer cannot see, blanks at its ends, and
 * `$(`, which sqlcmd would take for one of its variables, in comments too.
 */
export const plainTextProblem = (field: string, text: string): SetupProblem | undefined => {
  if (text === '') return problem(field, 'It is empty.', 'Give a name.');
  const found = invisible.exec(text)?.[0];
  if (found !== undefined) {
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return problem(field, `It holds the invisible character U+${code}.`, 'Type the name again, without it.');
  }
  if (text.trim() !== text) return problem(field, 'It begins or ends with a blank.', 'Leave the blank out.');
  if (text.includes('$(')) {
    return problem(field, 'It holds “$(”, which sqlcmd would replace.', 'Use a name without these two characters.');
  }
  return undefined;
};
