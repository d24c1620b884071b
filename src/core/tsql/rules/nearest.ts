/** Edits that turn one word into the other: insertions, deletions, changes. */
const distance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, sign] of Array.from(left).entries()) {
    const next = [index + 1];
    for (const [at, other] of Array.from(right).entries())
      next.push(Math.min((row[at] ?? 0) + (sign === other ? 0 : 1), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The word that was most likely meant: the same in other case, or at most two letters away; undefined when none is near. */
export const nearest = (text: string, words: readonly string[]): string | undefined => {
  if (text.length > 60) return undefined;
  const lower = text.toLowerCase();
  const ranked = words
    .map((word) => ({ word, far: distance(lower, word.toLowerCase()) }))
    .sort((left, right) => left.far - right.far);
  const [best] = ranked;
  return best !== undefined && best.far <= 2 && best.far < best.word.length / 2 ? best.word : undefined;
};
