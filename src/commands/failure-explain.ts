import type { Command } from './command.ts';

export const failureExplain: Command<'sqlkube.failure.explain'> = {
  id: 'sqlkube.failure.explain',
  async run(context, row) {
    const found = context.clusters.troubleOf(row);
    if (!found) return undefined;
    await context.diagnostics.show({ from: found.where, diagnoses: [found.explanation], about: found.about });
    return undefined;
  },
};
