/** Of requests for objects and collections (documented: API reference, common parameters). */
const common = [
  'allowWatchBookmarks',
  'continue',
  'dryRun',
  'fieldManager',
  'fieldSelector',
  'fieldValidation',
  'force',
  'gracePeriodSeconds',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'includeObject',
  'labelSelector',
  'limit',
  'orphanDependents',
  'pretty',
  'propagationPolicy',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeout',
  'timeoutSeconds',
  'watch',
];

/** Of a pod's log (documented). */
const log = [
  'container',
  'follow',
  'insecureSkipTLSVerifyBackend',
  'limitBytes',
  'pretty',
  'previous',
  'sinceSeconds',
  'sinceTime',
  'stream',
  'tailLines',
  'timestamps',
];

const likeObjects: readonly (string | undefined)[] = [undefined, 'status', 'scale', 'token', 'eviction', 'binding'];

/** The query parameters that mean something; undefined for subresources that take any. */
export const queryParameters = (subresource: string | undefined): readonly string[] | undefined => {
  if (likeObjects.includes(subresource)) return common;
  return subresource === 'log' ? log : undefined;
};
