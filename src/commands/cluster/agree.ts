import { referenceText, type PlannedChange } from '../../cluster/sequence.ts';
import { changeDocuments, changeSummary } from '../../core/kube/change-text.ts';
import type { CommandContext } from '../command.ts';

interface Question {
  readonly title: string;
  readonly context: string;
  readonly namespace: string;
  readonly host: string;
  readonly changes: readonly PlannedChange[];
}

type Pick = 'apply' | 'leave' | PlannedChange;

const words: Readonly<Record<PlannedChange['change'], string>> = {
  create: 'is created',
  change: 'changes',
  same: 'stays as it is',
  unchecked: 'is created; tried again once its namespace is there',
};

/** Shows all differences in one document, or those of one object, beside which the question stands, naming context and namespace. */
export async function agreeToChanges(context: CommandContext, question: Question): Promise<boolean> {
  const { title, context: name, namespace, host, changes } = question;
  const compare = async (what: string, some: readonly PlannedChange[]): Promise<void> => {
    const texts = changeDocuments(
      some.map(({ reference, ...change }) => ({ title: referenceText(reference), ...change })),
    );
    await context.compare(`${what}: context ${name}, as it is and as it would be`, `${what}.yaml`, texts);
  };
  await compare(host, changes);
  const target = `context ${name}, namespace ${namespace}`;
  for (;;) {
    const answer = await context.prompts.choose<Pick>({
      place: { title, step: 1, of: 1 },
      prompt: `${changeSummary(changes)} in ${target}. Choose one to see it alone.`,
      choices: [
        {
          label: 'Apply',
          description: target,
          detail: `${changeSummary(changes)}; the values of Secrets are not shown`,
          value: 'apply',
        },
        { label: 'Leave It as It Is', description: 'nothing is changed', value: 'leave' },
        ...changes.map((change) => ({
          label: referenceText(change.reference),
          description: words[change.change],
          value: change,
        })),
      ],
    });
    if (answer.kind !== 'value') return false;
    if (answer.value === 'apply' || answer.value === 'leave') return answer.value === 'apply';
    await compare(referenceText(answer.value.reference), [answer.value]);
  }
}
