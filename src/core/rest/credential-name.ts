import { readEndpointUrl } from './endpoint-url.ts';

/** Why a credential may not serve a URL; every one of them is Msg 31630. */
export type CredentialNameProblem =
  'not-a-url' | 'query-string' | 'scheme-or-host' | 'port' | 'path-longer' | 'path-differs';

/**
 * Compares a credential's name with the URL called (documented): a URL without query string, same scheme and host without
 * case, its path a whole-segment prefix of the call's path with case, a trailing slash tolerated (observed). Equal ports
 * are inferred: nobody states the rule. The second comparison, under the database's collation and on the names as written,
 * only bites where that collation is case-sensitive; `caseSensitive` says so.
 */
export function credentialNameProblem(
  name: string,
  url: string,
  options: { readonly caseSensitive?: boolean } = {},
): CredentialNameProblem | undefined {
  if (name.includes('?')) return 'query-string';
  const credential = readEndpointUrl(name);
  const target = readEndpointUrl(url);
  if (!credential.ok || !target.ok) return 'not-a-url';
  if (credential.value.host.toLowerCase() !== target.value.host.toLowerCase()) return 'scheme-or-host';
  if (options.caseSensitive === true && !url.startsWith(name.replace(/\/+$/, ''))) return 'scheme-or-host';
  if (credential.value.port !== target.value.port) return 'port';
  return pathProblem(segments(credential.value.path), segments(target.value.path));
}

function pathProblem(prefix: readonly string[], path: readonly string[]): CredentialNameProblem | undefined {
  if (prefix.length > path.length) return 'path-longer';
  return prefix.every((segment, index) => segment === path[index]) ? undefined : 'path-differs';
}

function segments(path: string): readonly string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}
