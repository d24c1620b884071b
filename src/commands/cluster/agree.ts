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

const words: Readonly<Record<PlannedChange['change'], string>> = {
  create: 'is created',
  change: 'changes',
  same: 'stays as it is',
  unchecked: 'is created; tried again as soon as its namespace is there',
};

/** Shows all differences in one document, beside which the question stands, naming context and namespace. */
export async function agreeToChanges(context: CommandContext, question: Question): Promise<boolean> {
  const { title, context: name, namespace, host, changes } = question;
  const texts = changeDocuments(
    changes.map(({ reference, ...change }) => ({ title: referenceText(reference), ...change })),
  );
  await context.compare(`${host}: context ${name}, as it is and as it would be`, `${host}.yaml`, texts);
  const target = `context ${name}, namespace ${namespace}`;
  const answer = await context.prompts.choose<boolean>({
    place: { title, step: 1, of: 1 },
    prompt: `${changeSummary(changes)} in ${target}. The differences are in the editor; values of Secrets are never shown.`,
    choices: [
      { label: 'Apply', description: target, detail: changeSummary(changes), value: true },
      { label: 'Leave It as It Is', description: 'nothing is changed', value: false },
      ...changes.map(({ reference, change }) => ({
        label: referenceText(reference),
        description: words[change],
        value: false,
        why: 'The differences of all objects are in the editor. Choose Apply, or leave it.',
      })),
    ],
  });
  return answer.kind === 'value' && answer.value;
}
