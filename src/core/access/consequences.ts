import { dangersOf, dangerText } from './danger.ts';
import { resourceText, type Access, type Grant } from './grant.ts';

/** How far a grant reaches: it only looks, it changes what runs, or whoever holds it can become somebody else. */
type Reach = 'looks' | 'changes' | 'takes-over';

/** One row of the what-if table: what somebody could do who got hold of the token. */
export interface Consequence {
  readonly reach: Reach;
  /** In kubectl's words: `get, list pods`. */
  readonly grant: string;
  readonly words: string;
}

const workloads = [
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'replicationcontrollers',
  'jobs',
  'cronjobs',
];
const writing = ['create', 'update', 'patch'];
const everything =
  'can start containers of any image, and so read every Secret and ConfigMap of the namespace and act as any of its ' +
  'service accounts. Give it a namespace of its own, with Pod Security "restricted"';

interface Entry {
  readonly applies: (grant: Grant) => boolean;
  readonly reach: Reach;
  readonly words: string;
}

const isMain = ({ subresource }: Grant): boolean => subresource === undefined;
const may = (verbs: readonly string[], grant: Grant): boolean => grant.verbs.some((verb) => verbs.includes(verb));
const on = (resource: string, ...verbs: string[]): ((grant: Grant) => boolean) => {
  return (grant) => isMain(grant) && grant.resource === resource && may(verbs, grant);
};

/** Which grants have which consequence; what no entry knows gets the general words below. */
const catalogue: readonly Entry[] = [
  {
    applies: (grant) => isMain(grant) && workloads.includes(grant.resource) && may(writing, grant),
    reach: 'takes-over',
    words: `Whoever changes a pod template ${everything}.`,
  },
  { applies: on('pods', ...writing), reach: 'takes-over', words: `Whoever makes or changes pods ${everything}.` },
  {
    applies: on('pods', 'get', 'list'),
    reach: 'looks',
    words:
      'Sees every pod with its whole specification: images, commands, and passwords if somebody wrote them into env.',
  },
  {
    applies: ({ resource, subresource, verbs }) =>
      resource === 'pods' && subresource === 'log' && verbs.includes('get'),
    reach: 'looks',
    words: 'Reads all that the containers print, which may hold personal data or passwords.',
  },
  { applies: on('events', 'get', 'list'), reach: 'looks', words: 'Reads the events of all objects there.' },
  { applies: on('namespaces', 'get', 'list'), reach: 'looks', words: 'Sees names and labels of these namespaces.' },
  {
    applies: on('deployments', 'get', 'list'),
    reach: 'looks',
    words: 'Sees Deployments with their pod templates.',
  },
  {
    applies: on('pods', 'delete'),
    reach: 'changes',
    words: 'Deletes any single pod. A controller makes a new one; a pod without a controller is gone.',
  },
  {
    applies: ({ subresource, verbs }) => subresource === 'scale' && verbs.some((verb) => writing.includes(verb)),
    reach: 'changes',
    words: 'Sets the number of pods: zero stops the application, a high number uses up the cluster.',
  },
  { applies: ({ subresource }) => subresource === 'scale', reach: 'looks', words: 'Sees how many pods are wanted.' },
];

const general: Readonly<Record<'reads' | 'writes', Omit<Entry, 'applies'>>> = {
  reads: { reach: 'looks', words: 'Reads these objects with all that is in them.' },
  writes: {
    reach: 'takes-over',
    words: 'Changes these objects. SQL Kube does not know what their controllers do with them: assume the worst.',
  },
};

/** The what-if table of an access, one row for each grant and consequence, the worst first. */
export const consequences = ({ grants }: Pick<Access, 'grants'>): readonly Consequence[] => {
  const order: readonly Reach[] = ['takes-over', 'changes', 'looks'];
  const rows = grants.flatMap(consequencesOf);
  return order.flatMap((reach) => rows.filter((row) => row.reach === reach));
};

function consequencesOf(grant: Grant): readonly Consequence[] {
  const text = grantText(grant);
  const row = ({ reach, words }: Omit<Entry, 'applies'>): Consequence => ({ reach, grant: text, words });
  const confirmed = dangersOf(grant).map((name) => row({ reach: 'takes-over', words: dangerText(name, grant) }));
  const known = catalogue.filter(({ applies }) => applies(grant));
  const writes = grant.verbs.some((verb) => verb !== 'get' && verb !== 'list');
  const isCovered = known.some(({ reach }) => reach !== 'looks') || (!writes && known.length > 0);
  if (confirmed.length > 0) return [...confirmed, ...known.map(row)];
  return isCovered ? known.map(row) : [...known.map(row), row(writes ? general.writes : general.reads)];
}

/** A grant as a person reads it: `get, update deployments.apps/scale (web, api)`. */
export const grantText = (grant: Grant): string =>
  `${grant.verbs.join(', ')} ${resourceText(grant)}${grant.names === undefined ? '' : ` (${grant.names.join(', ')})`}`;

/** Whether the access lets its holder run containers, so that a namespace of its own is to be offered. */
export const runsContainers = (access: Pick<Access, 'grants'>): boolean =>
  consequences(access).some(({ words }) => words.includes(everything));

/** The table in Markdown. Grants hold checked names only. */
export const consequenceTable = (access: Pick<Access, 'grants'>): string =>
  [
    '| allowed | what somebody could do who gets hold of the token |',
    '| --- | --- |',
    ...consequences(access).map(({ grant, words }) => `| \`${grant}\` | ${words} |`),
  ].join('\n');
