import type { FoldedText } from '../calls/folded-text.ts';
import { readApiPath, readQuery } from '../../kube/api-request.ts';
import type { ApiRequest, QueryPart } from '../../kube/api-request.ts';
import { builtInGroups, isServedIn, meantResource, resourceKind } from '../../kube/resources.ts';
import type { ResourceKind } from '../../kube/resources.ts';

/** What a call asks of Kubernetes. Offsets are into the text of the URL. */
export interface KubernetesRequest {
  readonly url: FoldedText;
  /** `https://host:port` as written. */
  readonly origin: string;
  /** Absent for /version and for paths that are not of the API. */
  readonly api?: ApiRequest;
  /** The built-in kind that is addressed; absent for kinds that are not built in. */
  readonly kind?: ResourceKind;
  readonly query: readonly QueryPart[];
  /** Where the query string ends, and with it the place to add to it. */
  readonly end: number;
  /** True when there is a `?` already. */
  readonly hasQuery: boolean;
}

const shape = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?/iu;
const versionPath = /^\/version\/?$/u;

/** Characters of the path that belong to a known endpoint; undefined when the URL is at none. */
const knownLength = (origin: string, path: string, endpoints: readonly string[]): number | undefined => {
  const lengths = endpoints.flatMap((endpoint) => {
    const [, host = '', base = ''] = shape.exec(endpoint) ?? [];
    const prefix = base.replace(/\/+$/u, '');
    const inside = path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
    return host !== '' && host.toLowerCase() === origin.toLowerCase() && inside ? [prefix.length] : [];
  });
  return lengths.length === 0 ? undefined : Math.max(...lengths);
};

/** Many APIs have a path /api/v1; this one is that of Kubernetes when what follows is one of its kinds, or meant to be. */
const isOfKubernetes = ({ group, version, resource }: ApiRequest, path: string): boolean => {
  if (path.startsWith('/apis'))
    return group === '' || group.includes('.') || builtInGroups.has(group) || group === 'extensions';
  if (version !== 'v1') return false;
  return resource !== undefined && (resourceKind(resource.text) ?? meantResource(resource.text)) !== undefined;
};

const kindOf = ({ group, resource }: ApiRequest): ResourceKind | undefined => {
  const kind = resource === undefined ? undefined : resourceKind(resource.text);
  return kind !== undefined && isServedIn(kind, group) ? kind : undefined;
};

/** Reads a URL that is known to be one of Kubernetes, by its path or by its endpoint; undefined for everybody else's. */
export const readKubernetesUrl = (url: FoldedText, endpoints: readonly string[]): KubernetesRequest | undefined => {
  const [whole = '', origin = '', path = '', query = ''] = shape.exec(url.value) ?? [];
  if (origin === '') return undefined;
  const known = knownLength(origin, path, endpoints);
  const own = path.slice(known ?? 0);
  const api = readApiPath(own, origin.length + path.length - own.length);
  const ours = versionPath.test(own) || (api !== undefined && isOfKubernetes(api, own));
  if (known === undefined && !ours) return undefined;
  const kind = api === undefined ? undefined : kindOf(api);
  return {
    url,
    origin,
    ...(api === undefined ? {} : { api }),
    ...(kind === undefined ? {} : { kind }),
    query: readQuery(query.slice(1), origin.length + path.length + 1),
    end: whole.length,
    hasQuery: query !== '',
  };
};
