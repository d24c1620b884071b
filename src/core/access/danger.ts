import { resourceText, type Grant } from './grant.ts';

/** What no preset allows, and a custom access only when the person confirmed it by name. */
export const dangers = {
  tokens: 'Makes tokens: whoever may, acts as that service account from anywhere until they end.',
  secrets: 'Reads or changes Secrets: passwords, keys and tokens of everything that runs there.',
  'ephemeral-containers': 'Starts a debug container inside a running pod, which sees all that the pod sees.',
  rbac: 'Changes who may do what; with it an access can grow by itself.',
  certificates: 'Asks for or approves client certificates, which Kubernetes cannot take back.',
  'delete-collection': 'Deletes all objects of a kind in one request.',
} as const;
export type DangerName = keyof typeof dangers;

const tests: Readonly<Record<DangerName, (grant: Grant) => boolean>> = {
  tokens: ({ group, resource, subresource }) =>
    group === '' && resource === 'serviceaccounts' && subresource === 'token',
  secrets: ({ group, resource }) => group === '' && resource === 'secrets',
  'ephemeral-containers': ({ group, resource, subresource }) =>
    group === '' && resource === 'pods' && subresource === 'ephemeralcontainers',
  rbac: ({ group }) => group === 'rbac.authorization.k8s.io',
  certificates: ({ group }) => group === 'certificates.k8s.io',
  'delete-collection': ({ verbs }) => verbs.includes('deletecollection'),
};

/** The dangers of one grant. */
export const dangersOf = (grant: Grant): readonly DangerName[] =>
  (Object.keys(tests) as DangerName[]).filter((name) => tests[name](grant));

/**
 * Subresources that open a connection into a container or past the API server. No confirmation helps: the proxy never
 * forwards them, whatever the access says, and SQL Server could not hold such a connection.
 */
export const connections: readonly string[] = ['exec', 'attach', 'portforward', 'proxy'];

/** Words that mean something else in a path of the Kubernetes API than a resource (RequestInfo, apiserver). */
export const reservedResources: readonly string[] = [...connections, 'watch', 'status', 'finalize'];

/** All that a namespace has below it which is not a resource in it. */
export const namespaceSubresources: readonly string[] = ['status', 'finalize'];

/** A danger in words, with the grant that brings it. */
export const dangerText = (name: DangerName, grant: Grant): string => `${resourceText(grant)}: ${dangers[name]}`;
