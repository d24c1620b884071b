import type { Command } from './command.ts';

export const doctorShowChain: Command<'sqlkube.doctor.showChain'> = {
  id: 'sqlkube.doctor.showChain',
  async run({ doctor, diagnostics, chainOfRun }) {
    const { run } = doctor;
    if (run !== undefined) await diagnostics.show(await chainOfRun(run));
    return undefined;
  },
};
