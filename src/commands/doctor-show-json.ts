import type { Command } from './command.ts';

export const doctorShowJson: Command<'sqlkube.doctor.showJson'> = {
  id: 'sqlkube.doctor.showJson',
  async run({ doctor, open, redact, renderDoctor }) {
    const { run } = doctor;
    if (run !== undefined) await open('Doctor.json', redact(await renderDoctor(run, 'json')));
    return undefined;
  },
};
