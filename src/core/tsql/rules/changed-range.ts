/** Texts are compared in pieces, which the engine does much faster than character by character. */
const piece = 4096;

const commonStart = (left: string, right: string): number => {
  const most = Math.min(left.length, right.length);
  let at = 0;
  while (at + piece <= most && left.slice(at, at + piece) === right.slice(at, at + piece)) at += piece;
  while (at < most && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  return at;
};

const commonEnd = (left: string, right: string, most: number): number => {
  let length = 0;
  const same = (count: number): boolean =>
    left.slice(left.length - length - count, left.length - length) ===
    right.slice(right.length - length - count, right.length - length);
  while (length + piece <= most && same(piece)) length += piece;
  while (length < most && left.charCodeAt(left.length - 1 - length) === right.charCodeAt(right.length - 1 - length))
    length += 1;
  return length;
};

/** The stretch in which two texts differ: `start` in both, and its end in each. */
export const changedRange = (
  before: string,
  after: string,
): { readonly start: number; readonly oldEnd: number; readonly newEnd: number } => {
  const start = commonStart(before, after);
  const tail = commonEnd(before, after, Math.min(before.length, after.length) - start);
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
};
