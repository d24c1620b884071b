import type { Command } from './command.ts';

export const certificateRenew: Command<'sqlkube.certificate.renew'> = {
  id: 'sqlkube.certificate.renew',
  needsTrust: true,
  run: async (context, wish) => (await import('./certificate/flows.ts')).renewCertificate(context, wish),
};
