import { randomBytes } from 'node:crypto';
import { generatePassphrase } from '../../core/pki/passphrase.ts';
import { checkSecrets } from '../../core/setup/check-secrets.ts';
import type { SetupSecrets } from '../../core/setup/options.ts';
import { checkToken } from '../../host/access.ts';
import type { CommandContext } from '../command.ts';

type Values = ReadonlyMap<string, string>;

interface Wish {
  readonly title: string;
  readonly database: string;
  readonly url: string;
  /** A token that was requested before, kept in VS Code's secret storage. */
  readonly token?: string | undefined;
}

/** Asks for what stands for the variables of the scripts; undefined when the user left. Kept in memory only. */
export async function askSecrets(
  context: CommandContext,
  variables: readonly string[],
  wish: Wish,
): Promise<Values | undefined> {
  const values = new Map<string, string>();
  const places = variables.length;
  for (const [at, name] of variables.entries()) {
    const place = { title: wish.title, step: at + 1, of: places };
    const value = name === 'TOKEN' ? await askToken(context, wish, place) : await askPassword(context, wish, place);
    if (value === undefined) return undefined;
    values.set(name, value);
  }
  return values;
}

type Place = Parameters<CommandContext['prompts']['text']>[0]['place'];

async function askToken({ prompts }: CommandContext, { url, token }: Wish, place: Place): Promise<string | undefined> {
  const answer = await prompts.text({
    place,
    prompt:
      token === undefined
        ? `Token of the service account, for the credential of ${url}. SQL Server encrypts it; nothing here keeps it.`
        : `The token that was requested for ${url}, for its credential. Paste another one to use that.`,
    secret: true,
    value: token ?? '',
    check: (text) => checkToken(text) ?? secretProblem({ token: text.trim() }, 'token'),
  });
  return answer.kind === 'value' ? answer.value.trim() : undefined;
}

async function askPassword(context: CommandContext, { database }: Wish, place: Place): Promise<string | undefined> {
  const { prompts } = context;
  const way = await prompts.choose({
    place,
    prompt: `Password of the new master key of ${database}. It is wanted again when the database is restored elsewhere.`,
    choices: [
      { label: 'Make One', description: 'copied to the clipboard once, for your vault', value: 'make' as const },
      { label: 'Type It…', description: 'from your vault', value: 'type' as const },
    ],
  });
  if (way.kind !== 'value') return undefined;
  if (way.value === 'make') return await makePassword(context, database);
  const typed = await prompts.text({
    place,
    prompt: `Password of the new master key of ${database}. Nothing here keeps it.`,
    secret: true,
    check: (text) => secretProblem({ masterKeyPassword: text }, 'masterKeyPassword'),
  });
  return typed.kind === 'value' ? typed.value : undefined;
}

async function makePassword(context: CommandContext, database: string): Promise<string | undefined> {
  // SQL Server asks for three of four kinds of characters where Windows policies hold (documented).
  const made = `${generatePassphrase(randomBytes)}-K8`;
  context.remember(made);
  await context.copy(made);
  const detail =
    'It was copied to the clipboard. Store it in your vault now, then clear the clipboard: it is not kept here and not ' +
    'shown again. It is wanted when the database is restored on another instance.';
  return (await context.prompts.confirm(
    `Is the password of the master key of ${database} in your vault?`,
    detail,
    'It Is',
  ))
    ? made
    : undefined;
}

const secretProblem = (given: Partial<SetupSecrets>, wanted: keyof SetupSecrets): string | undefined => {
  const [problem] = checkSecrets(given, [wanted]);
  return problem === undefined ? undefined : `${problem.reason} ${problem.fix}`;
};
