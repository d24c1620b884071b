import type { EndpointProfile } from '../../core/connection.ts';
import type { Failure } from '../../core/failure.ts';
import { tokenClaims } from '../../core/kube/token.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { proofName } from '../../core/tokens/credential-sql.ts';
import { inOneLine } from '../../host/sentences.ts';
import type { SqlTarget } from '../../sql/cluster-reader.ts';
import { rotateToken as throughSqlServer, type RotationEnd, type RotationFault } from '../../sql/token-rotation.ts';
import { refusedInput } from '../certificate/inputs.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { pickEndpoint } from '../pick.ts';
import { askToken, type FreshToken } from './ask-token.ts';
import { keepToken, untilText } from './keep-token.ts';
import { offerMore } from './offers.ts';

const title = 'Rotate Token';

/** Requests a new token and puts it where the endpoint's old one is, proven first. */
export async function rotateToken(context: CommandContext, endpointId: string | undefined): Promise<Outcome> {
  const stored = await pickEndpoint(context, endpointId, { title });
  if (stored === undefined) return undefined;
  const endpoint = stored.profile;
  if (endpoint.authentication.kind === 'none') {
    const reason = `${endpoint.url} is called without authentication, so it has no token. Edit the endpoint first.`;
    return err({ kind: 'refused', reason });
  }
  if (!(await warnOfNoWayBack(context, endpoint))) return undefined;
  const fresh = await askToken(context, title, endpoint);
  if (!fresh?.ok) return fresh;
  const chosen = await offerMore(context, title, endpoint, fresh.value);
  if (!chosen?.ok) return chosen;
  return await rotateInto(context, endpoint, chosen.value);
}

/** SQL Server shows a SECRET to nobody: without the old token at hand, an ALTER cannot be taken back. Said before it starts. */
async function warnOfNoWayBack(context: CommandContext, endpoint: EndpointProfile): Promise<boolean> {
  const { authentication } = endpoint;
  if (authentication.kind !== 'credential' || (await context.access.heldToken(endpoint.id)) !== undefined) return true;
  return await context.prompts.confirm(
    `Rotate the token in ${authentication.name} with no way back?`,
    'SQL Server shows the secret of a credential to nobody, and the token that is in it now is not kept on this computer. The new ' +
      'token is proven from SQL Server first; should altering the credential fail all the same, the old token cannot be put back.',
    'Go On',
  );
}

/** Puts a token that was just requested into the endpoint's credential, or into SecretStorage when it is kept there. */
export async function rotateInto(
  context: CommandContext,
  endpoint: EndpointProfile,
  fresh: FreshToken,
): Promise<Outcome> {
  const old = context.expiries.token(endpoint.id);
  const held = await context.access.heldToken(endpoint.id);
  const target = await context.access.target(endpoint.connectionId, 'ask');
  if (!target.ok) return target;
  const done =
    endpoint.authentication.kind === 'credential'
      ? await throughCredential(context, {
          endpoint,
          credential: endpoint.authentication.name,
          target: target.value,
          fresh,
          held,
        })
      : await throughToken(context, endpoint, target.value, fresh);
  if (!done.ok) return done;
  await keepToken(context, endpoint, fresh);
  await context.clusters.readEndpoint(endpoint.id);
  const oldEnd = (held !== undefined ? tokenClaims(held)?.expiresAt : undefined) ?? old?.until;
  const until = oldEnd === undefined ? 'until its own end, which is not known here' : untilText(oldEnd, context.now());
  await context.prompts.tell(
    'info',
    `${endpoint.url} is called with the new token, good ${untilText(fresh.until, context.now())}. The old one stays valid ${until}: ` +
      `nothing but deleting the service account ${fresh.namespace}/${fresh.serviceAccount} ends it sooner.`,
  );
  return ok(true);
}

interface Through {
  readonly endpoint: EndpointProfile;
  readonly credential: string;
  readonly target: SqlTarget;
  readonly fresh: FreshToken;
  readonly held: string | undefined;
}

async function throughCredential(
  context: CommandContext,
  { endpoint, credential, target, fresh, held }: Through,
): Promise<Result<true, Failure>> {
  const proof = proofName(endpoint.url);
  if (!proof.ok) return refusedInput(proof.error);
  const rotation = {
    target,
    endpointUrl: endpoint.url,
    credential,
    proof: proof.value,
    fresh: fresh.token,
    account: `system:serviceaccount:${fresh.namespace}:${fresh.serviceAccount}`,
    requestSeconds: context.requestSeconds(),
    ...(held !== undefined && { held }),
  };
  const runner = await context.scripts();
  const { outcome, left } = await context.prompts.progress(`Rotating the token in ${credential}`, (signal, report) =>
    throughSqlServer(runner, rotation, signal, report),
  );
  await context.access.settle(target, outcome.ok ? outcome : err(outcome.error.failure));
  await tellLeft(context, target, left);
  return outcome.ok ? outcome : await failed(context, { endpoint, credential, target, held }, outcome.error);
}

async function tellLeft(context: CommandContext, { profile }: SqlTarget, left: RotationEnd['left']): Promise<void> {
  if (left === undefined) return;
  const words = `The credential ${left}, made for the proof, could not be dropped. It holds the new token and serves one path only. Drop it in ${profile.database} on ${profile.server}.`;
  await context.prompts.tell('warning', words);
}

/** What the credential holds now comes first; then what went wrong, in the decoder's words. */
async function failed(
  context: CommandContext,
  { endpoint, credential, target, held }: Omit<Through, 'fresh'>,
  { stage, failure, holds }: RotationFault,
): Promise<Result<never, Failure>> {
  if (failure.kind === 'cancelled') return err(failure);
  const where = {
    prove: 'The new token was not proven, so the credential was not touched',
    alter: 'The credential could not be altered',
    call: 'The credential was altered, and the call through it failed',
  }[stage];
  const now = {
    old:
      stage === 'prove' || held === undefined
        ? 'It holds the old token.'
        : 'It holds the old token, put back from this computer.',
    new: 'It holds the new token, which was proven before.',
    unknown:
      'Whether it holds the old token or the new one is not known, and the old one is not kept here: run this again.',
  }[holds];
  const why = inOneLine(await context.explain(failure, { connection: target.profile, endpoint }));
  const right =
    stage !== 'call' && failure.kind === 'sql'
      ? ` Needed is CONTROL on the database for the proof and ALTER on ${credential}: else the DBA runs sql/30-credential.sql of the set-up scripts.`
      : '';
  return err({ kind: 'refused', reason: `${where}. ${now} ${why}${right}` });
}

/** A token that is sent with each call: proven by a call, then kept. */
async function throughToken(
  context: CommandContext,
  endpoint: EndpointProfile,
  target: SqlTarget,
  { token }: FreshToken,
): Promise<Result<true, Failure>> {
  const reader = await context.reader();
  const proven = await context.prompts.progress(`${target.profile.server} calls ${endpoint.url}`, (signal) =>
    reader.probeEndpoint({ target, endpoint, token }, signal),
  );
  await context.access.settle(target, proven);
  return proven.ok ? ok(true) : proven;
}
