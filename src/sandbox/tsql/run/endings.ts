import type { SqlError } from '../../sql-error.ts';

/** Unwinds everything to the end of the batch; its errors have been sent. */
export class BatchEnd extends Error {
  constructor() {
    super('The batch ended.');
    this.name = 'BatchEnd';
  }
}

/**
 * A binding error (208, 207 and their kin): ends the scope it is found in, cannot be caught there, and is an ordinary
 * error for the scope that called.
 */
export class ScopeEnd extends Error {
  readonly error: SqlError;

  constructor(error: SqlError) {
    super(error.message);
    this.name = 'ScopeEnd';
    this.error = error;
  }
}

/** Errors that doom an open transaction when caught, and roll it back when not (observed list). */
const dooming: ReadonlySet<number> = new Set([
  235, 241, 245, 295, 8114, 8169, 8170, 13606, 13607, 13608, 13609, 13611, 13612, 13613, 13621, 13623, 13624, 13625,
]);

/** Does the error take an open transaction with it even with XACT_ABORT OFF? */
export const doomsTransaction = (error: SqlError): boolean => error.reach === 'batch' && dooming.has(error.number);
