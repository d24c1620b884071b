import type { EndpointProfile } from '../../core/connection.ts';
import type { Failure } from '../../core/failure.ts';
import { ok, type Result } from '../../core/result.ts';
import { isCutShort, lifeText } from '../../core/tokens/life.ts';
import { readImageSetting } from '../../core/proxy/image-setting.ts';
import { renewerFiles } from '../../core/tokens/renewer.ts';
import { refusedInput } from '../certificate/inputs.ts';
import type { CommandContext } from '../command.ts';
import type { FreshToken } from './ask-token.ts';
import { untilText } from './keep-token.ts';
import { makeLongLived } from './long-lived.ts';

/** A cluster that grants less than was asked for: what can be done about it, before the token is used. */
export async function offerMore(
  context: CommandContext,
  title: string,
  endpoint: EndpointProfile,
  fresh: FreshToken,
): Promise<Result<FreshToken, Failure> | undefined> {
  const granted = ((fresh.until ?? Infinity) - fresh.from) / 1000;
  if (!isCutShort(fresh.askedSeconds, granted)) return ok(fresh);
  const answer = await context.prompts.choose<'keep' | 'renewer' | 'long-lived'>({
    place: { title, step: 1, of: 1 },
    prompt: `The cluster granted ${lifeText(granted)} of the ${lifeText(fresh.askedSeconds)} asked for.`,
    choices: [
      {
        label: 'Use It All the Same',
        description: 'somebody renews it in time',
        detail: `Good ${untilText(fresh.until, context.now())}.`,
        value: 'keep',
      },
      {
        label: 'Write What Renews It…',
        description: 'a script, and a CronJob around it',
        detail: 'With an access of its own: one token in the cluster, one credential in SQL Server.',
        value: 'renewer',
      },
      {
        label: 'A Token That Never Ends…',
        description: 'a labelled Secret; the risk is said first',
        value: 'long-lived',
      },
    ],
  });
  if (answer.kind !== 'value') return undefined;
  if (answer.value === 'long-lived') return await makeLongLived(context, fresh);
  if (answer.value === 'renewer') {
    const written = await writeRenewer(context, endpoint, { ...fresh, grantedSeconds: Math.floor(granted) });
    if (!written.ok) return written;
  }
  return ok(fresh);
}

async function writeRenewer(
  context: CommandContext,
  { url, connectionId, authentication }: EndpointProfile,
  fresh: FreshToken & { readonly grantedSeconds: number },
): Promise<Result<unknown, Failure>> {
  const connection = context.profiles.connection(connectionId)?.profile;
  const kubectl = readImageSetting(context.image('renewer.kubectlImage'), 'renewer.kubectlImage', undefined);
  const sqlcmd = readImageSetting(context.image('renewer.sqlcmdImage'), 'renewer.sqlcmdImage', undefined);
  for (const image of [kubectl, sqlcmd]) {
    const [problem] = image.ok ? [] : image.error;
    if (problem !== undefined) return refusedInput(problem);
  }
  const files = renewerFiles({
    images: {
      ...(kubectl.ok && kubectl.value !== undefined && { kubectl: kubectl.value }),
      ...(sqlcmd.ok && sqlcmd.value !== undefined && { sqlcmd: sqlcmd.value }),
    },
    namespace: fresh.namespace,
    serviceAccount: fresh.serviceAccount,
    grantedSeconds: fresh.grantedSeconds,
    server: connection?.server ?? '',
    database: connection?.database ?? '',
    credential: authentication.kind === 'credential' ? authentication.name : url,
  });
  if (!files.ok) return refusedInput(files.error[0] ?? { reason: 'The files cannot be written.', fix: '' });
  const place = { title: 'Write What Renews the Token', step: 1, of: 1 };
  const folder = await context.files.chooseFolder(place, `renew-token/${new URL(url).host.replace(/[^\w.-]/g, '-')}`);
  if (folder.kind !== 'value') return { ok: false, error: { kind: 'cancelled' } };
  return await context.files.write(place.title, folder.value, { files: files.value });
}
