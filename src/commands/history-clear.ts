import type { Command } from './command.ts';

export const historyClear: Command<'sqlkube.history.clear'> = {
  id: 'sqlkube.history.clear',
  async run(context) {
    const entries = context.history.entries();
    if (entries.length === 0) {
      await context.prompts.tell('info', 'The history holds no runs.');
      return undefined;
    }
    const connections = new Map(entries.map(({ connectionId, connection }) => [connectionId, connection]));
    const runs = (count: number): string => `${count} ${count === 1 ? 'run' : 'runs'}`;
    const answer = await context.prompts.choose<string | undefined>({
      place: { title: 'Clear History', step: 1, of: 1 },
      prompt: 'Which runs are to be forgotten. This cannot be undone.',
      choices: [
        { label: 'All connections', description: runs(entries.length), value: undefined },
        ...[...connections].map(([id, name]) => ({
          label: name,
          description: runs(entries.filter(({ connectionId }) => connectionId === id).length),
          value: id,
        })),
      ],
    });
    if (answer.kind === 'value') await context.history.clear(answer.value);
    return undefined;
  },
};
