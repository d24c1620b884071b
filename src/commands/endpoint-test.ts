import { ok } from '../core/result.ts';
import type { Command } from './command.ts';
import { endpointText, proveEndpoint } from './endpoint-proof.ts';
import { pickEndpoint } from './pick.ts';

export const endpointTest: Command<'sqlkube.endpoint.test'> = {
  id: 'sqlkube.endpoint.test',
  needsTrust: true,
  async run(context, row) {
    const stored = await pickEndpoint(context, row?.endpointId, { title: 'Test Endpoint' });
    if (!stored) return undefined;
    const link = await context.access.link(stored.profile.id, 'ask');
    if (!link.ok) return link;
    const proof = await proveEndpoint(context, link.value);
    if (!proof.ok) {
      const { offerReissue } = await import('./certificate/flows.ts');
      const offered = await offerReissue(context, stored.profile, proof.error);
      return offered ? offered.outcome : proof;
    }
    await context.prompts.tell('info', endpointText(link.value, proof.value));
    await context.clusters.readEndpoint(stored.profile.id);
    return ok(true);
  },
};
