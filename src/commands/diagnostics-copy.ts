import type { ServerFacts } from '../sql/cluster-reader.ts';
import type { Command } from './command.ts';

export const diagnosticsCopy: Command<'sqlkube.diagnostics.copy'> = {
  id: 'sqlkube.diagnostics.copy',
  async run(context) {
    const { profiles, clusters } = context;
    const report = {
      ...context.environment(),
      readOnly: context.isReadOnly(),
      trusted: context.isTrusted(),
      connections: profiles.connections().map(({ profile, source }) => ({
        source,
        server: profile.server,
        database: profile.database,
        encryption: profile.encryption,
        pinned: profiles.pin(profile.server) !== undefined,
        facts: factsToShare(clusters.connectedFacts(profile.id)),
      })),
      endpoints: profiles.endpoints().map(({ profile, source }) => ({
        source,
        url: profile.url,
        authentication: profile.authentication.kind,
        namespaces: profile.namespaces,
      })),
      settingProblems: profiles.problems(),
    };
    await context.copy(context.redact(`${JSON.stringify(report, undefined, 2)}\n`));
    await context.prompts.tell(
      'info',
      'Copied, without secrets. It names servers and URLs: read it before you share it.',
    );
    return undefined;
  },
};

/** Named one by one, so that what the probe learns later is not handed out by itself. Who signs in, and by what, stays here. */
function factsToShare(facts: ServerFacts | undefined): object | undefined {
  return (
    facts && {
      productVersion: facts.productVersion,
      edition: facts.edition,
      engineEdition: facts.engineEdition,
      hostPlatform: facts.hostPlatform,
      switchInUse: facts.switchInUse,
      switchConfigured: facts.switchConfigured,
      mayCall: facts.mayCall,
      credentials: facts.credentials.length,
      isSandbox: facts.isSandbox,
    }
  );
}
