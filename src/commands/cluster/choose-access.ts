import { chooseAccess as makeAccess } from '../../core/access/presets.ts';
import { whatIfText } from '../../core/access/what-if.ts';
import type { InputProblem } from '../../core/input-problem.ts';
import { err, ok } from '../../core/result.ts';
import { runSteps } from '../../host/steps.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { accessSteps, accessWish, firstAccessDraft, newNamespacesOf } from './access-form.ts';
import { remember, whichEndpoint, type EndpointWish } from './which-endpoint.ts';

const title = 'Choose Access';

/** Inputs that generators refuse, as a command answers them. */
export const refusedInputs = (
  problems: readonly InputProblem[],
): { readonly ok: false; readonly error: { readonly kind: 'refused'; readonly reason: string } } =>
  err({ kind: 'refused', reason: problems.map(({ field, reason, fix }) => `${field}: ${reason} ${fix}`).join(' ') });

/** Asks what SQL Server may do, shows what that means, and keeps the choice for all that is made of it. */
export async function chooseAccess(context: CommandContext, wish: EndpointWish | undefined): Promise<Outcome> {
  const { prompts } = context;
  const endpoint = await whichEndpoint(context, wish, { title, step: 1, of: 1 });
  if (endpoint === undefined) return undefined;
  let draft = firstAccessDraft(endpoint.cluster.chosen, endpoint.cluster.newNamespaces);
  for (;;) {
    const asked = await runSteps(title, accessSteps(prompts), draft);
    if (asked === undefined) return undefined;
    draft = asked;
    const chosen = accessWish(draft);
    const access = makeAccess(chosen);
    if (!access.ok) return refusedInputs(access.error);
    const newNamespaces = newNamespacesOf(draft);
    await context.open(`Access ${endpoint.host}.md`, whatIfText(access.value, newNamespaces));
    const answer = await prompts.choose<boolean>({
      place: { title, step: 1, of: 1 },
      prompt: 'Read in the editor what this access means. Nothing is changed in the cluster yet.',
      choices: [
        {
          label: 'Use This Access',
          description: `service account ${chosen.account.namespace}/${chosen.account.name}`,
          value: true,
        },
        { label: 'Choose Again…', description: 'with these answers filled in', value: false },
      ],
    });
    if (answer.kind !== 'value') return undefined;
    if (!answer.value) continue;
    await remember(context, endpoint.url, { chosen, access: access.value, newNamespaces });
    const again =
      endpoint.cluster.wish === undefined ? '' : ' The proxy’s files still allow the old one: create them again.';
    const pressed = await prompts.tell(
      'info',
      `The access for ${endpoint.host} is kept on this computer.${again} Next: the proxy that allows exactly this.`,
      'Create Proxy Manifests…',
    );
    if (pressed !== undefined) await context.execute('sqlkube.proxy.createManifests', [{ url: endpoint.url }]);
    return ok(true);
  }
}
