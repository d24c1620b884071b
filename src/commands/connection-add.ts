import type { Command } from './command.ts';

export const connectionAdd: Command<'sqlkube.connection.add'> = {
  id: 'sqlkube.connection.add',
  needsTrust: true,
  async run(context) {
    const { emptyDraft, enterConnection } = await import('./profile/flows.ts');
    return await enterConnection(context, 'Add Connection', emptyDraft(context.newId()));
  },
};
