import type { Command } from './command.ts';

export const doctorShowReport: Command<'sqlkube.doctor.showReport'> = {
  id: 'sqlkube.doctor.showReport',
  async run({ doctor, open, redact, renderDoctor }) {
    const { run } = doctor;
    if (run !== undefined) await open('Doctor.md', redact(await renderDoctor(run, 'markdown')));
    return undefined;
  },
};
