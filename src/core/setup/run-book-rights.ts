import { bullets, inlineCode } from './markdown.ts';
import { ownerNames, type Owner } from './owner.ts';
import type { ClusterRight, Right, SqlRight } from './right.ts';

/** As much of a step as this chapter tells. */
interface StepRights {
  readonly owner: Owner;
  readonly rights: readonly Right[];
}

interface Wanted<T extends Right> {
  readonly step: number;
  readonly right: T;
}

/** The chapter that says what each owner must be allowed to do, and no more. */
export function renderRights(steps: readonly StepRights[]): readonly string[] {
  const owners = [...new Set(steps.map(({ owner }) => owner))];
  return [
    '## What each owner must be allowed to do',
    '',
    'No more than this is needed. Where a right is missing its step fails, and Kubernetes or the script names it.',
    '',
    ...owners.flatMap((owner) => {
      const wanted = steps.flatMap((step, index) =>
        step.owner === owner ? step.rights.map((right) => ({ step: index + 1, right })) : [],
      );
      return [`### ${ownerNames[owner]}`, '', ...tables(wanted)];
    }),
  ];
}

function tables(wanted: readonly Wanted<Right>[]): readonly string[] {
  const cluster = wanted.filter((one): one is Wanted<ClusterRight> => one.right.kind === 'cluster');
  const server = wanted.filter((one): one is Wanted<SqlRight> => one.right.kind === 'sql');
  const plain = wanted.flatMap(({ step, right }) => (right.kind === 'plain' ? [`step ${step}: ${right.text}`] : []));
  return [
    ...(cluster.length === 0 ? [] : clusterTable(cluster)),
    ...(server.length === 0 ? [] : sqlTable(server)),
    ...(plain.length === 0 ? [] : [...bullets(plain), '']),
  ];
}

const useWords: Readonly<Record<ClusterRight['use'], string>> = { run: 'step', check: 'check of', undo: 'rollback of' };

const codes = (texts: readonly string[]): string => texts.map(inlineCode).join(', ');

function clusterTable(wanted: readonly Wanted<ClusterRight>[]): readonly string[] {
  return [
    '| for | verbs | resources | names | where |',
    '| --- | --- | --- | --- | --- |',
    ...wanted.map(({ step, right: { use, verbs, resources, names, namespace } }) => {
      const where = namespace === undefined ? 'the cluster' : `namespace ${inlineCode(namespace)}`;
      const cells = [
        `${useWords[use]} ${step}`,
        verbs.join(', '),
        codes(resources),
        names ? codes(names) : 'any',
        where,
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
    ...bullets([
      'Rights in a namespace are a Role there, and can be given once it exists; rights in the cluster are a ClusterRole.',
      'Kubernetes lets nobody give a right away that they do not hold: hence those that the service account gets.',
      `Where ${inlineCode('list')} and ${inlineCode('watch')} stand together, kubectl 1.36 makes do with either; other versions may want both.`,
      `Beyond this only what every user who is signed in may do: discovery, and reviews of oneself (${inlineCode('system:discovery')}, ${inlineCode('system:basic-user')}).`,
    ]),
    '',
  ];
}

function sqlTable(wanted: readonly Wanted<SqlRight>[]): readonly string[] {
  const rows = new Map<string, { readonly steps: number[]; readonly right: SqlRight }>();
  for (const { step, right } of wanted) {
    const key = `${right.permission} ${right.on}`;
    const row = rows.get(key) ?? { steps: [], right };
    row.steps.push(step);
    rows.set(key, row);
  }
  return [
    '| for, with rollback | permission | on |',
    '| --- | --- | --- |',
    ...[...rows.values()].map(({ steps, right }) => {
      const cells = [steps.map((step) => `step ${step}`).join(', '), inlineCode(right.permission), `the ${right.on}`];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
  ];
}
