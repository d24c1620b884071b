import { join } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { ownerNames } from '../../core/setup/owner.ts';
import type { Direction } from '../../core/setup/sql-file.ts';
import { sqlPath } from '../../core/setup/sql-files.ts';
import { mayRun, type SetupState } from '../../core/setup/sql-state.ts';
import { sqlSteps } from '../../core/setup/sql-steps.ts';
import type { SqlStep } from '../../core/setup/step.ts';
import { machineOf } from '../../host/explain.ts';
import type { Choice } from '../../host/prompts.ts';
import { tokenKey } from '../../host/secrets.ts';
import { setupKey } from '../../host/setup-store.ts';
import type { SqlTarget } from '../../sql/cluster-reader.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { pickConnection } from '../pick.ts';
import { noteCredentialToken } from '../token/note-token.ts';
import { askState } from './create-sql.ts';
import { pickSetup, type WrittenSetup } from './pick-setup.ts';
import { readScripts, type ReadyScript } from './read-scripts.ts';
import { runScripts } from './run-scripts.ts';
import { askSecrets } from './script-secrets.ts';

const titles: Readonly<Record<Direction, string>> = {
  run: 'Run SQL Server Set-up',
  undo: 'Undo SQL Server Set-up',
};

/** Runs the written scripts of a set-up, or takes them back, as far as the login may. */
export async function runSql(context: CommandContext, direction: Direction, url?: string): Promise<Outcome> {
  const title = titles[direction];
  const written = await pickSetup(context, title, url);
  if (written === undefined) return undefined;
  const target = await targetOf(context, written, title);
  if (target === undefined) return undefined;
  if (!target.ok) return target;
  const state = await askState(context, target.value, written.plan.setup);
  await context.access.settle(target.value, state);
  if (!state.ok) return state;
  const fit = refusal(target.value, state.value);
  if (fit !== undefined) return err({ kind: 'refused', reason: fit });
  const steps = await chooseSteps(context, { written, target: target.value, state: state.value, direction, title });
  if (steps === undefined) return undefined;
  const scripts = await readScripts(context, written.folder, steps, direction);
  if (!scripts.ok) return scripts;
  return await confirmAndRun(context, { written, target: target.value, direction, title, scripts: scripts.value });
}

/** The connection of the set-up, while it is there; else the one the user picks. */
async function targetOf(
  context: CommandContext,
  { record }: WrittenSetup,
  title: string,
): Promise<Result<SqlTarget, Failure> | undefined> {
  const kept = record.connectionId === undefined ? undefined : context.profiles.connection(record.connectionId);
  const stored = kept ?? (await pickConnection(context, undefined, { title }));
  return stored && (await context.access.target(stored.profile.id, 'ask'));
}

function refusal({ profile }: SqlTarget, { majorVersion, engineEdition }: SetupState): string | undefined {
  const server = machineOf(profile.server);
  if (engineEdition === 5) {
    return `${server} is Azure SQL Database, which calls only the hosts that Microsoft lists, and needs no such set-up. Nothing was run.`;
  }
  if (majorVersion < 17) {
    return `${server} is SQL Server version ${majorVersion}. The procedure that calls REST APIs came with SQL Server 2025 (17). Nothing was run.`;
  }
  return undefined;
}

interface StepQuestion {
  readonly written: WrittenSetup;
  readonly target: SqlTarget;
  readonly state: SetupState;
  readonly direction: Direction;
  readonly title: string;
}

/** All that the login may run, or one; what it may not run says who runs which file. */
async function chooseSteps(context: CommandContext, question: StepQuestion): Promise<readonly SqlStep[] | undefined> {
  const { written, target, state, direction, title } = question;
  const all = sqlSteps(written.plan.setup).filter((step) => step[direction].length > 0);
  const steps = direction === 'run' ? all : all.toReversed();
  const allowed = steps.filter((step) => mayRun(step, state) && !isDone(step, state, direction));
  const server = machineOf(target.profile.server);
  const answer = await context.prompts.choose<readonly SqlStep[]>({
    place: { title, step: 1, of: 1 },
    prompt: `Which scripts? They run on ${server}, database ${written.plan.setup.database}, as ${target.profile.user}.`,
    choices: [
      {
        label: direction === 'run' ? 'Everything to Do' : 'Everything, Last Step First',
        description: `${allowed.length} of ${steps.length} scripts`,
        detail:
          allowed.length === steps.length ? 'In order.' : 'What this login may run and what is not there already.',
        value: allowed,
        ...(allowed.length === 0 && { why: nothingToDo(question, steps) }),
      },
      ...steps.map((step) => stepChoice(step, question)),
    ],
  });
  return answer.kind === 'value' ? answer.value : undefined;
}

function stepChoice(step: SqlStep, { written, target, state, direction }: StepQuestion): Choice<readonly SqlStep[]> {
  const path = sqlPath(step, direction);
  const common = { label: path, detail: step.title, value: [step] };
  if (!mayRun(step, state)) {
    const why = `${target.profile.user} may not: it needs ${step.needs}. The ${ownerNames[step.owner]} runs ${join(written.folder, path)}.`;
    return { ...common, description: `waits for the ${ownerNames[step.owner]}`, why };
  }
  return { ...common, description: isDone(step, state, direction) ? 'there already' : `needs ${step.needs}` };
}

/** Only where the state says so for sure, and running it again would change nothing or ask for a secret in vain. */
function isDone(step: SqlStep, state: SetupState, direction: Direction): boolean {
  if (direction === 'undo') return false;
  return (step.id === '10-switch' && state.switchOn) || (step.id === '20-master-key' && state.masterKey);
}

