import type { Command } from './command.ts';

export const historyShow: Command<'sqlkube.history.show'> = {
  id: 'sqlkube.history.show',
  async run(context) {
    const entries = context.history.entries();
    if (entries.length === 0) {
      await context.prompts.tell('info', 'Nothing was run yet, or the history was cleared.');
      return undefined;
    }
    const answer = await context.prompts.choose({
      place: { title: 'History of runs', step: 1, of: 1 },
      prompt: 'Which run. Secrets were taken out before it was kept.',
      choices: entries.map((entry) => ({
        label: entry.headline,
        description: entry.connection,
        detail: new Date(entry.at).toLocaleString(),
        value: entry,
      })),
    });
    if (answer.kind !== 'value') return undefined;
    const { at, connection, batch, response } = answer.value;
    const time = new Date(at).toLocaleTimeString('en-GB').replaceAll(':', '.');
    await context.open(`Run on ${connection} ${time}.txt`, `${response}\nThe batch that ran:\n\n${batch.trim()}\n`);
    return undefined;
  },
};
