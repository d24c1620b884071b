import type { Command } from './command.ts';
import { pickConnection } from './pick.ts';

export const setupCreateSql: Command<'sqlkube.setup.createSql'> = {
  id: 'sqlkube.setup.createSql',
  needsTrust: true,
  async run(context, row) {
    const { createSql } = await import('./setup/flows.ts');
    const { profiles, setups } = context;
    const endpoint = row?.endpointId === undefined ? undefined : profiles.endpoint(row.endpointId);
    const url = row?.url ?? endpoint?.profile.url;
    const known = row?.connectionId ?? (url === undefined ? undefined : setups.find(url)?.connectionId);
    // Without any connection the scripts are written all the same, for whoever has one; a single one needs no question.
    const [only, ...others] = profiles.connections();
    const kept = known === undefined ? undefined : profiles.connection(known)?.profile.id;
    const asks = kept === undefined && others.length > 0;
    const id = asks
      ? (await pickConnection(context, undefined, { title: 'Create SQL Server Set-up' }))?.profile.id
      : (kept ?? only?.profile.id);
    if (asks && id === undefined) return undefined;
    const connection = id === undefined ? undefined : profiles.connection(id)?.profile;
    return await createSql(context, { ...(connection && { connection }), ...(url !== undefined && { url }) });
  },
};
