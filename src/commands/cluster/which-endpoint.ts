import { readClusterRecord, type ClusterRecord } from '../../core/setup/cluster-record.ts';
import { checkEndpointUrl, cleanEndpointUrl } from '../../host/field-checks.ts';
import type { Place } from '../../host/prompts.ts';
import { setupKey, type SetupRecord } from '../../host/setup-store.ts';
import type { CommandContext } from '../command.ts';

/** What a command is called with: a set-up's URL, or a row at or below an endpoint. */
export interface EndpointWish {
  readonly url?: string;
  readonly endpointId?: string;
}

/** The endpoint that a command is about, with what is remembered of its cluster's side. */
export interface ChosenEndpoint {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly record: SetupRecord | undefined;
  readonly cluster: ClusterRecord;
}

/** The endpoint of the call, or the one that the user picks or types; undefined when they backed out. */
export async function whichEndpoint(
  context: CommandContext,
  wish: EndpointWish | undefined,
  place: Place,
): Promise<ChosenEndpoint | undefined> {
  const { profiles } = context;
  const ofRow = wish?.endpointId === undefined ? undefined : profiles.endpoint(wish.endpointId)?.profile.url;
  const url = wish?.url ?? ofRow ?? (await pickUrl(context, place));
  return url === undefined ? undefined : endpointOf(context, url);
}

/** What is remembered of an endpoint. */
export function endpointOf({ setups }: CommandContext, typed: string): ChosenEndpoint {
  const url = setupKey(typed);
  const { hostname, port } = new URL(url);
  const record = setups.find(url);
  const cluster = readClusterRecord(record?.cluster);
  return { url, host: hostname, port: port === '' ? 443 : Number(port), record, cluster };
}

async function pickUrl({ prompts, setups, profiles }: CommandContext, place: Place): Promise<string | undefined> {
  const known = new Map(setups.all().map(({ url }) => [url, 'a set-up that was begun']));
  for (const { profile } of profiles.endpoints()) {
    const key = setupKey(profile.url);
    if (!known.has(key)) known.set(key, 'an endpoint of yours');
  }
  if (known.size > 0) {
    const answer = await prompts.choose<string | undefined>({
      place,
      prompt: 'For which endpoint?',
      choices: [
        ...[...known].map(([url, description]) => ({ label: url, description, value: url })),
        { label: 'Another Endpoint…', description: 'type its URL', value: undefined },
      ],
    });
    if (answer.kind !== 'value') return undefined;
    if (answer.value !== undefined) return answer.value;
  }
  const typed = await prompts.text({
    place,
    prompt: 'URL by which SQL Server calls, or will call, the cluster: the name of the proxy and its port.',
    placeholder: 'https://k8s.corp.example:8443',
    check: checkEndpointUrl,
  });
  return typed.kind === 'value' ? cleanEndpointUrl(typed.value) : undefined;
}

/** Adds to what is remembered of the cluster's side. */
export async function remember(
  { setups }: CommandContext,
  url: string,
  change: { readonly [K in keyof ClusterRecord]?: ClusterRecord[K] | undefined },
): Promise<void> {
  await setups.update(url, { cluster: { ...readClusterRecord(setups.find(url)?.cluster), ...change } });
}
