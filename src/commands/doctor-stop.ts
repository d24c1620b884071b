import type { Command } from './command.ts';

export const doctorStop: Command<'sqlkube.doctor.stop'> = {
  id: 'sqlkube.doctor.stop',
  run({ doctor }) {
    doctor.stop();
    return Promise.resolve(undefined);
  },
};
