import type { Command } from './command.ts';

export const doctorRunCheck: Command<'sqlkube.doctor.runCheck'> = {
  id: 'sqlkube.doctor.runCheck',
  needsTrust: true,
  async run({ doctor, access }, row) {
    const found = doctor.rowOf(row);
    if (found === undefined || doctor.endpointId === undefined) return undefined;
    const link = await access.link(doctor.endpointId, 'ask');
    if (!link.ok) return link;
    await doctor.examine(link.value, [found.check]);
    return undefined;
  },
};
