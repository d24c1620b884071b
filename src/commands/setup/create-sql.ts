import { join } from 'node:path';
import { without } from '../../core/without.ts';
import { openFile, type PlannedFile } from '../../core/files/planned-file.ts';
import type { Failure } from '../../core/failure.ts';
import { readCertificateFile } from '../../core/pki/certificate-file.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { SetupFile } from '../../core/setup/file.ts';
import type { Setup, SetupBefore } from '../../core/setup/options.ts';
import { checkPlan, readPlan, type CheckedPlan, type SetupPlan } from '../../core/setup/plan.ts';
import { setupFiles } from '../../core/setup/setup-files.ts';
import { readSetupState, stateQuery, type SetupState } from '../../core/setup/sql-state.ts';
import type { ConnectionProfile } from '../../core/connection.ts';
import { machineOf } from '../../host/explain.ts';
import type { SetupRecord } from '../../host/setup-store.ts';
import { answered, runSteps } from '../../host/steps.ts';
import type { SqlTarget } from '../../sql/cluster-reader.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { authoritySteps, fingerprintOf, type AuthorityDraft } from './authority-form.ts';
import { hostSteps, type HostDraft } from './host-form.ts';
import { firstSqlDraft, lostReach, sqlSteps, type SqlDraft } from './sql-form.ts';

type Draft = SqlDraft & HostDraft & AuthorityDraft & { readonly folder: string };

const title = 'Create SQL Server Set-up';

/** What the command starts from: a connection, an endpoint's URL, or nothing. */
export interface CreateWish {
  readonly connection?: ConnectionProfile;
  readonly url?: string;
}

/** Asks for all choices, looks at what is on the server, and writes the scripts with their run book. */
export async function createSql(context: CommandContext, wish: CreateWish): Promise<Outcome> {
  const { connection } = wish;
  const earlier = wish.url === undefined ? undefined : context.setups.find(wish.url);
  const asked = await runSteps<Draft>(
    title,
    [
      ...sqlSteps<Draft>(context.prompts),
      ...withHost(hostSteps<Draft>(context.prompts)),
      ...authoritySteps<Draft>(
        context.prompts,
        ({ options: { url } }) => context.expiries.certificate(url)?.authority?.fingerprint256,
      ),
      (draft, place) =>
        answered(
          () => context.files.chooseFolder(place, `sqlkube/${hostOf(draft).trust.host}`),
          (folder) => ({ ...draft, folder }),
        ),
    ],
    firstDraft(earlier, wish),
  );
  if (asked === undefined) return undefined;
  const draft = hostOf(asked);
  const fingerprint = await fingerprintOf(draft, (path) => readAuthority(context, path));
  if (!fingerprint.ok) return fingerprint;
  const plan: SetupPlan = {
    options: draft.options,
    trust: { ...draft.trust, fingerprint256: fingerprint.value },
    hosts: draft.hosts,
  };
  const checked = checkPlan(plan);
  if (!checked.ok) return refusedPlan(checked.error);
  const seen = connection && (await askBefore(context, connection, checked.value.setup));
  if (seen && !seen.ok) return seen;
  const before = beforeOf(context.setups.find(draft.options.url), checked.value.setup, seen?.value);
  const whole = { ...plan, options: { ...plan.options, ...(before && { before }) } };
  return await write(context, { plan: whole, folder: draft.folder, connection });
}

function firstDraft(earlier: SetupRecord | undefined, { connection, url }: CreateWish): Draft {
  const plan = readPlan(earlier?.plan);
  const options = plan?.options ?? {
    ...(url !== undefined && { url }),
    ...(connection && { database: connection.database }),
  };
  const kept: Partial<SetupPlan['options']> = without(options as SetupPlan['options'], 'before');
  return {
    ...firstSqlDraft(kept),
    trust: plan?.trust ?? { host: '', port: 443, fingerprint256: '' },
    hosts: plan?.hosts ?? ['linux'],
    authority: plan === undefined ? '' : plan.trust.fingerprint256,
    ...(earlier?.authority !== undefined && { authority: earlier.authority }),
    typesFingerprint: false,
    folder: '',
  };
}

/** Questions about the host name it, and the URL may have been changed one step before. */
const withHost = (steps: ReturnType<typeof hostSteps<Draft>>): typeof steps =>
  steps.map((step) => (draft, place) => step(hostOf(draft), place));

const hostOf = (draft: Draft): Draft => {
  if (!URL.canParse(draft.options.url)) return draft;
  const { hostname, port } = new URL(draft.options.url);
  return { ...draft, trust: { ...draft.trust, host: hostname, port: port === '' ? 443 : Number(port) } };
};

