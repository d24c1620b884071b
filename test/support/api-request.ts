import type { PolicyRule } from '../../src/core/access/roles.ts';

/** What the API server's authorizer is asked about a request. */
export interface ApiRequestInfo {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty: cluster scope. */
  readonly namespace: string;
  readonly name: string;
}

const ofObject: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const ofCollection: Readonly<Record<string, string>> = {
  ...ofObject,
  GET: 'list',
  HEAD: 'list',
  DELETE: 'deletecollection',
};

/**
 * How the API server reads a request on a resource (documented: "Authorization: determine the request verb"; the order of
 * path segments as its RequestInfo resolves them). Undefined for what it has no route for: writes to the wrong level,
 * segments after a subresource, a namespace in a namespace, watches, other spellings.
 */
export function readRequest(method: string, target: string): ApiRequestInfo | undefined {
  const [path = '', query = ''] = target.split('?');
  if (
    !/^(\/[A-Za-z0-9._~:@-]+)+$/.test(path) ||
    /\/\.\.?(\/|$)/.test(path) ||
    /(^|&)(watch|follow)(=|&|$)/.test(query)
  ) {
    return undefined;
  }
  const [, api, first = '', ...others] = path.split('/');
  if (api === 'api' && first !== 'v1') return undefined;
  if (api !== 'api' && api !== 'apis') return undefined;
  const group = api === 'apis' ? first : '';
  const version = api === 'apis' ? others.shift() : first;
  if (version === undefined || !/^[a-z0-9][a-z0-9-]*$/.test(version)) return undefined;

  let parts = others;
  let namespace = '';
  if (parts[0] === 'namespaces' && parts[1] !== undefined) {
    namespace = parts[1];
    if (parts[2] !== undefined && parts[2] !== 'status' && parts[2] !== 'finalize') {
      parts = parts.slice(2);
      if (parts[0] === 'namespaces') return undefined;
    }
  }
  const [resource, name = '', subresource = '', ...rest] = parts;
  if (resource === undefined || rest.length > 0 || resource === 'watch' || resource === 'proxy') return undefined;
  if (name === '' ? method === 'PUT' || method === 'PATCH' : method === 'POST' && subresource === '') return undefined;
  const verb = (name === '' ? ofCollection : ofObject)[method];
  return verb === undefined ? undefined : { verb, group, resource, subresource, namespace, name };
}

/** RBAC's decision for rules that hold in `namespaces` (Roles), or everywhere when undefined (a ClusterRole). */
export function rbacAllows(
  rules: readonly PolicyRule[],
  namespaces: readonly string[] | undefined,
  { verb, group, resource, subresource, namespace, name }: ApiRequestInfo,
): boolean {
  if (namespaces?.includes(namespace) === false) return false;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return rules.some(
    (rule) =>
      rule.verbs.includes(verb) &&
      rule.apiGroups.includes(group) &&
      rule.resources.includes(whole) &&
      (rule.resourceNames?.includes(name) ?? true),
  );
}
