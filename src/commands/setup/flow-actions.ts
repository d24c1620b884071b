import { readClusterRecord } from '../../core/setup/cluster-record.ts';
import type { FlowState, FlowStep, StepMark } from '../../core/setup/flow.ts';
import { flowWords } from '../../core/setup/flow.ts';
import { hostFiles } from '../../core/setup/host-files.ts';
import { ownerNames } from '../../core/setup/owner.ts';
import { checkPlan, readPlan } from '../../core/setup/plan.ts';
import type { Choice } from '../../host/prompts.ts';
import { quietPrompts } from '../../host/quiet-prompts.ts';
import { setupKey, type SetupRecord } from '../../host/setup-store.ts';
import type { CommandId, CommandArguments } from '../../ids.ts';
import type { CommandContext } from '../command.ts';

/** One thing that can be done about a step. */
export interface Action {
  readonly take: () => Promise<void>;
}

/** What the checklist offers for a step: the command that does it, and to note where it stands. */
export function actionsOf(
  context: CommandContext,
  record: SetupRecord,
  step: FlowStep,
  state: FlowState,
): readonly Choice<Action>[] {
  return [...doing(context, record, step), ...noting(context, record, step, state)];
}

const action = (label: string, detail: string, take: () => Promise<void>): Choice<Action> => ({
  label,
  detail,
  value: { take },
});

function doing(context: CommandContext, record: SetupRecord, step: FlowStep): readonly Choice<Action>[] {
  const done = (): Promise<void> => note(context, record, step, 'done');
  switch (step) {
    case 'connection':
      return connectionActions(context, record);
    case 'sql':
      return sqlActions(context, record);
    case 'trust':
      return trustActions(context, record);
    case 'proof':
      return [
        action('Call It Through SQL Server', 'A real call; then pods in the tree.', async () => {
          if (await prove(context, record)) await done();
        }),
      ];
    case 'certificates':
      return certificateActions(context, record);
    case 'access':
      return accessActions(context, record);
    case 'apply':
      return applyActions(context, record);
    case 'token':
      return tokenActions(context, record);
  }
}

/** True when the command did what it is for. */
async function perform<K extends CommandId>(
  context: CommandContext,
  id: K,
  ...args: CommandArguments[K]
): Promise<boolean> {
  const outcome = await context.execute(id, args, { prompts: quietPrompts(context.prompts) });
  return outcome?.ok === true;
}

function connectionActions(context: CommandContext, record: SetupRecord): readonly Choice<Action>[] {
  const { profiles, setups } = context;
  const use = (id: string): Promise<void> => setups.update(record.url, { connectionId: id });
  return [
    ...profiles
      .connections()
      .map(({ profile }) =>
        action(`Use ${profile.name}`, `${profile.server} as ${profile.user}`, () => use(profile.id)),
      ),
    action('Add Connection…', 'Another SQL Server, with a test of the login.', async () => {
      const before = new Set(profiles.connections().map(({ profile }) => profile.id));
      await perform(context, 'sqlkube.connection.add');
      const added = profiles.connections().find(({ profile }) => !before.has(profile.id));
      if (added !== undefined) await use(added.profile.id);
    }),
  ];
}

function certificateActions(context: CommandContext, { url }: SetupRecord): readonly Choice<Action>[] {
  const create = action('Create Certificates…', 'A CA of your own and a server certificate, as files.', async () => {
    await perform(context, 'sqlkube.certificate.create', { url });
  });
  if (context.expiries.certificate(url) === undefined) return [create];
  return [
    action('Renew Server Certificate…', 'Under the same CA: nothing changes for SQL Server.', async () => {
      await perform(context, 'sqlkube.certificate.renew', { url });
    }),
    create,
  ];
}

function accessActions(context: CommandContext, record: SetupRecord): readonly Choice<Action>[] {
  const { access } = readClusterRecord(record.cluster);
  const ref = [{ url: record.url }] as const;
  const choose = action('Choose Access…', 'What SQL Server may do, with a table of what that means.', async () => {
    await perform(context, 'sqlkube.access.choose', ...ref);
  });
  if (access === undefined) return [choose];
  return [
    action('Create Proxy Manifests…', 'Written for the cluster admin to read, or applied from here.', async () => {
      const done = await perform(context, 'sqlkube.proxy.createManifests', ...ref);
      if (done) await note(context, record, 'access', 'done');
    }),
    choose,
  ];
}

function tokenActions(context: CommandContext, record: SetupRecord): readonly Choice<Action>[] {
  const { connectionId } = record;
  const found = context.profiles.endpoints().find(({ profile }) => setupKey(profile.url) === record.url)?.profile;
  // Where a token may be kept is decided by the endpoint that it is for, and by the connection through which it is used.
  if (found === undefined && connectionId === undefined) return [];
  return [
    action('Request Token…', 'For the service account, with your kubeconfig; kept in secret storage.', async () => {
      const endpointId = found?.id ?? (await addEndpoint(context, record, connectionId ?? ''));
      const done = await perform(context, 'sqlkube.token.request', { endpointId });
      if (done) await note(context, record, 'token', 'done');
    }),
  ];
}