async function readAuthority(context: CommandContext, path: string): Promise<Result<string, Failure>> {
  const refuse = (reason: string): Result<never, Failure> => err({ kind: 'refused', reason });
  const bytes = await context.readFile(path);
  if (!bytes.ok) return refuse(`${path} cannot be read (${bytes.error}). Choose the ca.crt of this endpoint.`);
  const certificates = readCertificateFile(bytes.value);
  if (!certificates.ok) return refuse(`${path} is no certificate. Choose the ca.crt of this endpoint.`);
  const authority = certificates.value.find(({ basic }) => basic?.ca === true);
  if (authority === undefined) {
    return refuse(
      `${path} holds no CA certificate. SQL Server has to trust the CA, not the server certificate: choose ca.crt.`,
    );
  }
  return ok(authority.fingerprint256);
}

const refusedPlan = (
  problems: readonly { readonly field: string; readonly reason: string; readonly fix: string }[],
): Outcome =>
  err({
    kind: 'refused',
    reason: problems.map(({ field, reason, fix }) => `${field}: ${reason} ${fix}`).join(' '),
  });

/** What is on the server now. A server that cannot be asked is no reason to write nothing: somebody else may run the scripts. */
async function askBefore(
  context: CommandContext,
  connection: ConnectionProfile,
  setup: Setup,
): Promise<Result<SetupState | undefined, Failure>> {
  const target = await context.access.target(connection.id, 'ask');
  if (!target.ok) return target;
  const state = await askState(context, target.value, setup);
  await context.access.settle(target.value, state);
  if (state.ok) return ok(state.value);
  if (state.error.kind === 'cancelled') return err(state.error);
  await context.prompts.tell(
    'warning',
    `${machineOf(connection.server)} could not be asked what is there already, so the undo scripts take everything back that they name. Read them before they are run.`,
  );
  return ok(undefined);
}

/** Asks the server what is there and what this login may do. */
export async function askState(
  context: CommandContext,
  target: SqlTarget,
  setup: Setup,
): Promise<Result<SetupState, Failure>> {
  const server = machineOf(target.profile.server);
  return await context.prompts.progress(`Asking ${server} what is there`, async (signal) => {
    const runner = await context.scripts();
    const sets = await runner.ask(target, { database: setup.database, text: stateQuery(setup) }, signal);
    if (!sets.ok) return sets;
    const state = readSetupState(sets.value);
    if (state === undefined) {
      return err({
        kind: 'refused',
        reason: `${server} answered the question for its state with something else. Is it a SQL Server?`,
      });
    }
    return ok(state);
  });
}

/** After some of the scripts ran, what is there is partly ours: then the first look is the one that counts. */
function beforeOf(
  record: SetupRecord | undefined,
  setup: Setup,
  seen: SetupState | undefined,
): SetupBefore | undefined {
  const kept = readPlan(record?.plan)?.options;
  const isSame = kept?.database === setup.database && kept.role === setup.role;
  if (isSame && (record?.ran ?? []).length > 0) return kept.before;
  if (seen === undefined) return undefined;
  const { switchOn, masterKey, credential, role, users } = seen;
  return { switchOn, masterKey, credential, role, users };
}

interface WriteWish {
  readonly plan: SetupPlan;
  readonly folder: string;
  readonly connection: ConnectionProfile | undefined;
}

async function write(context: CommandContext, { plan, folder, connection }: WriteWish): Promise<Outcome> {
  const checked = checkPlan(plan);
  if (!checked.ok) return refusedPlan(checked.error);
  const { setup, trust } = checked.value;
  const written = await context.files.write(title, folder, { files: plannedFiles(checked.value) });
  if (!written.ok) return written;
  await context.setups.update(plan.options.url, {
    folder,
    plan,
    ...(connection && { connectionId: connection.id }),
  });
  const lost = lostReach(plan.options);
  const pressed = await context.prompts.tell(
    'info',
    `${written.value.paths.length} files for ${setup.origin} are in ${folder}. RUNBOOK.md says who runs which.${lost === '' ? '' : ` ${lost}`}`,
    'Run SQL Scripts…',
    'Show Run Book',
  );
  if (pressed === 'Show Run Book') {
    const [book] = plannedFiles(checked.value);
    await context.open(`Run book ${trust.host}.md`, book?.content ?? '');
  }
  if (pressed === 'Run SQL Scripts…') return await context.execute('sqlkube.setup.runSql', [{ url: plan.options.url }]);
  return ok(join(folder, 'RUNBOOK.md'));
}

/** The generated texts as files to write. */
const plannedFiles = (plan: CheckedPlan): readonly PlannedFile[] => setupFiles({ ...plan, inCluster: [] }).map(planned);

const planned = ({ path, text, executable }: SetupFile): PlannedFile => ({
  ...openFile(path, titleOf(path), text),
  ...(executable && { mode: 0o755 }),
});

const titleOf = (path: string): string => {
  if (path === 'RUNBOOK.md') return 'run book: who does what';
  if (path.startsWith('sql/undo/')) return 'takes it back';
  if (path.startsWith('sql/')) return 'script for SQL Server';
  return path.startsWith('host/') ? "for SQL Server's host" : 'name and firewall';
};
