import type { Failure } from '../failure.ts';
import { decodeAccessReview } from '../kube/access.ts';
import { apiPath, isPathSegment, namespacesPath } from '../kube/path.ts';
import { listAt, textAt } from '../kube/json.ts';
import { failed, fixBy } from './failed.ts';
import { notNeeded, pass, unknown, type FindingCause, type Verdict } from './finding.ts';
import { jsonOf } from './judge-api.ts';
import { isOwn } from './judge-proxy.ts';
import type { Called, Probes, Wanted } from './probes.ts';

/** How many namespaces are looked at when the endpoint shows all. */
const sample = 3;

/** What SQL Kube asks for; without the first, nothing of it works. */
const verbs: readonly (Wanted & { readonly text: string; readonly isNeeded: boolean })[] = [
  { verb: 'list', resource: 'pods', text: 'list pods', isNeeded: true },
  { verb: 'get', resource: 'pods', text: 'open a pod', isNeeded: false },
  { verb: 'get', resource: 'pods', subresource: 'log', text: 'read logs', isNeeded: false },
  { verb: 'list', resource: 'events', text: 'see events', isNeeded: false },
];

/** The namespaces to look at: the typed ones, or the first of the cluster’s. */
async function namespacesOf(probes: Probes): Promise<readonly string[]> {
  const { namespaces } = probes.subject.endpoint;
  if (namespaces !== 'all') return namespaces.filter(isPathSegment).slice(0, sample);
  const called = await allNamespaces(probes);
  const names = called.ok
    ? listAt(jsonOf(called.value), 'items').flatMap((item) => textAt(item, 'metadata', 'name') ?? [])
    : [];
  const own = names.filter((name) => !name.startsWith('kube-'));
  return [...own, ...names.filter((name) => name.startsWith('kube-'))].slice(0, sample);
}

const allNamespaces = (probes: Probes): Promise<Called> => probes.read(namespacesPath({ limit: 50 }));

interface Asked {
  readonly text: string;
  readonly isNeeded: boolean;
  readonly namespace?: string;
  /** Undefined: nobody may ask. */
  readonly allowed?: boolean;
  readonly called: Called;
}

async function ask(probes: Probes): Promise<readonly Asked[]> {
  const namespaces = await namespacesOf(probes);
  const perNamespace = namespaces.flatMap((namespace) =>
    verbs.map(async ({ text, isNeeded, ...wanted }): Promise<Asked> => {
      const called = await probes.mayI({ ...wanted, namespace });
      return { text, isNeeded, namespace, ...answerOf(called) };
    }),
  );
  const all = probes.subject.endpoint.namespaces === 'all';
  const list = async (): Promise<Asked> => {
    const called = await probes.mayI({ verb: 'list', resource: 'namespaces' });
    return { text: 'list namespaces', isNeeded: false, ...answerOf(called) };
  };
  return await Promise.all([...(all ? [list()] : []), ...perNamespace]);
}

function answerOf(called: Called): Pick<Asked, 'allowed' | 'called'> {
  const answer = called.ok ? decodeAccessReview(jsonOf(called.value)) : undefined;
  return { called, ...(answer === undefined ? {} : { allowed: answer.allowed }) };
}

const line = ({ text, namespace, allowed }: Asked): string =>
  `${text}${namespace === undefined ? '' : ` in ${namespace}`}: ${allowed === undefined ? 'not to be asked' : allowed ? 'yes' : 'no'}`;