/**
 * The endpoint as the set-up will make it work: by the credential of its scripts, for the namespaces of its access, which may
 * not list those of the cluster. It stands in the tree from now on.
 */
async function addEndpoint(context: CommandContext, record: SetupRecord, connectionId: string): Promise<string> {
  const { url } = record;
  const id = context.newId();
  const authentication = { kind: 'credential', name: credentialOf(record) } as const;
  const scope = readClusterRecord(record.cluster).access?.scope;
  const namespaces = scope?.kind === 'namespaces' ? scope.namespaces : 'all';
  await context.profiles.saveEndpoint({ id, connectionId, url, authentication, namespaces });
  return id;
}

const credentialOf = ({ url, plan }: SetupRecord): string => url + (readPlan(plan)?.options.credentialPath ?? '');

function applyActions(context: CommandContext, record: SetupRecord): readonly Choice<Action>[] {
  const { access, wish, applied } = readClusterRecord(record.cluster);
  const ref = [{ url: record.url }] as const;
  if (access === undefined || wish === undefined) return [];
  return [
    action('Apply to Cluster…', 'Tried and shown first, with your kubeconfig.', async () => {
      if (await perform(context, 'sqlkube.cluster.apply', ...ref)) await note(context, record, 'apply', 'done');
    }),
    action('Check Access…', 'What the cluster really allows, question by question.', async () => {
      await perform(context, 'sqlkube.access.check', ...ref);
    }),
    ...(applied === undefined
      ? []
      : [
          action('Remove from Cluster…', `What was applied to context ${applied.context}.`, async () => {
            await perform(context, 'sqlkube.cluster.remove', ...ref);
          }),
        ]),
  ];
}

function sqlActions(context: CommandContext, record: SetupRecord): readonly Choice<Action>[] {
  const ref = { url: record.url };
  const create = action(
    'Create SQL Server Set-up…',
    'Writes the scripts with an undo each, to be read first.',
    async () => {
      await perform(context, 'sqlkube.setup.createSql', ref);
    },
  );
  if (record.folder === undefined) return [create];
  return [
    action('Run SQL Server Set-up…', `The scripts in ${record.folder}, as far as your login may.`, async () => {
      await perform(context, 'sqlkube.setup.runSql', ref);
    }),
    create,
    ...((record.ran ?? []).length === 0
      ? []
      : [
          action('Undo SQL Server Set-up…', 'Takes back what the scripts made.', async () => {
            await perform(context, 'sqlkube.setup.undoSql', ref);
          }),
        ]),
  ];
}

function trustActions(context: CommandContext, record: SetupRecord): readonly Choice<Action>[] {
  const plan = readPlan(record.plan);
  const checked = plan && checkPlan(plan);
  if (!checked?.ok) {
    return [
      action('Create SQL Server Set-up…', 'Its scripts for the host come with it.', async () => {
        await perform(context, 'sqlkube.setup.createSql', { url: record.url });
      }),
    ];
  }
  return checked.value.hosts
    .flatMap((kind) => hostFiles(checked.value.trust, kind))
    .filter(({ path }) => !/un(?:trust|patch)\./u.test(path))
    .map(({ path, text }) =>
      action(`Show ${path}`, 'To be read and run by whoever administers the host.', () =>
        context.open(path.replaceAll('/', ' '), text),
      ),
    );
}

async function prove(context: CommandContext, record: SetupRecord): Promise<boolean> {
  const find = () => context.profiles.endpoints().find(({ profile }) => setupKey(profile.url) === record.url);
  const found = find();
  const { connectionId } = record;
  if (found !== undefined) {
    const { id, connectionId: through } = found.profile;
    return await perform(context, 'sqlkube.endpoint.test', { connectionId: through, endpointId: id });
  }
  if (connectionId === undefined) {
    await context.prompts.tell('info', 'Choose the connection first: SQL Server makes the call.');
    return false;
  }
  const credential = credentialOf(record);
  await perform(context, 'sqlkube.endpoint.add', { connectionId }, { url: record.url, credential });
  return find() !== undefined;
}

function noting(
  context: CommandContext,
  record: SetupRecord,
  step: FlowStep,
  state: FlowState,
): readonly Choice<Action>[] {
  if (step === 'connection') return [];
  const owner = ownerNames[flowWords[step].owner];
  return [
    ...(state === 'done'
      ? []
      : [action('Mark as Done', 'Somebody did it elsewhere.', () => note(context, record, step, 'done'))]),
    ...(state === 'waiting'
      ? []
      : [
          action(`Wait for the ${owner}`, 'You handed it over, with the run book.', () =>
            note(context, record, step, 'waiting'),
          ),
        ]),
    ...(state === 'to do'
      ? []
      : [action('Mark as To Do', 'It has to be done again.', () => note(context, record, step, undefined))]),
  ];
}

const note = (
  { setups, now }: CommandContext,
  { url }: SetupRecord,
  step: FlowStep,
  state: StepMark['state'] | undefined,
): Promise<void> => setups.mark(url, step, state && { state, at: now().toISOString() });
