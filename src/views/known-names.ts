import type { Knowledge } from '../core/tsql/assist/knowledge.ts';
import type { ClustersModel } from './clusters-model.ts';

/** What the tree has read so far, for completion. Asks nobody, and opens nothing. */
export function knownNames(model: ClustersModel): Knowledge {
  const connections = model.connections();
  const open = connections.filter((connection) => model.isConnected(connection));
  const credentials = open.flatMap((node) => model.readings.connection(node).value?.facts.credentials ?? []);
  const clusters = connections
    .flatMap((connection) => model.endpoints(connection))
    .map((endpoint) => {
      const { url, authentication } = endpoint.stored.profile;
      const namespaces = model.readings.wasRead(endpoint) ? model.namespaces(endpoint) : [];
      return {
        url,
        ...(authentication.kind === 'credential' ? { credential: authentication.name } : {}),
        namespaces: namespaces.map((node) => ({
          name: node.namespace,
          pods: model.readings.wasRead(node) ? (model.readings.namespace(node).value?.pods.rows ?? []) : [],
        })),
      };
    });
  return { clusters, credentials };
}
