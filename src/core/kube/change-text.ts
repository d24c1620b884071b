/** One object as it is and as it would be; an object that is not there is an empty text. */
export interface ObjectChange {
  readonly title: string;
  readonly change: 'create' | 'change' | 'same' | 'unchecked';
  readonly before: string;
  readonly after: string;
}

/** `3 to create, 1 to change, 5 as they should be`. */
export function changeSummary(changes: readonly Pick<ObjectChange, 'change'>[]): string {
  const count = (...kinds: readonly ObjectChange['change'][]): number =>
    changes.filter(({ change }) => kinds.includes(change)).length;
  const parts = [
    [count('create', 'unchecked'), 'to create'],
    [count('change'), 'to change'],
    [count('same'), 'as they should be'],
  ] as const;
  return parts.flatMap(([number, words]) => (number === 0 ? [] : [`${number} ${words}`])).join(', ');
}

/**
 * All objects as two texts for one comparison, in the same order, so that each stands beside itself. Objects that would not
 * change are in both, since a reviewer wants to see that nothing does.
 */
export function changeDocuments(changes: readonly ObjectChange[]): { readonly before: string; readonly after: string } {
  const side = (which: 'before' | 'after'): string =>
    changes
      .map((change) => `# ${change.title}\n${change[which] === '' ? '# not there\n' : change[which]}`)
      .join('---\n');
  return { before: side('before'), after: side('after') };
}
