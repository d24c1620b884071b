import { checkGrant } from '../../core/access/checks.ts';
import { dangers, dangersOf, type DangerName } from '../../core/access/danger.ts';
import { readGrants } from '../../core/access/grant-text.ts';
import { grantText } from '../../core/access/consequences.ts';
import type { AccessScope } from '../../core/access/grant.ts';
import { choiceTexts, type AccessChoice, type AccessWish } from '../../core/access/presets.ts';
import { checkText, checkTexts, shapes, type TextShape } from '../../core/access/text-shape.ts';
import type { InputProblem } from '../../core/input-problem.ts';
import { checkNamespaces, splitNames, type FieldCheck } from '../../host/field-checks.ts';
import type { Prompts } from '../../host/prompts.ts';
import { answered, type Step } from '../../host/steps.ts';

type Kind = AccessChoice['kind'];

/** What the questions have learnt so far. */
export interface AccessDraft {
  readonly kinds: readonly Kind[];
  /** A namespace to be made for what is deployed; empty for those that are there. */
  readonly ownNamespace: string;
  readonly takesOwn: boolean;
  readonly everywhere: boolean;
  readonly namespaces: readonly string[];
  readonly scaled: readonly string[];
  readonly restarted: readonly string[];
  readonly grants: string;
  readonly confirmed: readonly DangerName[];
  readonly account: AccessWish['account'];
}

/** What stands in the boxes at first: what was chosen before. */
export function firstAccessDraft(chosen: AccessWish | undefined, newNamespaces: readonly string[]): AccessDraft {
  const of = <K extends Kind>(kind: K) =>
    chosen?.choices.find((choice): choice is AccessChoice & { kind: K } => choice.kind === kind);
  const [own = ''] = newNamespaces;
  return {
    kinds: chosen?.choices.map(({ kind }) => kind) ?? ['see-pods'],
    ownNamespace: own,
    takesOwn: chosen === undefined || own !== '',
    everywhere: chosen?.scope.kind === 'cluster',
    namespaces: chosen?.scope.kind === 'namespaces' ? chosen.scope.namespaces : [],
    scaled: of('scale')?.deployments ?? [],
    restarted: of('restart')?.deployments ?? [],
    grants: (of('custom')?.grants ?? []).map(grantText).join('; '),
    confirmed: [],
    account: chosen?.account ?? { namespace: 'sqlkube', name: 'sqlkube' },
  };
}

const deploys = ({ kinds }: AccessDraft): boolean => kinds.includes('deploy-pods');
const hasOwn = (draft: AccessDraft): boolean => deploys(draft) && draft.takesOwn;

/** Where the grants hold. */
const scopeOf = (draft: AccessDraft): AccessScope => {
  if (hasOwn(draft)) return { kind: 'namespaces', namespaces: [draft.ownNamespace] };
  return draft.everywhere ? { kind: 'cluster' } : { kind: 'namespaces', namespaces: draft.namespaces };
};

/** The namespaces to be made along. */
export const newNamespacesOf = (draft: AccessDraft): readonly string[] => (hasOwn(draft) ? [draft.ownNamespace] : []);

const grantsOf = ({ grants }: AccessDraft) => {
  const read = readGrants(grants);
  return read.ok ? read.value : [];
};

/** The answers as a wish for the generator. */
export function accessWish(draft: AccessDraft): AccessWish {
  const choiceOf = (kind: Kind): AccessChoice => {
    if (kind === 'scale') return { kind, deployments: draft.scaled };
    if (kind === 'restart') return { kind, deployments: draft.restarted };
    if (kind === 'custom') return { kind, grants: grantsOf(draft), confirmed: draft.confirmed };
    return { kind };
  };
  return { account: draft.account, scope: scopeOf(draft), choices: draft.kinds.map(choiceOf) };
}

const spoken = (problems: readonly InputProblem[]): string | undefined => {
  const [first] = problems;
  return first && `${first.reason} ${first.fix}`;
};

/** One name of a shape. */
export const checkOne =
  (shape: TextShape): FieldCheck =>
  (text) =>
    spoken(checkText('', text.trim(), shape));

const checkDeployments: FieldCheck = (text) =>
  splitNames(text).length === 0
    ? 'Name at least one Deployment; separate several by commas.'
    : spoken(checkTexts('', splitNames(text), shapes.subdomain));

const details: Readonly<Partial<Record<Kind, string>>> = {
  'see-pods': 'Lists, states, events. No logs, nothing is changed.',
  'deploy-pods': 'Dangerous: it runs containers. A namespace of its own is offered next.',
  scale: 'Only their number, by /scale. Next: which.',
  restart: 'By PATCH of the pod template, which can change more than that.',
  custom: 'Verbs and resources in kubectl’s words.',
};

