import type { Command } from './command.ts';

export const logShow: Command<'sqlkube.log.show'> = {
  id: 'sqlkube.log.show',
  run(context) {
    context.showLog();
    return Promise.resolve(undefined);
  },
};
