// `npm run cluster`: a real control plane with two fake nodes, until Ctrl-C.
import { once } from 'node:events';
import { startCluster } from '../support/cluster.ts';
import { clusterNeed } from '../support/cluster-build.ts';

const log = (line: string): void => console.error(line);
const nodes = process.env['KUBEBUILDER_ASSETS'] ? 0 : 2;
const cluster = await startCluster({ nodes, log, podLog: ['a line of the test cluster', 'and another'] });
if (cluster === undefined) {
  log(`A control plane needs ${clusterNeed}.`);
  process.exit(1);
}
if (!cluster.hasControllers) log('KUBEBUILDER_ASSETS has no controllers, scheduler or fake nodes: pods stay Pending.');
console.log(`export KUBECONFIG=${cluster.kubeconfigFile}`);
log(`Kubernetes ${cluster.version} at ${cluster.url}; Ctrl-C ends it.`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
log('Ending.');
await cluster.stop();
