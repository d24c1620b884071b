import { commandFor } from '../host/action-command.ts';
import type { Command } from './command.ts';

const suffixes = { sql: 'sql', shell: 'sh', powershell: 'ps1' } as const;

export const doctorFix: Command<'sqlkube.doctor.fix'> = {
  id: 'sqlkube.doctor.fix',
  async run(context, row) {
    const { doctor, profiles } = context;
    const fix = doctor.rowOf(row)?.fix;
    const endpoint = profiles.endpoint(doctor.endpointId ?? '')?.profile;
    if (fix === undefined || endpoint === undefined) return undefined;
    const { script } = fix;
    if (script !== undefined) {
      await context.open(`Fix for ${script.on}.${suffixes[script.language]}`, `${script.text}\n`);
      return undefined;
    }
    const command =
      fix.action === undefined
        ? undefined
        : commandFor(fix.action, { connectionId: endpoint.connectionId, endpointId: endpoint.id });
    if (command !== undefined) await context.execute(command.id, command.args);
    return undefined;
  },
};
