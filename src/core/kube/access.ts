import { at, isJsonObject, listAt, textAt, textsAt } from './json.ts';

/** One thing a token may do: any of the verbs on any of the resources of any of the groups. */
export interface AccessRule {
  readonly verbs: readonly string[];
  /** Empty text is the core group, `*` all. */
  readonly groups: readonly string[];
  /** Plural, with a subresource after a slash (`pods/log`). */
  readonly resources: readonly string[];
  /** Empty: all names. */
  readonly names: readonly string[];
}

/** The answer to a SelfSubjectRulesReview. */
export interface AccessRules {
  readonly rules: readonly AccessRule[];
  /** True when the authorizer could not list everything, so that absence proves nothing. */
  readonly incomplete: boolean;
  readonly evaluationError?: string;
}

/** The answer to a SelfSubjectAccessReview. */
export interface AccessAnswer {
  readonly allowed: boolean;
  /** Names the binding that allows it, when the authorizer is RBAC. */
  readonly reason?: string;
}

/** Who the API server takes us for. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

const ofKind = (value: unknown, kind: string): boolean => isJsonObject(value) && value['kind'] === kind;

/** Reads a SelfSubjectRulesReview; undefined when it is something else. */
export const decodeRulesReview = (review: unknown): AccessRules | undefined => {
  if (!ofKind(review, 'SelfSubjectRulesReview')) return undefined;
  const evaluationError = textAt(review, 'status', 'evaluationError');
  return {
    rules: listAt(review, 'status', 'resourceRules').map((rule) => ({
      verbs: textsAt(rule, 'verbs'),
      groups: textsAt(rule, 'apiGroups'),
      resources: textsAt(rule, 'resources'),
      names: textsAt(rule, 'resourceNames'),
    })),
    incomplete: at(review, 'status', 'incomplete') === true,
    ...(evaluationError === undefined ? {} : { evaluationError }),
  };
};

/** Reads a SelfSubjectAccessReview; undefined when it is something else. */
export const decodeAccessReview = (review: unknown): AccessAnswer | undefined => {
  if (!ofKind(review, 'SelfSubjectAccessReview')) return undefined;
  const reason = textAt(review, 'status', 'reason');
  return { allowed: at(review, 'status', 'allowed') === true, ...(reason === undefined ? {} : { reason }) };
};

/** Reads a SelfSubjectReview; undefined when it is something else. */
export const decodeSelfReview = (review: unknown): Identity | undefined => {
  const user = textAt(review, 'status', 'userInfo', 'username');
  if (!ofKind(review, 'SelfSubjectReview') || user === undefined) return undefined;
  return { user, groups: textsAt(review, 'status', 'userInfo', 'groups') };
};

const covers = (listed: readonly string[], wanted: string): boolean => listed.includes('*') || listed.includes(wanted);

/** Whether the rules allow a verb on a resource; `resource` with its subresource, such as `pods/log`. */
export const isAllowed = (
  rules: readonly AccessRule[],
  wanted: { readonly verb: string; readonly group: string; readonly resource: string; readonly name?: string },
): boolean =>
  rules.some(
    (rule) =>
      covers(rule.verbs, wanted.verb) &&
      covers(rule.groups, wanted.group) &&
      covers(rule.resources, wanted.resource) &&
      (rule.names.length === 0 || (wanted.name !== undefined && rule.names.includes(wanted.name))),
  );