function nothingToDo({ written, target, state, direction }: StepQuestion, steps: readonly SqlStep[]): string {
  const [first] = steps.filter((step) => !mayRun(step, state));
  return first === undefined
    ? 'There is nothing left to run.'
    : `${target.profile.user} may run none of them. Begin with the ${ownerNames[first.owner]}, who runs ${join(written.folder, sqlPath(first, direction))}.`;
}

interface RunQuestion {
  readonly written: WrittenSetup;
  readonly target: SqlTarget;
  readonly direction: Direction;
  readonly title: string;
  readonly scripts: readonly ReadyScript[];
}

async function confirmAndRun(context: CommandContext, question: RunQuestion): Promise<Outcome> {
  const { written, target, direction, scripts, title } = question;
  const { setup, trust } = written.plan;
  if (!(await agree(context, question))) return undefined;
  const variables = [...new Set(scripts.flatMap(({ parts }) => parts.flatMap((part) => part.variables)))];
  const values = await askSecrets(context, variables, {
    ...{ title, database: setup.database, url: setup.origin },
    token: await keptToken(context, written, target),
  });
  if (values === undefined) return undefined;
  const { finished, outcome } = await runScripts(context, {
    ...{ target, database: setup.database, host: trust.host, direction, scripts, values },
  });
  await note(context, question, finished);
  const token = values.get('TOKEN');
  if (direction === 'run' && token !== undefined && finished.some(({ step }) => step.id === '30-credential')) {
    await noteCredentialToken(context, { url: written.record.url, connectionId: target.profile.id }, token);
  }
  // What the tree knows of the server is older than what the scripts changed: the credential, the switch, the rights.
  const { id } = target.profile;
  if (finished.length > 0 && context.clusters.connectedFacts(id) !== undefined) {
    await context.clusters.connect(id);
    const ours = context.profiles.endpointsOf(id).filter(({ profile }) => setupKey(profile.url) === written.record.url);
    for (const { profile } of ours) await context.clusters.readEndpoint(profile.id);
  }
  if (!outcome.ok) {
    const { offerReissue } = await import('../certificate/flows.ts');
    const offered = await offerReissue(context, { url: written.record.url }, outcome.error);
    return offered === undefined ? outcome : offered.outcome;
  }
  await context.prompts.tell('info', doneText(question));
  return ok(true);
}

/** A token that was requested for this endpoint and is kept in secret storage. */
async function keptToken(
  { profiles, vault }: CommandContext,
  { record }: WrittenSetup,
  { profile, pin }: SqlTarget,
): Promise<string | undefined> {
  const endpoint = profiles.endpointsOf(profile.id).find((one) => setupKey(one.profile.url) === record.url);
  return endpoint && (await vault.get(tokenKey(endpoint.profile, profile, pin)));
}

/** Shows the scripts as long as the user wants to read, and asks once. Taking back asks for the database's name. */
async function agree({ prompts, open }: CommandContext, question: RunQuestion): Promise<boolean> {
  const { target, scripts, direction, written, title } = question;
  const server = machineOf(target.profile.server);
  const { database } = written.plan.setup;
  const count = `${scripts.length} ${scripts.length === 1 ? 'script' : 'scripts'}`;
  const where = `on ${server}, database ${database}, as ${target.profile.user}`;
  for (;;) {
    const answer = await prompts.choose<ReadyScript | undefined>({
      place: { title, step: 1, of: 1 },
      prompt: `${count} ${where}. Choose one to read it first.`,
      choices: [
        { label: direction === 'run' ? 'Run' : 'Take Back', description: `${count} ${where}`, value: undefined },
        ...scripts.map((script) => ({
          label: script.path,
          description: `${script.parts.length} ${script.parts.length === 1 ? 'batch' : 'batches'}`,
          detail: script.parts.map(({ does }) => does).join(' · '),
          value: script,
        })),
      ],
    });
    if (answer.kind !== 'value') return false;
    if (answer.value === undefined) break;
    await open(answer.value.path.replaceAll('/', ' '), answer.value.text);
  }
  if (direction === 'run') return true;
  const typed = await prompts.text({
    place: { title, step: 1, of: 1 },
    prompt: `It drops what the set-up made on ${server}. Type the name of the database, ${database}, to go on.`,
    check: (text) => (text.trim() === database ? undefined : `Type ${database} to go on, or press Escape.`),
  });
  return typed.kind === 'value';
}

async function note(
  { setups, now }: CommandContext,
  { written, direction, target }: RunQuestion,
  finished: readonly ReadyScript[],
): Promise<void> {
  const { record } = written;
  const ids: readonly string[] = finished.map(({ step }) => step.id);
  const before = setups.find(record.url)?.ran ?? [];
  // A proof holds only for what is there, and leaves nothing to take back itself.
  const others = before.filter((id) => !ids.includes(id) && (direction === 'run' || id !== '50-proof'));
  const ran = direction === 'run' ? [...others, ...ids] : others;
  await setups.update(record.url, { ran, connectionId: target.profile.id });
  const isProven = ran.includes('50-proof');
  if (direction === 'run' && isProven) await setups.mark(record.url, 'sql', { state: 'done', at: now().toISOString() });
  if (direction === 'undo' && ids.length > 0) await setups.mark(record.url, 'sql', undefined);
}

function doneText({ scripts, target, direction, written }: RunQuestion): string {
  const server = machineOf(target.profile.server);
  const count = scripts.length === 1 ? '1 script' : `${scripts.length} scripts`;
  return direction === 'run'
    ? `${count} ran on ${server} without an error. What each statement did is in the document beside.`
    : `${count} ran on ${server}: what the set-up of ${written.plan.setup.origin} made there is gone.`;
}
