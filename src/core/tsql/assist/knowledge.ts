/** A pod that was read, as far as completion uses it. */
interface KnownPod {
  readonly name: string;
  readonly node?: string;
}

/** What was read over one endpoint. */
interface KnownCluster {
  /** The endpoint's URL, without a slash at its end. */
  readonly url: string;
  /** The credential by which the endpoint signs in. */
  readonly credential?: string;
  readonly namespaces: readonly { readonly name: string; readonly pods: readonly KnownPod[] }[];
}

/** What is loaded already. Completion asks nobody: typing never causes a call, and unlocks no secret. */
export interface Knowledge {
  readonly clusters: readonly KnownCluster[];
  /** Database scoped credentials that the open connections see. */
  readonly credentials: readonly string[];
}

/** The clusters that a URL may mean: those whose endpoint it begins with, or all. */
export const clustersFor = ({ clusters }: Knowledge, url: string): readonly KnownCluster[] => {
  const meant = clusters.filter((cluster) => url.toLowerCase().startsWith(cluster.url.toLowerCase()));
  return meant.length > 0 ? meant : clusters;
};

/** What a pod's name tells of its Deployment: the name without the hash of the ReplicaSet and the pod's own five letters (observed). */
const ofDeployment = /^(.+)-[bcdf-hj-np-tv-xz2456789]{6,10}-[bcdf-hj-np-tv-xz2456789]{5}$/u;

/** Names of objects of a kind in a namespace, as far as the pods that were read tell them. */
export const knownNames = (
  clusters: readonly KnownCluster[],
  plural: string,
  namespace?: string,
): readonly string[] => {
  const namespaces = clusters.flatMap((cluster) => cluster.namespaces);
  const pods = namespaces
    .filter(({ name }) => namespace === undefined || name === namespace)
    .flatMap((one) => one.pods);
  const names =
    plural === 'namespaces'
      ? namespaces.map(({ name }) => name)
      : plural === 'pods'
        ? pods.map(({ name }) => name)
        : plural === 'nodes'
          ? pods.flatMap(({ node }) => (node === undefined ? [] : [node]))
          : plural === 'deployments'
            ? pods.flatMap(({ name }) => ofDeployment.exec(name)?.[1] ?? [])
            : [];
  return [...new Set(names)].sort();
};
