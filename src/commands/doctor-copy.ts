import type { Command } from './command.ts';

export const doctorCopy: Command<'sqlkube.doctor.copy'> = {
  id: 'sqlkube.doctor.copy',
  async run(context, row) {
    const { doctor, copy, redact, renderDoctor } = context;
    const { run } = doctor;
    if (run === undefined) return undefined;
    const check = row === undefined ? undefined : doctor.rowOf(row)?.check;
    const part = check === undefined ? run : { ...run, findings: run.findings.filter((one) => one.check === check) };
    await copy(redact(await renderDoctor(part, check === undefined ? 'markdown' : 'text')));
    return undefined;
  },
};
