import type { Command } from './command.ts';

export const expiryReview: Command<'sqlkube.expiry.review'> = {
  id: 'sqlkube.expiry.review',
  needsTrust: true,
  run: async (context) => (await import('./certificate/flows.ts')).reviewExpiry(context),
};
