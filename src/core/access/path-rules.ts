import {
  selfSubjectAccessReviewPath,
  selfSubjectReviewPath,
  selfSubjectRulesReviewPath,
  versionPath,
} from '../kube/path.ts';
import { classifyTarget } from '../proxy/target.ts';
import type { Access, AccessScope, Grant, GrantVerb } from './grant.ts';

/** Requests that the proxy forwards: some methods on the targets whose whole path matches. */
export interface PathRule {
  readonly methods: readonly string[];
  /** A regular expression without anchors, in the common part of PCRE and JavaScript. */
  readonly path: string;
}

const read = ['GET', 'HEAD'];

/** What every proxy forwards, because it tells nothing of the cluster's contents: health, version, and questions about oneself. */
const probeRules: readonly PathRule[] = [
  { methods: read, path: '/(?:healthz|livez|readyz)' },
  { methods: read, path: escape(versionPath) },
  {
    methods: ['POST'],
    path: oneOf([selfSubjectReviewPath, selfSubjectAccessReviewPath, selfSubjectRulesReviewPath]),
  },
];

/** How each verb looks on the wire (documented: "Determine the Request Verb"); HEAD counts as GET. */
const ofCollection: Readonly<Partial<Record<GrantVerb, readonly string[]>>> = {
  list: read,
  create: ['POST'],
  deletecollection: ['DELETE'],
};
const ofObject: Readonly<Partial<Record<GrantVerb, readonly string[]>>> = {
  get: read,
  update: ['PUT'],
  patch: ['PATCH'],
  delete: ['DELETE'],
};

/** The proxy's allow-list: the access' own rules, then the probe set. Everything else is refused. */
export const pathRules = (access: Pick<Access, 'scope' | 'grants'>): readonly PathRule[] => [
  ...access.grants.flatMap((grant) => rulesOf(grant, access.scope)),
  ...probeRules,
];

function rulesOf(grant: Grant, scope: AccessScope): readonly PathRule[] {
  const collection = collectionPath(grant, scope);
  const object = `${objectPath(grant, scope)}${grant.subresource === undefined ? '' : `/${escape(grant.subresource)}`}`;
  const onObject =
    grant.subresource === undefined ? ofObject : { ...ofObject, create: ['POST'], list: [], deletecollection: [] };
  return [
    ...(grant.subresource === undefined ? rule(methodsOf(grant, ofCollection), collection) : []),
    ...rule(methodsOf(grant, onObject), object),
  ];
}

const rule = (methods: readonly string[], path: string): readonly PathRule[] =>
  methods.length === 0 ? [] : [{ methods, path }];

const methodsOf = ({ verbs }: Grant, table: Readonly<Partial<Record<GrantVerb, readonly string[]>>>): string[] =>
  verbs.flatMap((verb) => table[verb] ?? []);

// RBAC does not look at versions, so that neither do we; the core group has only one.
const root = (group: string): string => (group === '' ? '/api/v1' : `/apis/${escape(group)}/[a-z0-9][a-z0-9-]*`);
const anySegment = '[^/?]+';

function collectionPath({ group, resource }: Grant, scope: AccessScope): string {
  if (resource === 'namespaces') return `${root(group)}/namespaces`;
  const namespaces =
    scope.kind === 'cluster' ? `(?:/namespaces/${anySegment})?` : `/namespaces/${oneOf(scope.namespaces)}`;
  return `${root(group)}${namespaces}/${escape(resource)}`;
}

/** A namespace is in itself: a Role in it covers it, and no other. */
function objectPath(grant: Grant, scope: AccessScope): string {
  const { names, resource } = grant;
  if (resource !== 'namespaces' || scope.kind === 'cluster') {
    return `${collectionPath(grant, scope)}/${names === undefined ? anySegment : oneOf(names)}`;
  }
  const reachable = scope.namespaces.filter((namespace) => names?.includes(namespace) !== false);
  // (?!) matches nothing: no namespace is both named and in the scope.
  return `${collectionPath(grant, scope)}/${reachable.length === 0 ? '(?!)' : oneOf(reachable)}`;
}

function oneOf(texts: readonly string[]): string {
  const [first = '', ...others] = texts.map(escape);
  return others.length === 0 ? first : `(?:${[first, ...others].join('|')})`;
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** The whole regular expression of a rule, over method, blank and raw target. */
export const rulePattern = ({ methods, path }: PathRule): string => `^${oneOf(methods)} ${path}(?:\\?|$)`;

/** Decides as a proxy with these rules does: true when it answers (its own health path) or forwards a request as it came. */
export function requestFilter(rules: readonly PathRule[]): (method: string, target: string) => boolean {
  const patterns = rules.map((one) => new RegExp(rulePattern(one)));
  return (method, target) => {
    const kind = classifyTarget(target);
    if (kind === 'health') return read.includes(method);
    return kind === 'api' && patterns.some((pattern) => pattern.test(`${method} ${target}`));
  };
}

/** Whether a proxy made for an access answers or forwards a request, the target spelt as it came. */
export const allows = (access: Pick<Access, 'scope' | 'grants'>, method: string, target: string): boolean =>
  requestFilter(pathRules(access))(method, target);
