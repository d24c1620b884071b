import type { Command } from './command.ts';

export const sandboxStop: Command<'sqlkube.sandbox.stop'> = {
  id: 'sqlkube.sandbox.stop',
  async run(context) {
    await context.sandbox.stop();
    return undefined;
  },
};
