/** One line of `npm run bench`. Ratios are taken in one run on one machine, so that its speed cancels out. */
export interface Figure {
  readonly figure: string;
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly unit: string;
  /** In words, such as `<= 2`. */
  readonly goal: string;
  readonly pass: boolean;
}

/** `ours / theirs` must not exceed `most`. */
export function atMost(figure: string, ours: number, theirs: number, unit: string, most: number): Figure {
  const ratio = ours / theirs;
  return { figure, ours, theirs, ratio, unit, goal: `ratio <= ${most}`, pass: ratio <= most };
}

/** A size with a limit; `theirs` is the limit. */
export function within(figure: string, ours: number, limit: number, unit: string): Figure {
  return { figure, ours, theirs: limit, ratio: ours / limit, unit, goal: `<= ${limit} ${unit}`, pass: ours <= limit };
}

/** The middle value; what to quote of noisy runs. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no values');
  return middle;
}
