import { isPathSegment } from '../../core/kube/path.ts';
import type { InsertableCall } from '../../core/tsql/assist/insert-call.ts';
import type { StoredEndpoint } from '../../host/profiles.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { pickEndpoint } from '../pick.ts';

const title = 'Insert Call';

/** Asks for endpoint, request, namespace and object, from what was read already; shows the T-SQL, and puts it at the cursor. */
export async function insertCall(context: CommandContext): Promise<Outcome> {
  const tools = await context.callTools();
  const endpoint = await endpointOf(context);
  if (endpoint === undefined) return undefined;
  const chosen = await context.prompts.choose<InsertableCall>({
    place: { title, step: 1, of: 1 },
    prompt: 'What Kubernetes is asked. Next: where.',
    choices: tools.insertableCalls.map((value) => ({ label: value.label, description: value.detail, value })),
  });
  if (chosen.kind !== 'value') return undefined;
  const { needs, label, build } = chosen.value;
  const { url, authentication } = endpoint.profile;
  const known = tools.clustersFor(context.knowledge(), url);
  const ask = (what: string, names: readonly string[]): Promise<string | undefined> => name(context, what, names);
  const namespace = needs === 'nothing' ? '' : await ask('namespace', tools.knownNames(known, 'namespaces'));
  if (namespace === undefined) return undefined;
  const object =
    needs === 'nothing' || needs === 'namespace'
      ? ''
      : await ask(needs === 'pods' ? 'pod' : 'Deployment', tools.knownNames(known, needs, namespace));
  if (object === undefined) return undefined;
  const credential = authentication.kind === 'credential' ? authentication.name : url;
  const text = build({ url, credential, namespace, name: object });
  if (!(await context.prompts.confirm(`Insert “${label}”?`, text, 'Insert'))) return undefined;
  await context.editor.insert(`${tools.snippetText(text)}$0`);
  return undefined;
}

/** The only endpoint, or the one the user picks. */
async function endpointOf(context: CommandContext): Promise<StoredEndpoint | undefined> {
  const all = context.profiles.endpoints();
  const [only] = all;
  return all.length === 1 ? only : await pickEndpoint(context, undefined, { title });
}

/** One of the names that were read, or one that is typed. */
async function name(context: CommandContext, what: string, names: readonly string[]): Promise<string | undefined> {
  const place = { title, step: 1, of: 1 };
  if (names.length > 0) {
    const other = Symbol('other');
    const answer = await context.prompts.choose<string | symbol>({
      place,
      prompt: `Which ${what}`,
      choices: [
        ...names.map((value) => ({ label: value, value })),
        { label: 'Another…', description: `a ${what} that is not read yet`, value: other },
      ],
    });
    if (answer.kind !== 'value') return undefined;
    if (typeof answer.value === 'string') return answer.value;
  }
  const typed = await context.prompts.text({
    place,
    prompt: `Name of the ${what}. Expand it in Clusters to choose from a list next time.`,
    check: (text) => (isPathSegment(text.trim()) ? undefined : `No ${what} can have this name.`),
  });
  return typed.kind === 'value' ? typed.value.trim() : undefined;
}
