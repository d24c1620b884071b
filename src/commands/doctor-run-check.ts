import type { ClusterClient } from '../cluster/client.ts';
import type { KubeconfigView } from '../core/doctor/hands.ts';
import type { Failure } from '../core/failure.ts';
import { textAt } from '../core/kube/json.ts';
import { err, ok, type Result } from '../core/result.ts';
import { chooseCluster } from './cluster/choose-cluster.ts';
import type { Command } from './command.ts';

export const doctorRunCheck: Command<'sqlkube.doctor.runCheck'> = {
  id: 'sqlkube.doctor.runCheck',
  needsTrust: true,
  async run(context, row) {
    const { doctor, access } = context;
    const found = doctor.rowOf(row);
    if (found === undefined || doctor.endpointId === undefined) return undefined;
    const link = await access.link(doctor.endpointId, 'ask');
    if (!link.ok) return link;
    if (found.check !== 'kubeconfig') {
      await doctor.examine(link.value, [found.check]);
      return undefined;
    }
    // The cluster is asked only because the user says which one.
    const client = await chooseCluster(context, { title: 'Compare with a Kubeconfig' });
    if (!client.ok) return client;
    await doctor.examine(link.value, [found.check], (signal) => viewOf(client.value, signal));
    return undefined;
  },
};

/** What the context shows of its cluster. */
async function viewOf(client: ClusterClient, signal: AbortSignal): Promise<Result<KubeconfigView, Failure>> {
  const version = await client.version(signal);
  if (!version.ok) return err({ kind: 'refused', reason: `Context ${client.context.name}: ${version.error.kind}` });
  const system = await client.read({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' }, signal);
  const uid = system.ok ? textAt(system.value, 'metadata', 'uid') : undefined;
  const { name, server } = client.context;
  return ok({ context: name, server, version: version.value, ...(uid === undefined ? {} : { uid }) });
}
