import { setTimeout as wait } from 'node:timers/promises';
import type { Failure } from '../../core/failure.ts';
import { textAt } from '../../core/kube/json.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { clusterFailed } from '../cluster/choose-cluster.ts';
import type { CommandContext } from '../command.ts';
import type { FreshToken } from './ask-token.ts';

/** How often, and how many times, the Secret is read until Kubernetes has filled it in. */
const [interval, tries] = [250, 60];

/** The Secret that Kubernetes fills with a token that never ends; labelled, so that it can be found again. */
const longLivedSecret = ({ namespace, serviceAccount }: Pick<FreshToken, 'namespace' | 'serviceAccount'>) =>
  ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${serviceAccount}-sqlkube-token`,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'sqlkube', 'sqlkube.dev/long-lived-token': 'true' },
      annotations: { 'kubernetes.io/service-account.name': serviceAccount },
    },
    type: 'kubernetes.io/service-account-token',
  }) as const;

/** Says the risk, asks, makes the Secret and reads its token. Undefined when the user would rather not. */
export async function makeLongLived(
  context: CommandContext,
  fresh: FreshToken,
): Promise<Result<FreshToken, Failure> | undefined> {
  const { namespace, serviceAccount, client } = fresh;
  const secret = longLivedSecret(fresh);
  const { name } = secret.metadata;
  const revoke = `kubectl delete secret ${name} --namespace ${namespace}`;
  const agreed = await context.prompts.confirm(
    `Make a token for ${namespace}/${serviceAccount} that never ends?`,
    `In context ${client.context.name}, Secret ${name} in ${namespace}. Whoever gets hold of this token has the account’s rights until ` +
      `somebody revokes it; nothing ends it by itself, and everybody who may read Secrets in ${namespace} can read it. To revoke it: ${revoke}`,
    'Make It',
  );
  if (!agreed) return undefined;
  const place = { context: client.context.name };
  const made = await context.prompts.progress(`Making Secret ${name}`, async (signal) => {
    const applied = await client.apply(secret, signal);
    if (!applied.ok) return clusterFailed(applied.error, place);
    for (let round = 0; round < tries && !signal.aborted; round += 1) {
      const read = await client.read({ apiVersion: 'v1', kind: 'Secret', namespace, name }, signal);
      if (!read.ok) return clusterFailed(read.error, place);
      const encoded = textAt(read.value, 'data', 'token');
      if (encoded !== undefined) return ok(Buffer.from(encoded, 'base64').toString('utf8'));
      await wait(interval);
    }
    if (signal.aborted) return err<Failure>({ kind: 'cancelled' });
    const reason = `Kubernetes did not fill Secret ${name} with a token. Its token controller may be off. Ask the cluster admin, and delete the Secret: ${revoke}`;
    return err<Failure>({ kind: 'refused', reason });
  });
  if (!made.ok) return made;
  context.remember(made.value);
  await context.prompts.tell(
    'warning',
    `Secret ${name} in ${namespace} holds a token that never ends. To revoke it: ${revoke}`,
  );
  const { askedSeconds } = fresh;
  return ok({ namespace, serviceAccount, client, askedSeconds, token: made.value, from: context.now().getTime() });
}