/** `access`: one review for each verb that SQL Kube uses, in each namespace. */
export async function judgeAccess(probes: Probes): Promise<Verdict> {
  const asked = await ask(probes);
  const evidence = asked.filter(({ allowed }) => allowed !== undefined).map(line);
  const known = asked.filter(({ allowed }) => allowed !== undefined);
  const { endpoint } = probes.subject;
  const listed = endpoint.namespaces === 'all' ? await allNamespaces(probes) : undefined;
  if (listed?.ok === false) return unlisted(listed.error, probes, evidence);
  if (known.length === 0)
    return asked.length === 0
      ? unknown('No namespace to ask about is known', 'The cluster shows none.')
      : unknown('Nobody may ask what the service account may do', 'The list below will tell.', evidence);
  const denied = known.filter(({ allowed }) => allowed === false);
  if (denied.length === 0) return pass('The service account may do all that SQL Kube asks', evidence);
  const needed = known.filter(({ isNeeded }) => isNeeded);
  const nothing = needed.length > 0 && needed.every(({ allowed }) => allowed === false);
  const noList = denied.some(({ text }) => text === 'list namespaces');
  return {
    outcome: nothing || noList ? 'fail' : 'warn',
    headline: nothing
      ? 'The service account may list pods in none of the namespaces'
      : `The service account may not ${summary(denied)}`,
    why: 'The API server knows the account, and no role that is bound to it allows this.',
    sureness: 'observed',
    causes: [noList ? clusterRole : role],
    evidence,
    fixes: [
      fixBy('create-proxy', 'Have the roles of the chosen access applied again: SQL Kube writes them.'),
      ...(noList && endpoint.namespaces === 'all'
        ? [fixBy('edit-endpoint', 'Or name the namespaces in the endpoint.')]
        : []),
    ],
  };
}

/** The tree begins with the namespaces, so when they cannot be listed nothing can be seen. */
async function unlisted(failure: Failure, probes: Probes, evidence: readonly string[]): Promise<Verdict> {
  if (failure.kind !== 'http' || failure.code !== 403 || isOwn(failure.status))
    return failed(failure, await probes.context(), { evidence });
  if (probes.subject.endpoint.authentication.kind === 'none')
    return failed(failure, await probes.context(), {
      headline: 'Kubernetes tells strangers nothing, and this endpoint does not sign in',
      sureness: 'observed',
      causes: [{ code: 'access.no-token', text: 'The endpoint is set to sign in by nothing.' }],
      owner: 'you',
      fixes: [fixBy('edit-endpoint', 'Let the endpoint sign in by a credential, or by a token.')],
    });
  return failed(failure, await probes.context(), {
    headline: 'The service account may not list namespaces',
    sureness: 'observed',
    causes: [clusterRole],
    owner: 'cluster admin',
    evidence,
    fixes: [
      fixBy('create-proxy', 'Have the roles of the chosen access applied again: SQL Kube writes them.'),
      fixBy('edit-endpoint', 'Or name the namespaces in the endpoint.'),
    ],
  });
}

const role: FindingCause = {
  code: 'access.role-missing',
  text: 'No role bound to this service account allows it in this namespace: it was never made, or was removed.',
};
const clusterRole: FindingCause = {
  code: 'access.cluster-role-missing',
  text: 'Listing namespaces belongs to the whole cluster, and the account has no cluster role for it.',
};

function summary(denied: readonly Asked[]): string {
  const texts = denied.map(({ text, namespace }) => (namespace === undefined ? text : `${text} in ${namespace}`));
  const [first = '', second] = texts;
  if (second === undefined) return first;
  return texts.length === 2 ? `${first}, nor ${second}` : `${first}, nor ${second}, nor ${texts.length - 2} more`;
}

/** The first namespace whose pods may be listed, else the first. */
async function openNamespace(probes: Probes): Promise<string | undefined> {
  const asked = await ask(probes);
  const listing = asked.filter(({ isNeeded }) => isNeeded);
  return (listing.find(({ allowed }) => allowed === true) ?? listing[0])?.namespace;
}

/** What a page of pods came to, as the tree would read it; undefined when no namespace is known. */
export async function firstPage(probes: Probes): Promise<{ namespace: string; called: Called } | undefined> {
  const namespace = await openNamespace(probes);
  return namespace === undefined ? undefined : { namespace, called: await probes.pods(namespace) };
}

