import { restLimitValues } from '../rest/limits.ts';
import type { SetupSecrets } from './options.ts';
import { inputProblem } from '../input-problem.ts';
import type { InputProblem } from '../input-problem.ts';
import { credentialSecret } from './sql-credential.ts';

/** SQL Server's longest password. A secret is as long as @headers may be (reported by users, not documented). */
const longestPassword = 128;

/** What is wrong with the secrets that are wanted. The answers never quote them. */
export const checkSecrets = (
  secrets: Partial<SetupSecrets>,
  wanted: readonly (keyof SetupSecrets)[],
): readonly InputProblem[] => [
  ...(wanted.includes('token') ? tokenProblems(secrets.token ?? '') : []),
  ...(wanted.includes('masterKeyPassword') ? passwordProblems(secrets.masterKeyPassword ?? '') : []),
];

const tokenProblems = (token: string): InputProblem[] => {
  if (token === '') return [inputProblem('token', 'It is empty.', 'Give the token that the cluster issued.')];
  if (!/^[\x21-\x7e]+$/u.test(token)) {
    return [
      inputProblem(
        'token',
        'It holds a blank, a line end or a character outside ASCII; the procedure refuses such a header (Msg 31617).',
        'Copy the token again, as one line, without “Bearer”.',
      ),
    ];
  }
  const length = credentialSecret(token).length;
  const limit = restLimitValues.headersCharacters;
  if (length <= limit) return [];
  return [
    inputProblem(
      'token',
      `The secret would have ${length} characters; SQL Server takes ${limit}.`,
      'Use a shorter token.',
    ),
  ];
};

const passwordProblems = (password: string): InputProblem[] => {
  const field = 'masterKeyPassword';
  if (password === '') return [inputProblem(field, 'It is empty.', 'Give a password, or let one be made.')];
  if (password.length > longestPassword) {
    return [inputProblem(field, `It is longer than ${longestPassword} characters.`, 'Use a shorter one.')];
  }
  return /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(password)
    ? [
        inputProblem(
          field,
          'It holds a control character or a line end.',
          'Use letters, digits and signs that can be typed.',
        ),
      ]
    : [];
};
