import {
  apiPath,
  apiQuery,
  namespacesPath,
  podLogPath,
  podPath,
  podsPath,
  scalePath,
  selfSubjectAccessReviewPath,
  versionPath,
} from '../../kube/path.ts';
import { concat, identifierProblem, quoteIdentifier, quoteLiteral, sql } from '../quoting.ts';
import type { SqlText } from '../quoting.ts';

/** What a call is about; a namespace or a name that a call does not need is empty. */
interface CallTarget {
  /** The endpoint's URL, without a slash at its end. */
  readonly url: string;
  readonly credential: string;
  readonly namespace: string;
  readonly name: string;
}

/** One thing that can be asked of Kubernetes. */
export interface InsertableCall {
  readonly label: string;
  readonly detail: string;
  /** What has to be chosen: nothing, a namespace, or one of these in a namespace. */
  readonly needs: 'nothing' | 'namespace' | 'pods' | 'deployments';
  readonly build: (target: CallTarget) => SqlText;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: object;
  readonly payload?: object;
  /** What is selected from a good answer. */
  readonly answer: SqlText;
}

const written = { fieldManager: 'sqlkube', fieldValidation: 'Strict' };
const one = sql`SELECT JSON_VALUE(@response, N'$.result.metadata.name') AS [name], JSON_QUERY(@response, N'$.result.status') AS [status];`;
const items = sql`SELECT JSON_VALUE(item.[value], N'$.metadata.name') AS [name],
        JSON_VALUE(item.[value], N'$.status.phase') AS [phase]
    FROM OPENJSON(@response, N'$.result.items') AS item
    ORDER BY [name];`;

/** The safe skeleton: method named, three endings handled, a refusal told in the words of Kubernetes. */
const script = ({ url, credential }: CallTarget, request: Request): SqlText => {
  const { method, path, headers, payload, answer } = request;
  const parameters = [
    sql`@url = ${quoteLiteral(`${url}${path}`)}`,
    sql`@method = ${quoteLiteral(method)}`,
    ...(identifierProblem(credential) === undefined ? [sql`@credential = ${quoteIdentifier(credential)}`] : []),
    ...(headers === undefined ? [] : [sql`@headers = ${quoteLiteral(JSON.stringify(headers))}`]),
    ...(payload === undefined ? [] : [sql`@payload = ${quoteLiteral(JSON.stringify(payload))}`]),
    sql`@response = @response OUTPUT`,
  ];
  return sql`DECLARE @return int, @response nvarchar(max);

BEGIN TRY
    EXECUTE @return = sys.sp_invoke_external_rest_endpoint
        ${concat(parameters, sql`,\n        `)};
END TRY
BEGIN CATCH
    -- Nobody answered (Msg 31608), the call was refused, or, after Msg 11558, it was carried out and its answer was no JSON.
    THROW;
END CATCH;

IF @return = 0
    ${answer}
ELSE
    SELECT @return AS [http_status],
        JSON_VALUE(@response, N'$.result.reason') AS [reason],
        JSON_VALUE(@response, N'$.result.message') AS [message];
`;
};

const deployment = ({ namespace, name }: CallTarget): string =>
  apiPath({ group: 'apps', resource: 'deployments', namespace, name });

const call = (
  label: string,
  detail: string,
  needs: InsertableCall['needs'],
  request: (target: CallTarget) => Request,
): InsertableCall => ({ label, detail, needs, build: (target) => script(target, request(target)) });

/** What can be inserted, in the order in which it is offered. */
export const insertableCalls: readonly InsertableCall[] = [
  call('List pods', 'GET, one page of a namespace', 'namespace', ({ namespace }) => ({
    method: 'GET',
    path: podsPath(namespace, { limit: 500 }),
    answer: items,
  })),
  call('Read a pod', 'GET', 'pods', ({ namespace, name }) => ({
    method: 'GET',
    path: podPath(namespace, name),
    answer: one,
  })),
  call(
    'Read the log of a pod',
    'GET, its last 100 lines; needs the proxy of SQL Kube',
    'pods',
    ({ namespace, name }) => ({
      method: 'GET',
      path: podLogPath(namespace, name, { tailLines: 100 }),
      headers: { 'X-Kube-View': 'text', Accept: 'text/plain' },
      answer: sql`SELECT [value] AS [log] FROM OPENJSON(@response) WHERE [key] = N'result';`,
    }),
  ),
  call('List Deployments', 'GET, one page of a namespace', 'namespace', ({ namespace }) => ({
    method: 'GET',
    path: `${apiPath({ group: 'apps', resource: 'deployments', namespace })}?limit=500`,
    answer: sql`SELECT JSON_VALUE(item.[value], N'$.metadata.name') AS [name],
        JSON_VALUE(item.[value], N'$.spec.replicas') AS [wanted],
        JSON_VALUE(item.[value], N'$.status.readyReplicas') AS [ready]
    FROM OPENJSON(@response, N'$.result.items') AS item
    ORDER BY [name];`,
  })),
  call('List namespaces', 'GET, one page', 'nothing', () => ({
    method: 'GET',
    path: namespacesPath({ limit: 500 }),
    answer: items,
  })),
  call('Read the version', 'GET, the shortest proof that everything works', 'nothing', () => ({
    method: 'GET',
    path: versionPath,
    answer: sql`SELECT JSON_VALUE(@response, N'$.result.gitVersion') AS [version];`,
  })),
  call('Ask what is allowed', 'POST of a review that changes nothing', 'namespace', ({ namespace }) => ({
    method: 'POST',
    path: `${selfSubjectAccessReviewPath}${apiQuery(written)}`,
    payload: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { namespace, verb: 'list', resource: 'pods' } },
    },
    answer: sql`SELECT JSON_VALUE(@response, N'$.result.status.allowed') AS [allowed];`,
  })),
  call(
    'Scale a Deployment',
    'PATCH of its number of replicas; needs the proxy of SQL Kube',
    'deployments',
    ({ namespace, name }) => ({
      method: 'PATCH',
      path: `${scalePath('deployments', namespace, name)}${apiQuery(written)}`,
      headers: { 'X-Kube-Patch': 'merge' },
      payload: { spec: { replicas: 2 } },
      answer: sql`SELECT JSON_VALUE(@response, N'$.result.spec.replicas') AS [wanted];`,
    }),
  ),
  call('Delete a pod', 'DELETE; what owns it makes another', 'pods', ({ namespace, name }) => ({
    method: 'DELETE',
    path: podPath(namespace, name),
    answer: one,
  })),
  call('Delete a Deployment', 'DELETE, and its pods; there is no undo', 'deployments', (target) => ({
    method: 'DELETE',
    path: deployment(target),
    answer: sql`SELECT JSON_VALUE(@response, N'$.result.status') AS [status];`,
  })),
];
