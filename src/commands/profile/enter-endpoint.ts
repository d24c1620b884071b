import type { EndpointProfile } from '../../core/connection.ts';
import type { Failure } from '../../core/failure.ts';
import { err } from '../../core/result.ts';
import { without } from '../../core/without.ts';
import { inOneLine } from '../../host/sentences.ts';
import type { Link, SqlTarget } from '../../sql/cluster-reader.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { tokenNote } from '../token/note-token.ts';
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

const linkOf = (target: SqlTarget, { profile, token }: EndpointDraft): Link => ({
  target,
  endpoint: profile,
  ...(profile.authentication.kind === 'token' && { token }),
});

async function saveEndpoint(context: CommandContext, link: Link): Promise<void> {
  if (link.token !== undefined) {
    await context.access.storeToken(link, link.token);
    await context.expiries.noteToken(link.endpoint.id, tokenNote(link.token, context.now()));
  }
  await context.profiles.saveEndpoint(link.endpoint);
  // A script of the set-up put a token into the credential before there was this endpoint.
  const { url, connectionId, authentication } = link.endpoint;
  const known = context.setups.find(url)?.token;
  const isNew = context.expiries.token(link.endpoint.id) === undefined;
  if (isNew && authentication.kind === 'credential' && known?.connectionId === connectionId) {
    await context.expiries.noteToken(link.endpoint.id, without(known, 'connectionId'));
  }
}
