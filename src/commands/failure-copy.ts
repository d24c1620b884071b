import { diagnosisMarkdown } from '../host/diagnosis-text.ts';
import type { Command } from './command.ts';

export const failureCopy: Command<'sqlkube.failure.copy'> = {
  id: 'sqlkube.failure.copy',
  async run(context, row) {
    const found = context.clusters.troubleOf(row);
    if (!found) return undefined;
    const { where: from, explanation, script } = found;
    const page = diagnosisMarkdown({ from, diagnoses: [explanation], ...(script !== undefined && { script }) });
    await context.copy(context.redact(page));
    return undefined;
  },
};
