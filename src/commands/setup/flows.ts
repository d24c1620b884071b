/**
 * What the commands of the set-up and of the cluster's side do: a bundle of its own, loaded when the first of them is called.
 * The commands themselves only say what they need.
 */
export { applyToCluster } from '../cluster/apply.ts';
export { checkAccess } from '../cluster/check-access.ts';
export { chooseAccess } from '../cluster/choose-access.ts';
export { chooseCluster } from '../cluster/choose-cluster.ts';
export { createManifests } from '../cluster/create-manifests.ts';
export { directEndpoint } from '../cluster/direct-endpoint.ts';
export { kubeconfigView } from '../cluster/kubeconfig-view.ts';
export { removeFromCluster } from '../cluster/remove.ts';
export { generatedHash } from '../../core/setup/generated-hash.ts';
export { createSql } from './create-sql.ts';
export { exportRunBook } from './export-run-book.ts';
export { openSetup } from './open-setup.ts';
export { runSql } from './run-sql.ts';
