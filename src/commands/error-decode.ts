import type { Command } from './command.ts';

export const errorDecode: Command<'sqlkube.error.decode'> = {
  id: 'sqlkube.error.decode',
  async run(context) {
    const selected = context.selection();
    if (selected !== undefined) {
      await context.diagnostics.decode(selected.text, selected.from);
      return undefined;
    }
    const copied = await context.clipboard();
    if (copied.trim() !== '') await context.diagnostics.decode(copied, 'Clipboard');
    else await context.diagnostics.reveal();
    return undefined;
  },
};
