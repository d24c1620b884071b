import type { Command } from './command.ts';

export const certificateInspect: Command<'sqlkube.certificate.inspect'> = {
  id: 'sqlkube.certificate.inspect',
  needsTrust: true,
  run: async (context, wish) => (await import('./certificate/flows.ts')).inspectCertificate(context, wish),
};
