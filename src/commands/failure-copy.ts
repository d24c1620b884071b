import type { Command } from './command.ts';
import { failureText } from './failure-text.ts';

export const failureCopy: Command<'sqlkube.failure.copy'> = {
  id: 'sqlkube.failure.copy',
  async run(context, row) {
    const found = context.clusters.troubleOf(row);
    if (found) await context.copy(context.redact(failureText(found)));
    return undefined;
  },
};
