import type { EndpointProfile } from '../core/connection.ts';
import { isDue, type ExpiryLine } from '../core/expiry-line.ts';
import { certificateInspect } from './certificate-inspect.ts';
import { certificateRenew } from './certificate-renew.ts';
import type { Command } from './command.ts';

interface Entry {
  readonly endpoint: EndpointProfile;
  readonly line: ExpiryLine;
}

export const expiryReview: Command<'sqlkube.expiry.review'> = {
  id: 'sqlkube.expiry.review',
  needsTrust: true,
  async run(context) {
    const entries = context.profiles
      .endpoints()
      .flatMap(({ profile }) =>
        context.expiries.lines(profile, context.now()).map((line): Entry => ({ endpoint: profile, line })),
      )
      .sort((a, b) => a.line.until - b.line.until);
    if (entries.length === 0) {
      await context.prompts.tell(
        'info',
        'Nothing is known to end. Inspect the certificate of an endpoint to note its dates.',
      );
      return undefined;
    }
    const answer = await context.prompts.choose<Entry>({
      place: { title: 'Review Expiry', step: 1, of: 1 },
      prompt: 'What ends when, the first end first. Choose one to do something about it.',
      choices: entries.map((entry) => ({
        label: `${entry.endpoint.url}: ${entry.line.text}`,
        description: new Date(entry.line.until).toLocaleString(),
        value: entry,
      })),
    });
    if (answer.kind !== 'value') return undefined;
    const { endpoint, line } = answer.value;
    const command = isDue(line) && line.what === 'certificate' ? certificateRenew : certificateInspect;
    return await command.run(context, { endpointId: endpoint.id });
  },
};
