import type { SqlTemporal } from '../../values.ts';

/** Days from 0001-01-01 to 1970-01-01. */
const epochDays = 719_162;
const msPerDay = 86_400_000;
const ticksPerMs = 10_000;

/** A moment in milliseconds since 1970, as SQL Server counts. */
export const temporalAt = (ms: number): SqlTemporal => {
  const day = Math.floor(ms / msPerDay);
  return { kind: 'temporal', days: epochDays + day, ticks: Math.round((ms - day * msPerDay) * ticksPerMs) };
};
