import type { ClusterClient } from '../../cluster/client.ts';
import {
  accessReport,
  differing,
  expectedAnswers,
  type AccessRow,
  type ExpectedAnswer,
  type SideAnswer,
} from '../../core/access/access-report.ts';
import type { AccessCheck } from '../../core/access/roles.ts';
import type { Access } from '../../core/access/grant.ts';
import type { Failure } from '../../core/failure.ts';
import { clusterFailureWords } from '../../core/kube/cluster-words.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { setupKey } from '../../host/setup-store.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { chooseCluster } from './choose-cluster.ts';
import { whichEndpoint, type ChosenEndpoint, type EndpointWish } from './which-endpoint.ts';

const title = 'Check Access';

type Ask = (check: AccessCheck, signal: AbortSignal) => Promise<Result<SideAnswer, Failure>>;

/** Compares what was chosen with what the cluster really allows: through SQL Server, and by impersonation with a kubeconfig. */
export async function checkAccess(context: CommandContext, wish: EndpointWish | undefined): Promise<Outcome> {
  const { prompts } = context;
  const endpoint = await whichEndpoint(context, wish, { title, step: 1, of: 1 });
  if (endpoint === undefined) return undefined;
  const { access, applied } = endpoint.cluster;
  if (access === undefined) {
    const pressed = await prompts.tell(
      'info',
      `What SQL Server should be able to do at ${endpoint.host} is not known here. Choose it first: that is what is compared.`,
      'Choose Access…',
    );
    return pressed === undefined ? undefined : await context.execute('sqlkube.access.choose', [{ url: endpoint.url }]);
  }
  const stored = context.profiles.endpoints().find(({ profile }) => setupKey(profile.url) === endpoint.url);
  const sides = await prompts.chooseMany<'sql' | 'kube'>({
    place: { title, step: 1, of: 1 },
    prompt: 'Who is asked? Nothing is done but ask.',
    choices: [
      ...(stored === undefined
        ? []
        : [
            {
              label: 'Through SQL Server',
              description: 'the token that it sends, over the proxy',
              value: 'sql' as const,
            },
          ]),
      { label: 'With a Kubeconfig', description: 'as the service account, impersonated by you', value: 'kube' },
    ],
    current: [stored === undefined ? 'kube' : 'sql'],
    none: 'Tick at least one.',
  });
  if (sides.kind !== 'value') return undefined;
  const throughSql = stored && sides.value.includes('sql') ? await askSql(context, stored.profile.id) : undefined;
  if (throughSql?.ok === false) return throughSql;
  let byKubeconfig: Ask | undefined;
  if (sides.value.includes('kube')) {
    const client = await chooseCluster(context, { title, ...(applied && { lastContext: applied.context }) });
    if (!client.ok) return client;
    byKubeconfig = askCluster(client.value, access);
  }
  return await compare(context, endpoint, { access, throughSql: throughSql?.value, byKubeconfig });
}

async function askSql(context: CommandContext, endpointId: string): Promise<Result<Ask, Failure>> {
  const link = await context.access.link(endpointId, 'ask');
  if (!link.ok) return link;
  const reader = await context.reader();
  return ok((check, signal) => reader.reviewAccess(link.value, check, signal).then(allowed));
}

const allowed = (answer: Result<{ readonly allowed: boolean }, Failure>): Result<SideAnswer, Failure> =>
  answer.ok ? ok(answer.value.allowed) : answer;

/** Who may not impersonate learns nothing: that is a row's problem, and no failure of the command. */
const askCluster =
  (client: ClusterClient, { account }: Access): Ask =>
  async (check, signal) => {
    const answer = await client.mayI(check, signal, account);
    if (answer.ok) return ok(answer.value.allowed);
    if (answer.error.kind === 'cancelled') return err({ kind: 'cancelled' });
    const doing = `act as service account ${account.namespace}/${account.name}`;
    return ok({ problem: clusterFailureWords(answer.error, { context: client.context.name, doing }) });
  };

interface Comparison {
  readonly access: Access;
  readonly throughSql: Ask | undefined;
  readonly byKubeconfig: Ask | undefined;
}

async function compare(
  context: CommandContext,
  { host, url }: ChosenEndpoint,
  comparison: Comparison,
): Promise<Outcome> {
  const { access, throughSql, byKubeconfig } = comparison;
  const questions = expectedAnswers(access);
  const rows = await context.prompts.progress(`Checking access at ${host}`, async (signal, report) => {
    const done: AccessRow[] = [];
    for (const question of questions) {
      report(`question ${done.length + 1} of ${questions.length}`);
      const row = await askBoth(question, { throughSql, byKubeconfig }, signal);
      if (!row.ok) return row;
      done.push(row.value);
    }
    return ok(done);
  });
  if (!rows.ok) return rows;
  const { account } = access;
  const text = accessReport(`Access of ${account.namespace}/${account.name} at ${url}`, rows.value);
  await context.open(`Access check ${host}.md`, text);
  const wrong = differing(rows.value).length;
  const isUnknown = rows.value.some(({ byKubeconfig: side }) => typeof side === 'object');
  await context.prompts.tell(
    wrong > 0 ? 'warning' : 'info',
    wrong > 0
      ? `${wrong} of ${rows.value.length} answers differ from what was chosen. The table says which; the cluster admin mends it.`
      : isUnknown
        ? 'Your kubeconfig could not be asked everything. The table says why.'
        : `${rows.value.length} questions, and every answer is as it was chosen.`,
  );
  return wrong === 0 && !isUnknown ? ok(true) : undefined;
}

async function askBoth(
  question: ExpectedAnswer,
  { throughSql, byKubeconfig }: Pick<Comparison, 'throughSql' | 'byKubeconfig'>,
  signal: AbortSignal,
): Promise<Result<AccessRow, Failure>> {
  const [sql, kube] = [await throughSql?.(question.check, signal), await byKubeconfig?.(question.check, signal)];
  if (sql?.ok === false) return sql;
  if (kube?.ok === false) return kube;
  return ok({ ...question, ...(sql && { throughSql: sql.value }), ...(kube && { byKubeconfig: kube.value }) });
}
