import type { Command } from './command.ts';

export const clustersFilter: Command<'sqlkube.clusters.filter'> = {
  id: 'sqlkube.clusters.filter',
  async run(context) {
    const answer = await context.prompts.text({
      place: { title: 'Filter Pods', step: 1, of: 1 },
      prompt: 'Part of a name or of a status, such as “crash”. Only loaded pods are looked at; empty shows all.',
      value: context.clusters.filterText,
      check: () => undefined,
    });
    if (answer.kind === 'value') context.clusters.filterText = answer.value.trim();
    return undefined;
  },
};
