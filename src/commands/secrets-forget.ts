import type { Command } from './command.ts';

export const secretsForget: Command<'sqlkube.secrets.forget'> = {
  id: 'sqlkube.secrets.forget',
  async run(context) {
    const { length } = await context.vault.keys();
    const sure = await context.prompts.confirm(
      'Forget all passwords and tokens of SQL Kube?',
      `${length === 1 ? '1 secret' : `${length} secrets`} on this computer. Connections and endpoints stay; you are asked again when they are used.`,
      'Forget All',
    );
    if (!sure) return undefined;
    context.access.forgetTyped();
    const forgotten = await context.vault.forgetAll();
    for (const { profile } of context.profiles.connections()) await context.clusters.disconnect(profile.id);
    await context.prompts.tell(
      'info',
      `Forgot ${forgotten === 1 ? '1 secret' : `${forgotten} secrets`} and closed all connections.`,
    );
    return undefined;
  },
};
