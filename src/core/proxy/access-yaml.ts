import { consequences, runsContainers } from '../access/consequences.ts';
import type { Access } from '../access/grant.ts';
import { accessObjects } from '../access/roles.ts';
import { namespaceManifest } from './manifests.ts';
import { renderYamlStream } from './yaml.ts';

/** `access.yaml`: the service account and its roles. `newNamespaces` are made along, with Pod Security `restricted`. */
export function accessYaml(access: Access, newNamespaces: readonly string[] = []): string {
  const { account } = access;
  const rows = consequences(access).map(({ grant, words }) => `  ${grant}: ${words}`);
  const advice = runsContainers(access)
    ? '\nIt lets its holder run containers: let it have a namespace in which nothing else lives.'
    : '';
  const header = `Made by SQL Kube: what SQL Server may do in Kubernetes, as service account ${account.namespace}/${account.name}.
The proxy's allow-list is made from the same choice: change both together. This file holds no secret; a token is requested with:
  kubectl --namespace ${account.namespace} create token ${account.name} --duration=24h
What somebody could do who gets hold of that token:
${rows.join('\n')}${advice}`;
  return renderYamlStream(
    [...newNamespaces.map(namespaceManifest), ...accessObjects(access).map((value) => ({ value }))],
    header,
  );
}
