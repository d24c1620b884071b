import type { CertificatePin } from '../core/connection.ts';
import type { Lack } from '../core/decode/missing.ts';
import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';
import { machineOf } from '../host/explain.ts';
import { inOneLine, plain } from '../host/sentences.ts';
import type { ServerFacts, SqlTarget } from '../sql/cluster-reader.ts';
import type { CommandContext } from './command.ts';

/** A proven target, or why it could not be proven. The target may have gained a pin. */
export interface Proof {
  readonly target: SqlTarget;
  readonly outcome: Result<ServerFacts, Failure>;
}

/**
 * Logs in for real. When SQL Server's certificate is not trusted, shows its fingerprint and offers to pin exactly that one;
 * the checks stay on in any case.
 */
export async function prove(context: CommandContext, target: SqlTarget): Promise<Proof> {
  const { server } = target.profile;
  const outcome = await context.prompts.progress(`Testing the connection to ${server}`, async (signal, report) => {
    report('signing in');
    return (await context.reader()).probeServer(target, signal);
  });
  if (outcome.ok || outcome.error.kind !== 'server-certificate') return { target, outcome };
  const pin = await offerPin(context, target, outcome.error);
  return pin ? await prove(context, { ...target, pin }) : { target, outcome };
}

/** Asks whether to trust exactly the certificate that was shown; stores the answer in the user's settings. */
export async function offerPin(
  context: CommandContext,
  { profile, pin: before }: Pick<SqlTarget, 'profile' | 'pin'>,
  failure: Extract<Failure, { kind: 'server-certificate' }>,
): Promise<CertificatePin | undefined> {
  const { fingerprint256, pem } = failure;
  if (fingerprint256 === undefined || pem === undefined || fingerprint256 === before?.fingerprint256) return undefined;
  const { headline, why } = await context.explain(failure, { connection: profile });
  const changed = before ? `\n\nIt is not the certificate that you trusted before (${before.fingerprint256}).` : '';
  const sure = await context.prompts.confirm(
    `Trust this certificate of ${profile.server}?`,
    `${headline}. ${plain(why)}${changed}\n\nSHA-256 ${fingerprint256}\n\nCompare it with what the DBA reads on the server. ` +
      'Only this certificate is trusted, and only for this server; any other is refused.',
    'Trust This Certificate',
  );
  if (!sure) return undefined;
  const pin = { fingerprint256, pem };
  await context.profiles.savePin(profile.server, pin);
  return pin;
}

/** Says what a successful test found, and what is still missing, with buttons for both. */
export async function tellFindings(
  context: CommandContext,
  target: SqlTarget,
  facts: ServerFacts,
): Promise<string | undefined> {
  const { prompts } = context;
  const missing = await context.findLacks({ ...facts, serverName: machineOf(target.profile.server) });
  const found = foundText(target, facts);
  const hasEndpoint = context.profiles.endpointsOf(target.profile.id).length > 0;
  const next = hasEndpoint ? [] : ['Add Endpoint…'];
  if (missing.length === 0) return await prompts.tell('info', `${found} Nothing is missing.`, ...next);
  const sentences = missing.map(inOneLine).join(' ');
  const pressed = await prompts.tell('warning', `${found} Still missing: ${sentences}`, 'Show the Fixes', ...next);
  if (pressed === 'Show the Fixes') await context.open(`${target.profile.name} fixes.sql`, fixes(target, missing));
  return pressed;
}

function foundText({ profile }: SqlTarget, facts: ServerFacts): string {
  const sandbox = facts.isSandbox ? 'the sandbox, a stand-in for ' : '';
  const state = facts.switchInUse === undefined ? 'not known' : facts.switchInUse ? 'on' : 'off';
  return (
    `${profile.server} is ${sandbox}SQL Server ${facts.productVersion}, ${facts.edition}. Signed in as ${facts.login} to ${facts.database}. ` +
    `REST endpoint switch: ${state}. May call endpoints: ${facts.mayCall ? 'yes' : 'no'}.`
  );
}

function fixes({ profile }: SqlTarget, missing: readonly Lack[]): string {
  const parts = missing.map(({ headline, fix, owner, script }) =>
    [`-- ${headline}`, `-- ${plain(fix)}`, `-- Who: ${owner}`, script ?? '-- There is no script for this.'].join('\n'),
  );
  return (
    [`-- What ${profile.server} still needs before it can call an endpoint. Read before running.`, ...parts].join(
      '\n\n',
    ) + '\n'
  );
}
