import { credentialNameProblem } from '../rest/credential-name.ts';
import type { Setup } from './options.ts';

/** A call by which the proof shows that the whole chain works. */
export interface ProofCall {
  readonly proves: string;
  readonly method: 'GET' | 'POST';
  /** Below the endpoint's own path. */
  readonly path: string;
  readonly payload?: string;
  /** A JSON path into the envelope whose text is shown as the proof. */
  readonly shows: string;
}

const identityPath = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

const identityCall: ProofCall = {
  proves: 'whom the API server takes the token for',
  method: 'POST',
  path: identityPath,
  payload: '{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}',
  shows: '$.result.status.userInfo.username',
};

const podsCall = (namespace: string): ProofCall => ({
  proves: `that the token may list pods of namespace ${namespace}`,
  method: 'GET',
  path: `/api/v1/namespaces/${namespace}/pods?limit=1`,
  shows: '$.result.kind',
});

/** What the credential's name admits of the proof calls; a path-scoped name may leave only one. */
export const proofCalls = (setup: Setup): readonly ProofCall[] =>
  [identityCall, ...(setup.namespace === undefined ? [] : [podsCall(setup.namespace)])].filter(({ path }) =>
    isReachable(setup, path),
  );

const landmarks: readonly (readonly [string, string])[] = [
  ['/-/healthz', "the proxy's health and version"],
  ['/version', "the cluster's version"],
  ['/readyz', 'readiness of the API server'],
  [identityPath, 'whom the token stands for'],
  ['/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 'what the token may do'],
  ['/api/v1/namespaces', 'the list of namespaces'],
  ['/api/v1/nodes', 'nodes'],
  ['/api/v1/pods', 'pods of all namespaces at once'],
  ['/api/v1/namespaces/default/pods', 'pods of other namespaces'],
  ['/apis/apps/v1/deployments', 'deployments, stateful sets and their scale'],
  ['/apis/metrics.k8s.io/v1beta1/pods', 'metrics'],
];

/** What calls with this credential can no longer reach (Msg 31630), in words; empty for a name without a path. */
export const outOfReach = (setup: Setup): readonly string[] =>
  landmarks.filter(([path]) => !isReachable(setup, path)).map(([path, words]) => `${words} (${path})`);

const isReachable = ({ credential, origin, basePath }: Setup, path: string): boolean =>
  credentialNameProblem(credential, origin + basePath + path) === undefined;
