import type { Failure } from '../core/failure.ts';
import { err } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Command } from './command.ts';

const gone: Result<never, Failure> = err({
  kind: 'refused',
  reason: 'This run is no longer at hand. Run the batch again, or look into the history.',
});

export const responseShowBatch: Command<'sqlkube.response.showBatch'> = {
  id: 'sqlkube.response.showBatch',
  async run(context, row) {
    const shown = context.responses.find(row.response);
    if (shown === undefined) return gone;
    await context.open(shown.title.replace(/\.txt$/u, ' batch.sql'), shown.batch);
    return undefined;
  },
};

export const responseOpenCsv: Command<'sqlkube.response.openCsv'> = {
  id: 'sqlkube.response.openCsv',
  async run(context, row) {
    const index = row.set ?? 0;
    const set = context.responses.find(row.response)?.sets[index];
    if (set === undefined) return gone;
    await context.open(row.response.replace(/\.txt$/u, ` ${index + 1}.csv`), set.csv);
    return undefined;
  },
};
