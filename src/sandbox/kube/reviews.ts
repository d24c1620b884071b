import { isJsonObject, textAt, type JsonObject } from '../../core/kube/json.ts';
import { kubeTime } from './go-json.ts';
import { grantFor, type GrantedRule, type Identity } from './identity.ts';
import { badRequest, invalid } from './status-error.ts';

const discoveryPaths = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];

/** Who am I. */
export const selfReview = (identity: Identity, now: number): unknown => ({
  kind: 'SelfSubjectReview',
  apiVersion: 'authentication.k8s.io/v1',
  metadata: { creationTimestamp: kubeTime(now) },
  status: {
    userInfo: {
      username: identity.user,
      ...(identity.uid === undefined ? {} : { uid: identity.uid }),
      groups: identity.groups,
    },
  },
});

/** May I do this: the answer names the binding, as RBAC does. */
export const accessReview = (identity: Identity, body: JsonObject): unknown => {
  const spec = isJsonObject(body['spec']) ? body['spec'] : {};
  const wanted = spec['resourceAttributes'];
  if (!isJsonObject(wanted)) {
    const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    const cause = { reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes' };
    throw invalid('', '', [cause], 'authorization.k8s.io');
  }
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status: accessStatus(identity, wanted),
  };
};

const accessStatus = (identity: Identity, wanted: JsonObject): unknown => {
  const [namespace, subresource] = [textAt(wanted, 'namespace'), textAt(wanted, 'subresource')];
  const granted = grantFor(identity, {
    // An access review may ask for verbs that no request of ours can have; they are only compared.
    verb: (textAt(wanted, 'verb') ?? '') as 'get',
    group: textAt(wanted, 'group') ?? '',
    version: 'v1',
    resource: textAt(wanted, 'resource') ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    ...(subresource === undefined ? {} : { subresource }),
  });
  if (granted === undefined) return { allowed: false };
  // Administrators are let through before RBAC is asked, so there is no binding to name.
  return granted.binding === '' ? { allowed: true } : { allowed: true, reason: `RBAC: allowed by ${granted.binding}` };
};

const tellRule = ({ verbs, groups, resources }: GrantedRule): unknown => ({ verbs, apiGroups: groups, resources });

/** All I may in one namespace. */
export const rulesReview = (identity: Identity, body: JsonObject): unknown => {
  const namespace = textAt(body, 'spec', 'namespace');
  if (namespace === undefined) throw badRequest('no namespace on request');
  return {
    kind: 'SelfSubjectRulesReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    // The real server does not repeat what was asked (observed, 1.36.3).
    spec: {},
    status: {
      resourceRules: identity.rulesIn(namespace).map(tellRule),
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: discoveryPaths }],
      incomplete: false,
    },
  };
};
