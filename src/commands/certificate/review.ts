import type { EndpointProfile } from '../../core/connection.ts';
import { isDue, type ExpiryLine } from '../../core/expiry-line.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { inspectCertificate } from './inspect.ts';
import { renewCertificate } from './renew.ts';

interface Entry {
  readonly endpoint: EndpointProfile;
  readonly line: ExpiryLine;
}

/** Lists what ends when, and goes on with what is chosen. */
export async function reviewExpiry(context: CommandContext): Promise<Outcome> {
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
  const command = isDue(line) && line.what === 'certificate' ? renewCertificate : inspectCertificate;
  return await command(context, { endpointId: endpoint.id });
}
