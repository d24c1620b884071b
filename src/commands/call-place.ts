import type { Failure } from '../core/failure.ts';
import { err } from '../core/result.ts';
import type { Result } from '../core/result.ts';

/** A command about a call was run with no T-SQL in front. */
export const noPlace: Result<never, Failure> = err({
  kind: 'refused',
  reason: 'No T-SQL document is in front. Open one, and put the cursor into the batch that is meant.',
});
