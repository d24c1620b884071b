import type { Choice } from '../host/prompts.ts';
import type { Command } from './command.ts';

export const sandboxBreak: Command<'sqlkube.sandbox.break'> = {
  id: 'sqlkube.sandbox.break',
  needsTrust: true,
  async run(context) {
    const { sandbox } = context;
    if (!sandbox.isRunning) {
      return {
        ok: false,
        error: { kind: 'refused', reason: 'The sandbox is not running. Start it first: SQL Kube: Try the Sandbox.' },
      };
    }
    const mend: Choice<string> = { label: 'Mend it', description: 'nothing is broken then', value: '' };
    const faults = sandbox.faults.map(({ name, title, description }) => ({
      label: title,
      description: name,
      detail: description,
      value: name,
    }));
    const answer = await context.prompts.choose({
      place: { title: 'Break the Sandbox', step: 1, of: 1 },
      prompt: 'What should go wrong? Refresh afterwards to see what it looks like.',
      choices: sandbox.currentFault === undefined ? faults : [mend, ...faults],
      ...(sandbox.currentFault !== undefined && { current: sandbox.currentFault }),
    });
    if (answer.kind !== 'value') return undefined;
    const done = await sandbox.inject(answer.value === '' ? undefined : answer.value);
    if (!done.ok) return done;
    await context.clusters.refresh();
    return undefined;
  },
};