/** `pods`: what it is all for. */
export async function judgePods(probes: Probes): Promise<Verdict> {
  const page = await firstPage(probes);
  if (page === undefined) return unknown('No namespace to list pods of is known');
  const { namespace, called } = page;
  if (called.ok)
    return pass(`SQL Server lists the pods of ${namespace}`, [
      `${called.value.bodyLength} characters in ${called.value.facts.durationMs} ms`,
    ]);
  const failure = called.error;
  const denied = failure.kind === 'http' && failure.code === 403;
  const causes: readonly FindingCause[] | undefined = denied
    ? isOwn(failure.status)
      ? [{ code: 'proxy.rule', text: 'The proxy’s own rules do not allow it; it was generated for less access.' }]
      : [role]
    : undefined;
  return failed(failure, await probes.context(), causes === undefined ? {} : { causes });
}

/** `quota`: a full namespace refuses new pods in words that look like a missing right. Only read, never tried. */
export async function judgeQuota(probes: Probes): Promise<Verdict> {
  const namespaces = await namespacesOf(probes);
  const creators = await Promise.all(
    namespaces.map(async (namespace) => ({
      namespace,
      may: answerOf(await probes.mayI({ verb: 'create', resource: 'pods', namespace })).allowed === true,
    })),
  );
  const makers = creators.filter(({ may }) => may).map(({ namespace }) => namespace);
  if (makers.length === 0) return notNeeded('The service account may not create pods, so quotas do not matter to it');
  const read = await Promise.all(
    makers.map(async (namespace) => ({ namespace, called: await quotas(probes, namespace) })),
  );
  const seen = read.filter(({ called }) => called.ok);
  if (seen.length === 0)
    return unknown(
      'The service account may not read quotas',
      'If creating a pod ends as 403 with “exceeded quota”, that is a quota and not a missing right.',
    );
  const full = seen.flatMap(({ namespace, called }) => fullQuotas(called, namespace));
  if (full.length === 0)
    return pass('No quota is used up', [`Namespaces: ${seen.map(({ namespace }) => namespace).join(', ')}`]);
  return {
    outcome: 'fail',
    headline: `A quota is used up: ${full[0] ?? ''}`,
    why: 'Kubernetes refuses new pods there with 403, which looks like a missing right and is none.',
    sureness: 'observed',
    causes: [{ code: 'access.quota', text: 'A quota of the namespace is used up.' }],
    evidence: full,
    fixes: [{ text: 'Delete pods that are no longer needed, or have the cluster admin raise the quota.' }],
  };
}

const quotas = (probes: Probes, namespace: string): Promise<Called> =>
  probes.read(apiPath({ resource: 'resourcequotas', namespace }));

function fullQuotas(called: Called, namespace: string): readonly string[] {
  if (!called.ok) return [];
  return listAt(jsonOf(called.value), 'items').flatMap((quota) => {
    const [hard, used] = [textAt(quota, 'status', 'hard', 'pods'), textAt(quota, 'status', 'used', 'pods')];
    if (hard === undefined || used === undefined || Number(used) < Number(hard)) return [];
    return [
      `${textAt(quota, 'metadata', 'name') ?? 'quota'} in ${namespace} allows ${hard} pods, and ${used} are there`,
    ];
  });
}

/** `table`: the same page, by what kind of answer it is. */
export async function judgeTable(probes: Probes): Promise<Verdict> {
  const page = await firstPage(probes);
  if (page?.called.ok !== true) return unknown('No page of pods came');
  const kind = /"kind"\s*:\s*"(\w+)"/.exec(page.called.value.body ?? '')?.[1];
  const evidence = [
    `X-Kube-View: table was answered by ${kind ?? 'something without a kind'}, ${page.called.value.bodyLength} characters`,
  ];
  if (kind === 'Table') return pass('The proxy asks Kubernetes for tables and texts', evidence);
  return {
    outcome: 'warn',
    headline: 'The proxy does not translate lists and logs',
    why: 'SQL Kube computes the columns itself then, from lists that are about 27 times larger, and cannot read logs.',
    sureness: 'observed',
    causes: [{ code: 'proxy.no-translation', text: 'The proxy passes X-Kube-View over.' }],
    evidence,
    fixes: [fixBy('create-proxy', 'Put a SQL Kube proxy in its place.')],
  };
}
