import type { Command } from './command.ts';

export const sandboxStart: Command<'sqlkube.sandbox.start'> = {
  id: 'sqlkube.sandbox.start',
  needsTrust: true,
  async run(context) {
    await context.clusters.focus();
    const started = await context.prompts.progress('Starting the sandbox on this computer', (signal) =>
      context.sandbox.start(signal),
    );
    if (!started.ok) return started;
    await context.clusters.connect(started.value.connectionId);
    return undefined;
  },
};
