import { err } from '../core/result.ts';
import type { CallRef } from '../ids.ts';
import { noPlace } from './call-place.ts';
import type { Command, CommandContext, Outcome } from './command.ts';

export const callCopyKubectl: Command<'sqlkube.call.copyKubectl'> = {
  id: 'sqlkube.call.copyKubectl',
  run: (context, call) => copy(context, call, 'kubectl'),
};

export const callCopyCurl: Command<'sqlkube.call.copyCurl'> = {
  id: 'sqlkube.call.copyCurl',
  run: (context, call) => copy(context, call, 'curl'),
};

async function copy(context: CommandContext, call: CallRef | undefined, as: 'curl' | 'kubectl'): Promise<Outcome> {
  const place = context.editor.place(call);
  if (place === undefined) return noPlace;
  const endpoints = context.profiles.endpoints().map(({ profile }) => profile.url);
  const { copyCall } = await context.callTools();
  const copied = copyCall(place.text, place.offset, as, endpoints, context.redact);
  if (!copied.ok) return err({ kind: 'refused', reason: `The call was not copied as ${as}. ${copied.error}` });
  await context.copy(copied.value);
  return undefined;
}
