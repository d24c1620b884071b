import type { FileConflict } from '../core/files/conflict.ts';
import type { PlannedFile } from '../core/files/planned-file.ts';
import type { Choice, Prompts } from './prompts.ts';

/** A planned file with what is at its place. */
export interface PlannedPlace {
  readonly file: PlannedFile;
  /** Absolute path. */
  readonly full: string;
  readonly there: Uint8Array | undefined;
  readonly conflict: FileConflict | undefined;
}

/** Shows texts beside the question. Private keys are never handed to it. */
export interface FilePreview {
  text(name: string, text: string): Promise<void>;
  difference(title: string, path: string, name: string, text: string): Promise<void>;
}

interface Question {
  readonly what: string;
  readonly folder: string;
  readonly places: readonly PlannedPlace[];
}

interface Parts {
  readonly prompts: Prompts;
  readonly preview: FilePreview;
}

/** Asks until it is clear; each file can be looked at first. What would be lost for good is asked for once more. */
export async function askToWrite(parts: Parts, question: Question): Promise<boolean> {
  const { what, folder, places } = question;
  const replaced = places.filter(({ conflict }) => conflict !== undefined);
  const button = replaced.length === 0 ? 'Write' : 'Replace and Write';
  const count = `${places.length} ${places.length === 1 ? 'file' : 'files'}`;
  const lost = replaced.length === 0 ? '' : `, ${replaced.length} of which would replace what is there`;
  for (;;) {
    const answer = await parts.prompts.choose<PlannedPlace | undefined>({
      place: { title: what, step: 1, of: 1 },
      prompt: `${count}${lost}. Choose one to look at it first.`,
      choices: [{ label: button, description: count, detail: folder, value: undefined }, ...places.map(choiceOf)],
    });
    if (answer.kind !== 'value') return false;
    if (answer.value === undefined) return await confirmLoss(parts, replaced);
    await show(parts.preview, answer.value);
  }
}

function choiceOf(place: PlannedPlace): Choice<PlannedPlace> {
  const { file, there, conflict } = place;
  const state = there === undefined ? 'new' : conflict === undefined ? 'there already, the same' : 'is replaced';
  return {
    label: file.path,
    description: `${state}, ${file.title}`,
    ...(conflict && { detail: `There now: ${conflict.description}` }),
    value: place,
    ...(file.secret && { why: 'Private keys are never shown.' }),
  };
}

async function show(preview: FilePreview, { file, full, conflict }: PlannedPlace): Promise<void> {
  if (conflict === undefined) await preview.text(file.path, file.content);
  else await preview.difference(`${file.path}: now and planned`, full, file.path, file.content);
}

async function confirmLoss({ prompts }: Parts, replaced: readonly PlannedPlace[]): Promise<boolean> {
  const precious = replaced.filter(({ conflict }) => ['certificate', 'private-key'].includes(conflict?.found ?? ''));
  if (precious.length === 0) return true;
  const names = precious.map(({ file }) => file.path).join(', ');
  const detail = precious
    .map(({ file, conflict }) => `${file.path} is ${conflict?.description ?? ''}. ${file.loss}`)
    .join('\n\n');
  return await prompts.confirm(`Replace ${names}?`, detail, 'Replace');
}
