/** Who has the rights for a step, and so whose signature it wants. */
export type Owner = 'instance-dba' | 'database-dba' | 'host-administrator' | 'cluster-admin' | 'network-team';

/** The owner as people call themselves. */
export const ownerNames: Readonly<Record<Owner, string>> = {
  'instance-dba': 'DBA of the SQL Server instance',
  'database-dba': 'DBA of the database',
  'host-administrator': "administrator of SQL Server's host",
  'cluster-admin': 'Kubernetes cluster admin',
  'network-team': 'network team',
};
