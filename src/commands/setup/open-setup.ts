import {
  flowSteps,
  flowWords,
  nextStep,
  stateOf,
  type FlowFacts,
  type FlowState,
  type FlowStep,
} from '../../core/setup/flow.ts';
import { readClusterRecord } from '../../core/setup/cluster-record.ts';
import { ownerNames } from '../../core/setup/owner.ts';
import { checkEndpointUrl, cleanEndpointUrl } from '../../host/field-checks.ts';
import type { Choice } from '../../host/prompts.ts';
import { setupKey, type SetupRecord } from '../../host/setup-store.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { actionsOf, type Action } from './flow-actions.ts';

const title = 'Set Up';

/** The guided way from nothing to pods: a checklist that knows what is done, and runs the command that owns the next step. */
export async function openSetup(context: CommandContext, url?: string): Promise<Outcome> {
  const chosen = url ?? (await chooseUrl(context));
  if (chosen === undefined) return undefined;
  if (context.setups.find(chosen) === undefined) await context.setups.update(chosen, connectionFor(context, chosen));
  for (;;) {
    const record = context.setups.find(chosen);
    if (record === undefined) return undefined;
    const step = await chooseStep(context, record);
    if (step === undefined) return undefined;
    if (step === 'book') {
      await context.execute('sqlkube.setup.exportRunBook', [{ url: record.url }]);
      continue;
    }
    if (step === 'forget') {
      await context.setups.forget(record.url);
      return undefined;
    }
    if ((await takeStep(context, record, step)) === 'left') return undefined;
  }
}

/** A set-up that was begun, an endpoint that is there, or a new URL. */
async function chooseUrl(context: CommandContext): Promise<string | undefined> {
  const { prompts, setups, profiles } = context;
  const begun = setups.all();
  const known = new Set(begun.map(({ url }) => url));
  const endpoints = [...new Set(profiles.endpoints().map(({ profile }) => setupKey(profile.url)))].filter(
    (url) => !known.has(url),
  );
  if (begun.length + endpoints.length > 0) {
    const answer = await prompts.choose<string | undefined>({
      place: { title, step: 1, of: 1 },
      prompt: 'Which endpoint? A set-up that was begun goes on where it was left.',
      choices: [
        ...begun.map((record) => ({ label: record.url, description: summary(context, record), value: record.url })),
        ...endpoints.map((url) => ({ label: url, description: 'an endpoint of yours', value: url })),
        { label: 'A New Endpoint…', description: 'from nothing', value: undefined },
      ],
    });
    if (answer.kind !== 'value') return undefined;
    if (answer.value !== undefined) return answer.value;
  }
  const typed = await prompts.text({
    place: { title, step: 1, of: 1 },
    prompt: 'URL by which SQL Server will call the cluster: the name of the proxy and its port. Next: the checklist.',
    placeholder: 'https://k8s.corp.example:8443',
    check: checkEndpointUrl,
  });
  return typed.kind === 'value' ? cleanEndpointUrl(typed.value) : undefined;
}

const connectionFor = ({ profiles }: CommandContext, url: string): { readonly connectionId?: string } => {
  const endpoint = profiles.endpoints().find(({ profile }) => setupKey(profile.url) === setupKey(url));
  const [only, ...others] = profiles.connections();
  const id = endpoint?.profile.connectionId ?? (others.length === 0 ? only?.profile.id : undefined);
  return id === undefined ? {} : { connectionId: id };
};

/** What is known without asking. */
const factsOf = ({ profiles, expiries }: CommandContext, { url, connectionId }: SetupRecord): FlowFacts => ({
  connection: connectionId !== undefined && profiles.connection(connectionId) !== undefined,
  ...(expiries.certificate(url) !== undefined && { certificates: true }),
});

const statesOf = (context: CommandContext, record: SetupRecord): Record<FlowStep, FlowState> => {
  const facts = factsOf(context, record);
  return Object.fromEntries(flowSteps.map((step) => [step, stateOf(step, facts, record.marks)])) as Record<
    FlowStep,
    FlowState
  >;
};

const summary = (context: CommandContext, record: SetupRecord): string => {
  const states = Object.values(statesOf(context, record));
  const count = (state: FlowState): number => states.filter((one) => one === state).length;
  const waiting = count('waiting');
  return `${count('done')} of ${states.length} done${waiting === 0 ? '' : `, ${waiting} waiting`}`;
};

const icons: Readonly<Record<FlowState, string>> = {
  done: '$(pass)',
  'to do': '$(circle-large-outline)',
  waiting: '$(clock)',
};

type Pick = FlowStep | 'book' | 'forget';

async function chooseStep(context: CommandContext, record: SetupRecord): Promise<Pick | undefined> {
  const states = statesOf(context, record);
  const next = nextStep(states);
  const { applied } = readClusterRecord(record.cluster);
  const answer = await context.prompts.choose<Pick>({
    place: { title: `${title} ${record.url}`, step: 1, of: 1 },
    prompt: `${summary(context, record)}. ${next === undefined ? 'Nothing is left for you.' : `Next: ${flowWords[next].title}.`}`,
    choices: [
      ...flowSteps.map((step, at) => stepChoice(context, record, step, at, states[step])),
      { label: '$(book) Export Run Book…', description: 'all steps in one file, for those who do them', value: 'book' },
      {
        label: '$(trash) Forget This Set-up',
        description: 'the checklist only; nothing is undone',
        value: 'forget',
        ...(applied !== undefined && {
          why: `What was applied to context ${applied.context} could not be removed any more. Remove it from the cluster first.`,
        }),
      },
    ],
    ...(next !== undefined && { current: next }),
  });
  return answer.kind === 'value' ? answer.value : undefined;
}

function stepChoice(
  context: CommandContext,
  record: SetupRecord,
  step: FlowStep,
  at: number,
  state: FlowState,
): Choice<Pick> {
  const { title: name, owner, about } = flowWords[step];
  const mark = record.marks[step];
  const since = mark === undefined ? '' : ` since ${new Date(mark.at).toLocaleDateString()}`;
  const words = {
    done: 'done',
    'to do': `to do, ${ownerNames[owner]}`,
    waiting: `waiting for the ${ownerNames[owner]}${since}`,
  }[state];
  const connection = record.connectionId === undefined ? undefined : context.profiles.connection(record.connectionId);
  const which = step === 'connection' && connection !== undefined ? ` · ${connection.profile.name}` : '';
  return { label: `${icons[state]} ${at + 1} ${name}`, description: words + which, detail: about, value: step };
}

/** Offers what can be done about the step. `left` when the user closed it all. */
async function takeStep(context: CommandContext, record: SetupRecord, step: FlowStep): Promise<'taken' | 'left'> {
  const state = statesOf(context, record)[step];
  const { title: name, about } = flowWords[step];
  const answer = await context.prompts.choose<Action>({
    // The second of two, so that there is a way back to the list.
    place: { title: name, step: 2, of: 2 },
    prompt: about,
    choices: actionsOf(context, record, step, state),
  });
  if (answer.kind === 'cancel') return 'left';
  if (answer.kind === 'value') await answer.value.take();
  return 'taken';
}
