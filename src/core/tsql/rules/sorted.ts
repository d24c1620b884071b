/** How many of the first items have a position below `limit`, given that positions rise. */
export const countBelow = <T>(items: readonly T[], limit: number, position: (item: T) => number): number => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && position(item) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** How many of rising numbers are below `limit`. */
export const numbersBelow = (numbers: readonly number[], limit: number): number =>
  countBelow(numbers, limit, (number) => number);
