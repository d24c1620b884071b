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
    const { chooseCluster, kubeconfigView } = await import('./setup/flows.ts');
    const client = await chooseCluster(context, { title: 'Compare with a Kubeconfig' });
    if (!client.ok) return client;
    await doctor.examine(link.value, [found.check], (signal) => kubeconfigView(client.value, signal));
    return undefined;
  },
};
