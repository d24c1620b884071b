import { inputProblem, type InputProblem } from '../input-problem.ts';

/** Control and format characters (bidi marks too), line and paragraph separators, lone surrogates: text that shows otherwise than it runs. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * What no name may have in any generated text: invisible characters, which a reviewer cannot see, blanks at its ends, and
 * `$(`, which sqlcmd would take for one of its variables, in comments too.
 */
export const plainTextProblem = (field: string, text: string): InputProblem | undefined => {
  if (text === '') return inputProblem(field, 'It is empty.', 'Give a name.');
  const found = invisible.exec(text)?.[0];
  if (found !== undefined) {
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return inputProblem(field, `It holds the invisible character U+${code}.`, 'Type the name again, without it.');
  }
  if (text.trim() !== text) return inputProblem(field, 'It begins or ends with a blank.', 'Leave the blank out.');
  if (text.includes('$(')) {
    return inputProblem(
      field,
      'It holds “$(”, which sqlcmd would replace.',
      'Use a name without these two characters.',
    );
  }
  return undefined;
};
