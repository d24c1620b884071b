import { docOf } from '../core/doctor/checks.ts';
import type { Command } from './command.ts';

export const doctorExplainCheck: Command<'sqlkube.doctor.explainCheck'> = {
  id: 'sqlkube.doctor.explainCheck',
  async run({ doctor, openPage }, row) {
    const found = doctor.rowOf(row);
    if (found !== undefined) await openPage(docOf(found.check));
    return undefined;
  },
};
