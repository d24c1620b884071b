import type { ApiRequest } from '../../kube/api-request.ts';
import type { ResourceKind } from '../../kube/resources.ts';
import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { quoteShell } from '../../setup/shell-quote.ts';
import type { KubernetesRequest } from '../rules/kubernetes-request.ts';
import type { KnownRequest } from './known-request.ts';

/** A word as people type it, in quotes only where the shell needs them. */
const word = (text: string): string => (/^[\w./:=,@%+-]+$/u.test(text) ? text : quoteShell(text));

const command = (...parts: readonly (string | undefined)[]): string =>
  `kubectl ${parts.filter((part) => part !== undefined).join(' ')}\n`;

/** `<<'JSON'` with an end that the text does not hold. */
const withInput = (line: string, text: string): string => {
  const lines = new Set(text.split('\n'));
  let end = 'JSON';
  while (lines.has(end)) end += '_';
  return `${line.trimEnd()} <<'${end}'\n${text}\n${end}\n`;
};

/** What kubectl calls the kind: `pods`, `deployments.apps`. */
const resourceWord = ({ plural, group }: ResourceKind): string => (group === '' ? plural : `${plural}.${group}`);

interface Addressed {
  readonly api: ApiRequest;
  readonly kind: ResourceKind;
  readonly query: ReadonlyMap<string, string>;
}

const scope = ({ api, kind }: Addressed): string | undefined => {
  if (!kind.namespaced) return undefined;
  return api.namespace === undefined ? '--all-namespaces' : `--namespace ${word(api.namespace.text)}`;
};

const option = ({ query }: Addressed, parameter: string, name: string): string | undefined => {
  const value = query.get(parameter);
  return value === undefined ? undefined : `--${name} ${word(value)}`;
};

const knows = ({ query }: Addressed, ...parameters: readonly string[]): boolean =>
  [...query.keys()].every((name) => parameters.includes(name));

const get = (at: Addressed, request: KnownRequest): string | undefined => {
  const { api, kind } = at;
  if (
    !knows(at, 'limit', 'labelSelector', 'fieldSelector', 'includeObject') ||
    (api.name !== undefined && at.query.size > 0)
  )
    return undefined;
  const table = request.headers.some(({ name, value }) => name.toLowerCase() === 'x-kube-view' && value === 'table');
  return command(
    'get',
    resourceWord(kind),
    api.name === undefined ? undefined : word(api.name.text),
    scope(at),
    option(at, 'labelSelector', 'selector'),
    option(at, 'fieldSelector', 'field-selector'),
    option(at, 'limit', 'chunk-size'),
    table ? undefined : '--output json',
  );
};

const logs = (at: Addressed): string | undefined => {
  const { api, query } = at;
  if (
    api.name === undefined ||
    !knows(at, 'container', 'tailLines', 'previous', 'timestamps', 'limitBytes', 'sinceSeconds')
  )
    return undefined;
  const since = query.get('sinceSeconds');
  return command(
    'logs',
    word(api.name.text),
    scope(at),
    option(at, 'container', 'container'),
    option(at, 'tailLines', 'tail'),
    option(at, 'limitBytes', 'limit-bytes'),
    since === undefined ? undefined : `--since ${word(`${since}s`)}`,
    query.get('previous') === 'true' ? '--previous' : undefined,
    query.get('timestamps') === 'true' ? '--timestamps' : undefined,
  );
};

const cascades: Readonly<Record<string, string>> = {
  Orphan: 'orphan',
  Foreground: 'foreground',
  Background: 'background',
};

const remove = (at: Addressed): string | undefined => {
  const { api, kind, query } = at;
  if (api.name === undefined || !knows(at, 'propagationPolicy', 'gracePeriodSeconds')) return undefined;
  const policy = query.get('propagationPolicy');
  if (policy !== undefined && cascades[policy] === undefined) return undefined;
  return command(
    'delete',
    resourceWord(kind),
    word(api.name.text),
    scope(at),
    policy === undefined ? undefined : `--cascade ${cascades[policy] ?? ''}`,
    option(at, 'gracePeriodSeconds', 'grace-period'),
  );
};

const patch = (at: Addressed, request: KnownRequest): Result<string, string> => {
  const { api, kind } = at;
  const type = request.headers.find(({ name }) => name.toLowerCase() === 'x-kube-patch')?.value;
  if (type === undefined)
    return err('The call names no X-Kube-Patch, so it is not known which kind of patch is meant.');
  if (api.name === undefined) return err('A PATCH needs one object, and this URL names a collection.');
  const payload = request.payload ?? '';
  if (type === 'apply') return ok(withInput(command('apply', '--server-side', scope(at), '--filename -'), payload));
  return ok(
    command(
      'patch',
      resourceWord(kind),
      word(api.name.text),
      scope(at),
      api.subresource === undefined ? undefined : `--subresource ${word(api.subresource.text)}`,
      `--type ${word(type)}`,
      `--patch ${quoteShell(payload)}`,
    ),
  );
};

/** The path and the query behind the host, for `--raw`. */
const rawPath = ({ url }: KnownRequest, { origin }: KubernetesRequest): string => url.slice(origin.length);

const raw = (request: KnownRequest, kubernetes: KubernetesRequest): Result<string, string> => {
  const path = `--raw ${quoteShell(rawPath(request, kubernetes))}`;
  const { method, payload = '' } = request;
  if (method === 'GET') return ok(command('get', path));
  if (method === 'DELETE') return ok(command('delete', path));
  if (method === 'POST') return ok(withInput(command('create', path, '--filename -'), payload));
  if (method === 'PUT') return ok(withInput(command('replace', path, '--filename -'), payload));
  return err(`kubectl has no way to send ${method} to this path; copy the call as curl.`);
};

/** The call as a command of kubectl, which signs in by its own kubeconfig. The error is a sentence. */
export const kubectlCommand = (request: KnownRequest): Result<string, string> => {
  const { kubernetes, method } = request;
  if (kubernetes === undefined) return err('The URL is not known to be one of Kubernetes.');
  const { api, kind } = kubernetes;
  if (api === undefined || kind === undefined || api.more.length > 0) return raw(request, kubernetes);
  const at: Addressed = { api, kind, query: new Map(kubernetes.query.map(({ name, value }) => [name, value])) };
  const subresource = api.subresource?.text;
  if (method === 'PATCH') return patch(at, request);
  let natural: string | undefined;
  if (method === 'GET' && subresource === undefined) natural = get(at, request);
  else if (method === 'GET' && kind.plural === 'pods' && subresource === 'log') natural = logs(at);
  else if (method === 'DELETE' && subresource === undefined && request.payload === undefined) natural = remove(at);
  return natural === undefined ? raw(request, kubernetes) : ok(natural);
};
