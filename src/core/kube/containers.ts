/** Fields that are objects or lists in every object of Kubernetes (documented: API conventions, API reference). */
const ofAnyObject = /^(?:metadata|spec)$|^metadata\.(?:labels|annotations|ownerReferences|finalizers|managedFields)$/u;

/** Fields that are objects or lists in the built-in kinds that have them. */
const ofBuiltIn =
  /^spec\.(?:containers|initContainers|volumes|template|selector|tolerations|securityContext|affinity|ports|strategy|rules|jobTemplate)$|^spec\.template\.(?:metadata|spec|spec\.containers)$|^status\.(?:conditions|containerStatuses|initContainerStatuses|podIPs|hostIPs|loadBalancer)$/u;

/** What only the object in an answer's root can have: the items of a list, the details of a Status. */
const ofRoot = /^(?:items|details|details\.causes)$/u;

/**
 * True when an answer of Kubernetes has an object or list at these steps, whatever it is about. `status` is not among them: it
 * is a word in a Status.
 */
export const isContainer = (steps: readonly (string | number)[], builtIn: boolean): boolean => {
  if (steps.length === 0) return true;
  const item = steps[0] === 'items' && typeof steps[1] === 'number';
  const path = (item ? steps.slice(2) : steps).join('.');
  if (item && (path === '' || path === 'status')) return true;
  return (!item && ofRoot.test(path)) || ofAnyObject.test(path) || (builtIn && ofBuiltIn.test(path));
};
