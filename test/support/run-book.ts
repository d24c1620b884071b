/** The files of a single run book, read back from it: what its readers save. */
export const filesOfRunBook = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const lines = text.slice(text.indexOf('\n## Files\n')).split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, path] = /^### `([^`]+)`$/u.exec(lines[at] ?? '') ?? [];
    const [, fence] = /^(`{3,})[a-z]+$/u.exec(lines[at + 2] ?? '') ?? [];
    if (path === undefined || fence === undefined) continue;
    const end = lines.indexOf(fence, at + 3);
    found.set(path, `${lines.slice(at + 3, end).join('\n')}\n`);
    at = end;
  }
  return found;
};

/** One step as its owner reads it: boxes to tick in order, those that begin with `check: ` apart, and how to take it back. */
interface BookStep {
  readonly number: number;
  readonly title: string;
  readonly owner: string;
  readonly tasks: readonly string[];
  readonly checks: readonly string[];
  readonly rollback: readonly string[];
}

/** A row of the chapter on rights: its cells by the heads of their columns. */
type RightRow = Readonly<Record<string, string>> & { readonly owner: string };

/** A run book, read from its text alone. */
export interface ReadBook {
  readonly steps: readonly BookStep[];
  readonly rights: readonly RightRow[];
}

/** Reads steps and rights from the text of a run book. */
export function readRunBook(text: string): ReadBook {
  const rollback = readRollback(chapter(text, 'Rollback'));
  const steps = chapter(text, 'Steps')
    .split(/^### /mu)
    .slice(1)
    .map((section): BookStep => {
      const [, number = '', title = ''] = /^(\d+)\. (.*)$/mu.exec(section) ?? [];
      const boxes = [...section.matchAll(/^- \[ \] (.*)$/gmu)].map(([, box = '']) => box);
      return {
        number: Number(number),
        title,
        owner: /^Owner: \*\*(.*)\*\*$/mu.exec(section)?.[1] ?? '',
        tasks: boxes.filter((box) => !box.startsWith('check: ')),
        checks: boxes.flatMap((box) => (box.startsWith('check: ') ? [box.slice('check: '.length)] : [])),
        rollback: rollback.get(Number(number)) ?? [],
      };
    });
  return { steps, rights: readRights(chapter(text, 'What each owner must be allowed to do')) };
}

/** All inline code of a Markdown text, where no name in it has backticks. */
export const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/gu)].map(([, code = '']) => code);

function chapter(text: string, title: string): string {
  const start = text.indexOf(`\n## ${title}\n`);
  if (start < 0) throw new Error(`The run book has no chapter “${title}”.`);
  const end = text.indexOf('\n## ', start + 1);
  return text.slice(start, end < 0 ? undefined : end);
}

function readRollback(text: string): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    const [, number] = /^- \[ \] (\d+)\. /u.exec(line) ?? [];
    if (number !== undefined) found.set(Number(number), (current = []));
    else if (line.startsWith('  - ')) current.push(line.slice(4));
  }
  return found;
}

function readRights(text: string): readonly RightRow[] {
  return text
    .split(/^### /mu)
    .slice(1)
    .flatMap((section) => {
      const [owner = '', ...lines] = section.split('\n');
      const [heads = [], , ...rows] = lines.filter((line) => line.startsWith('| ')).map(cells);
      return rows.map((row) => ({ ...Object.fromEntries(heads.map((head, at) => [head, row[at] ?? ''])), owner }));
    });
}

const cells = (line: string): readonly string[] => line.slice(2, -2).split(' | ');
