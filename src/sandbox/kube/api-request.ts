/** What a request's path and method mean to Kubernetes. */
export type ApiCall =
  { readonly kind: 'resource'; readonly resource: ResourceCall } | { readonly kind: 'path'; readonly path: string };

/** A call on objects. */
export interface ResourceCall {
  readonly verb: 'get' | 'list' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'unknown';
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

const itemVerbs: Readonly<Record<string, ResourceCall['verb']>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

const verbOf = (method: string, named: boolean): ResourceCall['verb'] => {
  if (!named && (method === 'GET' || method === 'HEAD')) return 'list';
  if (!named && method === 'DELETE') return 'deletecollection';
  return itemVerbs[method] ?? 'unknown';
};

/** Splits after `/namespaces/NAME`; the namespace itself is a resource when nothing follows. */
const place = (
  parts: readonly string[],
): Pick<ResourceCall, 'resource' | 'subresource' | 'namespace' | 'name'> | undefined => {
  const [first, second, third, fourth, fifth, ...rest] = parts;
  if (first === undefined || rest.length > 0) return undefined;
  if (first === 'namespaces' && third !== undefined && second !== undefined) {
    // `/namespaces/NAME/status` and `/finalize` are subresources of the namespace.
    if (third === 'status' || third === 'finalize')
      return { resource: first, namespace: second, name: second, subresource: third };
    return {
      resource: third,
      namespace: second,
      ...(fourth === undefined ? {} : { name: fourth }),
      ...(fifth === undefined ? {} : { subresource: fifth }),
    };
  }
  if (fourth !== undefined) return undefined;
  return {
    resource: first,
    ...(first === 'namespaces' && second !== undefined ? { namespace: second } : {}),
    ...(second === undefined ? {} : { name: second }),
    ...(third === undefined ? {} : { subresource: third }),
  };
};

/** Reads method and path (decoded, without query). Doubled slashes are no resource, one at the end is forgiven (observed). */
export const readCall = (method: string, path: string): ApiCall => {
  const parts = path.replace(/\/$/, '').split('/').slice(1);
  const [root, ...rest] = parts;
  const isCore = root === 'api';
  if (!isCore && root !== 'apis') return { kind: 'path', path };
  const [group, version, ...tail] = isCore ? ['', ...rest] : rest;
  const found = place(tail);
  if (group === undefined || version === undefined || found === undefined || tail.includes(''))
    return { kind: 'path', path };
  return { kind: 'resource', resource: { verb: verbOf(method, found.name !== undefined), group, version, ...found } };
};