/** All questions, in order. */
export const accessSteps = (prompts: Prompts): readonly Step<AccessDraft>[] => [
  (draft, place) =>
    answered(
      () =>
        prompts.chooseMany<Kind>({
          place,
          prompt: 'What shall SQL Server be able to do in the cluster? Next: where.',
          choices: (Object.keys(choiceTexts) as Kind[]).map((kind) => ({
            label: choiceTexts[kind],
            value: kind,
            ...(details[kind] !== undefined && { detail: details[kind] }),
          })),
          current: draft.kinds,
          none: 'Choose at least one thing.',
        }),
      (kinds) => ({ ...draft, kinds }),
    ),
  (draft, place) =>
    deploys(draft)
      ? answered(
          () =>
            prompts.choose<boolean>({
              place,
              prompt: 'Deploying reads every Secret there, and runs as any service account. Where may it?',
              choices: [
                {
                  label: 'In a New Namespace of Its Own…',
                  description: 'Pod Security restricted',
                  detail: 'Everything that you chose holds there, and nowhere else.',
                  value: true,
                },
                { label: 'Where Other Things Live…', detail: 'Their Secrets are within its reach.', value: false },
              ],
              current: draft.takesOwn,
            }),
          (takesOwn) => ({ ...draft, takesOwn }),
        )
      : undefined,
  (draft, place) =>
    hasOwn(draft)
      ? answered(
          () =>
            prompts.text({
              place,
              prompt: 'Name of the new namespace. Next: the service account.',
              value: draft.ownNamespace || 'sqlkube-apps',
              check: checkOne(shapes.label),
            }),
          (text) => ({ ...draft, ownNamespace: text.trim() }),
        )
      : undefined,
  (draft, place) =>
    hasOwn(draft)
      ? undefined
      : answered(
          () =>
            prompts.choose<boolean>({
              place,
              prompt: 'Where may it? Next: the names.',
              choices: [
                { label: 'In These Namespaces…', description: 'a Role in each', value: false },
                {
                  label: 'In the Whole Cluster',
                  description: 'a ClusterRole',
                  detail: 'Every namespace, also those that are made later.',
                  value: true,
                },
              ],
              current: draft.everywhere,
            }),
          (everywhere) => ({ ...draft, everywhere }),
        ),
  (draft, place) =>
    hasOwn(draft) || draft.everywhere
      ? undefined
      : names(prompts, {
          place,
          prompt: 'Namespaces, separated by commas.',
          value: draft.namespaces,
          check: checkNamespaces,
          take: (namespaces) => ({ ...draft, namespaces }),
        }),
  (draft, place) =>
    draft.kinds.includes('scale')
      ? names(prompts, {
          place,
          prompt: 'Deployments that it may scale, separated by commas.',
          value: draft.scaled,
          check: checkDeployments,
          take: (scaled) => ({ ...draft, scaled }),
        })
      : undefined,
  (draft, place) =>
    draft.kinds.includes('restart')
      ? names(prompts, {
          place,
          prompt: 'Deployments that it may restart, separated by commas.',
          value: draft.restarted,
          check: checkDeployments,
          take: (restarted) => ({ ...draft, restarted }),
        })
      : undefined,
  (draft, place) =>
    draft.kinds.includes('custom')
      ? answered(
          () =>
            prompts.text({
              place,
              prompt:
                'What else, in kubectl’s words; separate several by semicolons. Dangerous ones are asked for one by one.',
              placeholder: 'get, list configmaps; get, update deployments.apps/scale (web, api)',
              value: draft.grants,
              check: (text) => checkGrants(draft, text),
            }),
          (grants) => ({ ...draft, grants: grants.trim(), confirmed: [] }),
        )
      : undefined,
  ...(Object.keys(dangers) as DangerName[]).map((name) => confirmStep(prompts, name)),
  (draft, place) =>
    answered(
      () =>
        prompts.text({
          place,
          prompt:
            'Namespace of the service account that SQL Server acts as; the proxy’s own is a good place. Next: its name.',
          value: draft.account.namespace,
          check: checkOne(shapes.label),
        }),
      (text) => ({ ...draft, account: { ...draft.account, namespace: text.trim() } }),
    ),
  (draft, place) =>
    answered(
      () =>
        prompts.text({
          place,
          prompt: 'Name of the service account. Next: read what this access means.',
          value: draft.account.name,
          check: checkOne(shapes.subdomain),
        }),
      (text) => ({ ...draft, account: { ...draft.account, name: text.trim() } }),
    ),
];

function names(
  prompts: Prompts,
  {
    place,
    prompt,
    value,
    check,
    take,
  }: {
    readonly place: Parameters<Step<AccessDraft>>[1];
    readonly prompt: string;
    readonly value: readonly string[];
    readonly check: FieldCheck;
    readonly take: (names: readonly string[]) => AccessDraft;
  },
): ReturnType<Step<AccessDraft>> {
  return answered(
    () => prompts.text({ place, prompt, value: value.join(', '), check }),
    (text) => take(splitNames(text)),
  );
}

/** All that is wrong but what can still be confirmed. */
function checkGrants(draft: AccessDraft, text: string): string | undefined {
  const read = readGrants(text);
  if (!read.ok) return spoken([read.error]);
  const all = Object.keys(dangers) as DangerName[];
  return spoken(read.value.flatMap((grant) => checkGrant('', grant, scopeOf(draft), all)));
}

/** Asks for the word, so that nobody allows it by pressing Enter. */
const confirmStep =
  (prompts: Prompts, name: DangerName): Step<AccessDraft> =>
  (draft, place) => {
    const of = draft.kinds.includes('custom') ? grantsOf(draft).filter((grant) => dangersOf(grant).includes(name)) : [];
    if (of.length === 0) return undefined;
    return answered(
      () =>
        prompts.text({
          place,
          prompt: `${of.map(grantText).join('; ')}: ${dangers[name]} Type ${name} to allow it.`,
          placeholder: name,
          check: (text) =>
            text.trim() === name ? undefined : `Type ${name} to allow it, or go back and leave it out.`,
        }),
      () => ({ ...draft, confirmed: [...draft.confirmed.filter((one) => one !== name), name] }),
    );
  };
