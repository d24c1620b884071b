const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

// Down to which unit a span is told: above `from` it is `major`, and `minor` when there is one and it is not zero.
interface Step {
  readonly from: number;
  readonly major: readonly [number, string];
  readonly minor?: readonly [number, string];
}

/**
 * The thresholds of `duration.HumanDuration` in k8s.io/apimachinery, which kubectl and the server's tables print with
 * (documented: its source, v0.36.3; checked against the real server by the status oracle).
 */
const steps: readonly Step[] = [
  { from: 8 * year, major: [year, 'y'] },
  { from: 2 * year, major: [year, 'y'], minor: [day, 'd'] },
  { from: 8 * day, major: [day, 'd'] },
  { from: 48 * hour, major: [day, 'd'], minor: [hour, 'h'] },
  { from: 8 * hour, major: [hour, 'h'] },
  { from: 3 * hour, major: [hour, 'h'], minor: [minute, 'm'] },
  { from: 10 * minute, major: [minute, 'm'] },
  { from: 2 * minute, major: [minute, 'm'], minor: [second, 's'] },
];

/** A span as kubectl writes it, such as `8m22s` or `3d`. Milliseconds; up to 2 s below zero count as a clock's error. */
export const humanDuration = (milliseconds: number): string => {
  if (milliseconds <= -2 * second) return '<invalid>';
  if (milliseconds < 0) return '0s';
  const step = steps.find(({ from }) => milliseconds >= from);
  if (step === undefined) return `${Math.floor(milliseconds / second)}s`;
  const [unit, sign] = step.major;
  const major = `${Math.floor(milliseconds / unit)}${sign}`;
  if (step.minor === undefined) return major;
  const rest = Math.floor((milliseconds % unit) / step.minor[0]);
  return rest === 0 ? major : `${major}${rest}${step.minor[1]}`;
};

/** kubectl's AGE: the span since a time in milliseconds since 1970, `<unknown>` without one. */
export const ageSince = (time: number | undefined, now: number): string =>
  time === undefined ? '<unknown>' : humanDuration(now - time);
