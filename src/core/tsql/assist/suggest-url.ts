import { queryParameters } from '../../kube/query-parameters.ts';
import { resourceKinds } from '../../kube/resources.ts';
import type { ResourceKind } from '../../kube/resources.ts';
import type { Span } from '../calls/span.ts';
import { clustersFor, knownNames } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import type { Suggestion } from './suggestion.ts';

/** The last piece of the URL, which is being written, and what stands in front of it. */
interface Piece {
  readonly span: Span;
  readonly url: string;
}

const path = ({ span }: Piece, label: string, detail: string, more = false): Suggestion => ({
  kind: 'path',
  label,
  detail,
  insert: { text: label },
  span,
  ...(more ? { more: true } : {}),
});

const live = ({ span }: Piece, names: readonly string[], detail: string, more: boolean): readonly Suggestion[] =>
  names.slice(0, 500).map((name) => ({
    kind: 'live',
    label: name,
    detail,
    insert: { text: more ? `${name}/` : name },
    span,
    ...(more ? { more: true } : {}),
  }));

const groups = [
  ...new Set(resourceKinds.filter(({ group }) => group !== '').map(({ group, version }) => `${group}/${version}/`)),
];

const kindsIn = (group: string, version: string): readonly ResourceKind[] =>
  resourceKinds.filter((kind) => kind.group === group && kind.version === version);

/** Subresources that a call through SQL Server can use (documented). */
const subresources: Readonly<Record<string, readonly string[]>> = {
  pods: ['log', 'status', 'eviction'],
  deployments: ['scale', 'status'],
  statefulsets: ['scale', 'status'],
  replicasets: ['scale', 'status'],
  serviceaccounts: ['token'],
};

const below = (piece: Piece, kind: string): readonly Suggestion[] =>
  (subresources[kind] ?? ['status']).map((name) => path(piece, name, `subresource of ${kind}`));

const ofKinds = (piece: Piece, kinds: readonly ResourceKind[]): readonly Suggestion[] =>
  kinds.map(({ plural, kind, namespaced }) => path(piece, plural, namespaced ? kind : `${kind}, of the whole cluster`));

const names = (piece: Piece, knowledge: Knowledge, plural: string, namespace?: string): readonly Suggestion[] => {
  const detail =
    plural === 'deployments'
      ? 'read from the names of pods'
      : namespace === undefined
        ? 'live'
        : `live in ${namespace}`;
  return live(piece, knownNames(clustersFor(knowledge, piece.url), plural, namespace), detail, false);
};

/** Behind `/api/v1/` or `/apis/GROUP/VERSION/`. */
const resource = (
  piece: Piece,
  knowledge: Knowledge,
  kinds: readonly ResourceKind[],
  rest: readonly string[],
): readonly Suggestion[] => {
  const [first = '', second = '', third = '', ...more] = rest;
  if (rest.length === 0) return [path(piece, 'namespaces/', 'one namespace', true), ...ofKinds(piece, kinds)];
  if (first !== 'namespaces')
    return rest.length === 1 ? names(piece, knowledge, first) : rest.length === 2 ? below(piece, first) : [];
  if (rest.length === 1) return live(piece, knownNames(clustersFor(knowledge, piece.url), 'namespaces'), 'live', true);
  if (rest.length === 2)
    return ofKinds(
      piece,
      kinds.filter(({ namespaced }) => namespaced),
    );
  if (rest.length === 3) return names(piece, knowledge, third, second);
  return more.length === 1 ? below(piece, third) : [];
};

const ofPath = (piece: Piece, knowledge: Knowledge, prior: readonly string[]): readonly Suggestion[] => {
  const [root, first, second, ...rest] = prior;
  if (root === undefined)
    return [
      path(piece, 'api/v1/', 'pods, services, namespaces: the core group', true),
      path(piece, 'apis/', 'Deployments, Jobs and all other groups', true),
      path(piece, 'version', 'version of the API server'),
    ];
  if (root === 'api') {
    if (first === undefined) return [path(piece, 'v1/', 'the core group', true)];
    return first === 'v1' ? resource(piece, knowledge, kindsIn('', 'v1'), prior.slice(2)) : [];
  }
  if (root !== 'apis') return [];
  if (first === undefined) return groups.map((group) => path(piece, group, 'API group', true));
  if (second === undefined)
    return groups
      .filter((group) => group.startsWith(`${first}/`))
      .map((group) => path(piece, group.slice(first.length + 1), 'version', true));
  return resource(piece, knowledge, kindsIn(first, second), rest);
};

/** Values that are worth choosing from. */
const values: Readonly<Record<string, readonly string[]>> = {
  fieldValidation: ['Strict', 'Warn', 'Ignore'],
  dryRun: ['All'],
  fieldManager: ['sqlkube'],
  propagationPolicy: ['Background', 'Foreground', 'Orphan'],
  includeObject: ['None', 'Metadata', 'Object'],
  limit: ['500', '100', '50'],
  tailLines: ['100', '1000'],
  previous: ['true'],
  timestamps: ['true'],
};

/** Nothing that streams: SQL Server waits for the end of an answer. */
const useless = [
  'watch',
  'follow',
  'allowWatchBookmarks',
  'sendInitialEvents',
  'insecureSkipTLSVerifyBackend',
  'stream',
];

const ofQuery = (piece: Piece, subresource: string | undefined, name: string | undefined): readonly Suggestion[] => {
  if (name !== undefined) return (values[name] ?? []).map((value) => path(piece, value, name));
  const known = (queryParameters(subresource) ?? []).filter((parameter) => !useless.includes(parameter));
  return known.map((parameter) => path(piece, `${parameter}=`, 'query parameter', values[parameter] !== undefined));
};

/** What may stand next in a URL; `before` is its text up to the cursor, `at` the cursor. */
export const suggestUrl = (before: string, start: number, knowledge: Knowledge): readonly Suggestion[] => {
  const at = start + before.length;
  const match = /^(https:\/\/[^/?#]+)(\/[^?#]*)(?:\?(.*))?$/iu.exec(before);
  if (match === null) {
    if (!'https://'.startsWith(before.slice(0, 8).toLowerCase())) return [];
    return knowledge.clusters.map(({ url }) => ({
      kind: 'live',
      label: url,
      detail: 'endpoint',
      insert: { text: `${url}/` },
      span: { start, end: at },
      more: true,
    }));
  }
  const [, origin = '', whole = '', query] = match;
  const base = clustersFor(knowledge, before).find(({ url }) =>
    before.toLowerCase().startsWith(`${url.toLowerCase()}/`),
  )?.url;
  const own = base === undefined ? whole : `${origin}${whole}`.slice(base.length);
  const segments = own.split('/').slice(1);
  const piece = (length: number): Piece => ({ url: before, span: { start: at - length, end: at } });
  if (query === undefined) return ofPath(piece(segments.at(-1)?.length ?? 0), knowledge, segments.slice(0, -1));
  const pair = query.split('&').at(-1) ?? '';
  const equals = pair.indexOf('=');
  const log = segments.at(-1) === 'log' ? 'log' : undefined;
  return equals < 0
    ? ofQuery(piece(pair.length), log, undefined)
    : ofQuery(piece(pair.length - equals - 1), log, pair.slice(0, equals));
};
