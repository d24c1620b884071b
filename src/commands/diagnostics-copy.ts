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
        facts: clusters.connectedFacts(profile.id),
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
