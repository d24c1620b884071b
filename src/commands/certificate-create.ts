import type { Command } from './command.ts';

export const certificateCreate: Command<'sqlkube.certificate.create'> = {
  id: 'sqlkube.certificate.create',
  needsTrust: true,
  run: async (context, wish) => (await import('./certificate/flows.ts')).createCertificates(context, wish),
};
