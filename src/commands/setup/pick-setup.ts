import { readPlan, checkPlan, type CheckedPlan } from '../../core/setup/plan.ts';
import type { SetupRecord } from '../../host/setup-store.ts';
import type { CommandContext } from '../command.ts';

/** A set-up whose scripts were written. */
export interface WrittenSetup {
  readonly record: SetupRecord;
  readonly plan: CheckedPlan;
  readonly folder: string;
}

/** The set-up of that URL, the only one, or the one the user picks. Tells, and offers to make one, when there is none. */
export async function pickSetup(
  context: CommandContext,
  title: string,
  url?: string,
): Promise<WrittenSetup | undefined> {
  const all = context.setups.all().flatMap(written);
  const named = url === undefined ? undefined : context.setups.find(url)?.url;
  const found = url === undefined ? all : all.filter(({ record }) => record.url === named);
  const [only] = found;
  if (only === undefined) {
    const words = `There are no scripts yet${url === undefined ? '' : ` for ${url}`}. Create the SQL Server set-up first.`;
    const pressed = await context.prompts.tell('info', words, 'Create SQL Server Set-up…');
    if (pressed !== undefined) await context.execute('sqlkube.setup.createSql', url === undefined ? [] : [{ url }]);
    return undefined;
  }
  if (found.length === 1) return only;
  const answer = await context.prompts.choose({
    place: { title, step: 1, of: 1 },
    prompt: 'Which set-up?',
    choices: found.map((value) => ({
      label: value.record.url,
      description: `database ${value.plan.setup.database}`,
      detail: value.folder,
      value,
    })),
  });
  return answer.kind === 'value' ? answer.value : undefined;
}

function written(record: SetupRecord): WrittenSetup[] {
  const plan = readPlan(record.plan);
  if (plan === undefined || record.folder === undefined) return [];
  const checked = checkPlan(plan);
  return checked.ok ? [{ record, plan: checked.value, folder: record.folder }] : [];
}
