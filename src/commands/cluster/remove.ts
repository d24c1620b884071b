import { referenceText, removeAll, type RemovedObject } from '../../cluster/sequence.ts';
import { ok } from '../../core/result.ts';
import type { AppliedRecord, AppliedTo } from '../../core/setup/cluster-record.ts';
import { err } from '../../core/result.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { otherCluster } from './apply.ts';
import { chooseCluster } from './choose-cluster.ts';
import { objectFailed } from './object-failure.ts';
import { remember, whichEndpoint, type ChosenEndpoint, type EndpointWish } from './which-endpoint.ts';

const title = 'Remove from Cluster';

const outcomeWords: Readonly<Record<RemovedObject['outcome'], string>> = {
  removed: 'removed',
  going: 'is going: the cluster finishes it',
  'was-gone': 'was gone already',
  replaced: 'stays: somebody made another one of this name',
  'kept-in-use': 'stays: something else lives in it, or it could not be looked at',
  'not-ours': 'stays: it was there before',
};

/** Takes away exactly what was applied from here, after its name was typed. */
export async function removeFromCluster(context: CommandContext, wish: EndpointWish | undefined): Promise<Outcome> {
  const endpoint = await whichEndpoint(context, wish, { title, step: 1, of: 1 });
  if (endpoint === undefined) return undefined;
  const { applied } = endpoint.cluster;
  if (applied === undefined) {
    await context.prompts.tell('info', `Nothing was applied for ${endpoint.host} from this computer.`);
    return undefined;
  }
  const client = await chooseCluster(context, { title, lastContext: applied.context });
  if (!client.ok) return client;
  const elsewhere = otherCluster(endpoint, client.value);
  if (elsewhere !== undefined) return err({ kind: 'refused', reason: elsewhere });
  if (!(await agree(context, endpoint, applied, client.value.context.name))) return undefined;
  const { name } = client.value.context;
  const removed = await context.prompts.progress(`Removing from context ${name}`, (signal, report) =>
    removeAll(client.value, applied.objects, signal, report),
  );
  const done = removed.ok ? removed.value : removed.error.done;
  await forget(context, endpoint, applied, done);
  if (!removed.ok) {
    const left = `${done.filter(({ outcome }) => outcome === 'removed' || outcome === 'going').length} of ${applied.objects.length} objects were removed; run it again for the rest.`;
    return objectFailed(removed.error, name, left);
  }
  await tell(context, name, endpoint.host, removed.value);
  return ok(true);
}

async function agree(
  { prompts }: CommandContext,
  { host }: ChosenEndpoint,
  { objects }: AppliedTo,
  name: string,
): Promise<boolean> {
  const ours = objects.filter(({ created }) => created).map(({ reference }) => referenceText(reference));
  const others = objects.length - ours.length;
  const typed = await prompts.text({
    place: { title, step: 1, of: 1 },
    prompt:
      `From context ${name} go: ${ours.join(', ')}.` +
      `${others === 0 ? '' : ` ${others} that were there before stay.`} Every token of the account ends with it. Type ${host} to go on.`,
    placeholder: host,
    check: (text) => (text.trim() === host ? undefined : `Type ${host} to go on, or press Escape.`),
  });
  return typed.kind === 'value';
}

/** What is gone, or no longer ours, is not to be removed again; a namespace that others use may be later. */
async function forget(
  context: CommandContext,
  { url }: ChosenEndpoint,
  applied: AppliedTo,
  done: readonly RemovedObject[],
): Promise<void> {
  const over = new Set(
    done.filter(({ outcome }) => outcome !== 'kept-in-use').map(({ reference }) => referenceText(reference)),
  );
  const left: readonly AppliedRecord[] = applied.objects.filter(({ reference }) => !over.has(referenceText(reference)));
  await remember(context, url, { applied: left.length === 0 ? undefined : { ...applied, objects: left } });
  if (context.setups.find(url)?.marks.apply?.state === 'done') await context.setups.mark(url, 'apply', undefined);
}

async function tell(
  context: CommandContext,
  name: string,
  host: string,
  removed: readonly RemovedObject[],
): Promise<void> {
  const gone = removed.filter(({ outcome }) => ['removed', 'going', 'was-gone'].includes(outcome)).length;
  const pressed = await context.prompts.tell(
    'info',
    `${gone} of ${removed.length} objects for ${host} are gone from context ${name}.`,
    'Show All',
  );
  if (pressed === undefined) return;
  const rows = removed.map(({ reference, outcome }) => `| ${referenceText(reference)} | ${outcomeWords[outcome]} |`);
  const text = [`# Removed from context ${name}`, '', '| object | what became of it |', '| --- | --- |', ...rows, ''];
  await context.open(`Removed ${host}.md`, text.join('\n'));
}
