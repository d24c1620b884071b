import type { Failure } from '../core/failure.ts';
import { err, type Result } from '../core/result.ts';

/** A refusal in sentences: what, why, what to do. */
export const refused = (reason: string): Result<never, Failure> => err({ kind: 'refused', reason });

const faults: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  ENOSPC: ['could not be written: the disk is full', 'Free some space, then run this again.'],
  EDQUOT: ['could not be written: your share of the disk is used up', 'Free some space, then run this again.'],
  EFBIG: ['could not be written: it is larger than this system allows', 'Choose a folder on another disk.'],
  EROFS: ['could not be written: the disk is read-only', 'Choose a folder on another disk.'],
  EACCES: ['could not be written: you may not write there', 'Choose another folder, or have its permissions changed.'],
  EPERM: ['could not be written: you may not write there', 'Choose another folder, or have its permissions changed.'],
  ENAMETOOLONG: ['could not be written: its name is too long for this disk', 'Choose a folder with a shorter name.'],
  changed: ['was changed by something else meanwhile', 'Run this again to see what is there now.'],
};

/** Why a file cannot be read, in sentences. */
export function describeUnreadable(path: string, code: string): string {
  const why =
    code === 'ENOENT'
      ? 'is not there. Choose the folder that holds it.'
      : code === 'EACCES' || code === 'EPERM'
        ? 'cannot be read by you. Have its permissions changed, or copy it to a folder of yours.'
        : `cannot be read (${code}). Choose another file.`;
  return `${path} ${why}`;
}

/** Why nothing was written, in sentences. */
export function describeFault(path: string, code: string, left: readonly string[]): string {
  const [what, fix] = faults[code] ?? [`could not be written (${code})`, 'Choose another folder.'];
  const state =
    left.length === 0
      ? 'Nothing was written; what was there before is as it was.'
      : `What was there before could not all be put back: it lies in ${left.join(', ')}.`;
  return `${path} ${what}. ${state} ${fix}`;
}
