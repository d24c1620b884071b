import type { EndpointProfile } from '../../core/connection.ts';
import type { Failure } from '../../core/failure.ts';
import { tokenClaims } from '../../core/kube/token.ts';
import { err } from '../../core/result.ts';
import { inOneLine } from '../../host/sentences.ts';
import type { Link, SqlTarget } from '../../sql/cluster-reader.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { askEndpoint } from './endpoint-form.ts';
import type { EndpointDraft } from './endpoint-form.ts';
import { endpointText, proveEndpoint } from '../endpoint-proof.ts';

/** Adds an endpoint to a connection; the connection is opened first, to offer the credentials that are there. */
export async function addEndpoint(
  context: CommandContext,
  connectionId: string,
  given?: { readonly url: string; readonly credential: string },
): Promise<Outcome> {
  const common = { id: context.newId(), connectionId, namespaces: 'all' } as const;
  const profile: EndpointProfile = given
    ? { ...common, url: given.url, authentication: { kind: 'credential', name: given.credential } }
    : { ...common, url: '', authentication: { kind: 'none' } };
  return await enterEndpoint(context, 'Add Endpoint', {
    profile,
    token: '',
    isNew: given === undefined,
    typesCredential: false,
    typesNamespaces: false,
  });
}

/** Asks, calls, and only then stores. A failed call offers to go back with everything still filled in, or to save anyway. */
export async function enterEndpoint(context: CommandContext, title: string, initial: EndpointDraft): Promise<Outcome> {
  const { connectionId } = initial.profile;
  const opened = context.clusters.connectedFacts(connectionId);
  const facts = opened ? { ok: true as const, value: opened } : await context.clusters.connect(connectionId);
  if (!facts.ok) return facts;
  const target = await context.access.target(connectionId, 'ask');
  if (!target.ok) return target;
  const { server } = target.value.profile;
  const parts = { prompts: context.prompts, server, credentials: facts.value.credentials };
  const draft = await askEndpoint(parts, title, initial);
  if (!draft) return undefined;
  const link = linkOf(target.value, draft);
  const proof = await proveEndpoint(context, link);
  if (proof.ok) {
    await saveEndpoint(context, link);
    await context.prompts.tell('info', endpointText(link, proof.value));
    return undefined;
  }
  if (proof.error.kind === 'cancelled') return err<Failure>(proof.error);
  const words = inOneLine(
    await context.explain(proof.error, {
      connection: target.value.profile,
      endpoint: link.endpoint,
      facts: facts.value,
    }),
  );
  const pressed = await context.prompts.tell('error', words, 'Change It…', 'Save Anyway');
  if (pressed === 'Change It…') return await enterEndpoint(context, title, draft);
  if (pressed === 'Save Anyway') await saveEndpoint(context, link);
  return undefined;
}

/** A token tells itself when it ends, and whose it is. */
async function noteToken({ expiries }: CommandContext, endpointId: string, token: string): Promise<void> {
  const { issuedAt, expiresAt, namespace, serviceAccount } = tokenClaims(token) ?? {};
  if (issuedAt === undefined) return;
  const until = expiresAt === undefined ? {} : { until: expiresAt };
  await expiries.noteToken(endpointId, {
    from: issuedAt,
    account: `${namespace ?? ''}/${serviceAccount ?? ''}`,
    ...until,
  });
}

const linkOf = (target: SqlTarget, { profile, token }: EndpointDraft): Link => ({
  target,
  endpoint: profile,
  ...(profile.authentication.kind === 'token' && { token }),
});

async function saveEndpoint(context: CommandContext, link: Link): Promise<void> {
  if (link.token !== undefined) {
    await context.access.storeToken(link, link.token);
    await noteToken(context, link.endpoint.id, link.token);
  }
  await context.profiles.saveEndpoint(link.endpoint);
}
