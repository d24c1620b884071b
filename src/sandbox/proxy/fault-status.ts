import type { FaultName } from '../faults/catalogue.ts';

/** An error as the API server sends it. */
export interface ApiError {
  readonly code: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API server's errors, worded as kube-apiserver 1.36 does (observed; 500 and 503 derived from its source). */
export const apiErrors: Readonly<Partial<Record<FaultName, (method: string, target: string) => ApiError>>> = {
  'http-401': () => status(401, 'Unauthorized', 'Unauthorized'),
  'http-403': (method, target) => {
    const { resource, namespace, verb } = describe(method, target);
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    const user = 'system:serviceaccount:default:sandbox';
    const message = `${resource} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "" ${where}`;
    return status(403, 'Forbidden', message, { kind: resource });
  },
  'http-404': () => ({ code: 404, type: 'text/plain; charset=utf-8', body: '404 page not found\n' }),
  'http-409': (method, target) => {
    const { resource, name } = describe(method, target);
    const message =
      `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; ` +
      'please apply your changes to the latest version and try again';
    return status(409, 'Conflict', message, { name, kind: resource });
  },
  'http-429': () => ({
    code: 429,
    type: 'text/plain; charset=utf-8',
    body: 'Too many requests, please try again later.\n',
    headers: { 'Retry-After': '1' },
  }),
  'http-500': () =>
    status(500, 'InternalError', 'Internal error occurred: etcdserver: request timed out', {
      causes: [{ message: 'etcdserver: request timed out' }],
    }),
  'http-503': () =>
    status(503, 'ServiceUnavailable', 'the server is currently unable to handle the request', { retryAfterSeconds: 1 }),
};

function status(code: number, reason: string, message: string, details?: object): ApiError {
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
  return { code, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

interface Described {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly verb: string;
}

/** The resource, namespace, name and verb of a core or group API path. */
function describe(method: string, target: string): Described {
  const [path = ''] = target.split('?', 1);
  const parts = path.split('/').filter((part) => part !== '');
  const rest = parts.slice(parts[0] === 'apis' ? 3 : 2);
  const namespaced = rest[0] === 'namespaces' && rest.length > 2;
  const [resource = 'pods', name = ''] = namespaced ? rest.slice(2) : rest;
  const reading = name === '' ? 'list' : 'get';
  const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
  return { resource, namespace: namespaced ? rest[1] : undefined, name, verb: verbs[method] ?? reading };
}
