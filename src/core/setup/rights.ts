import type { SqlMessage } from '../failure.ts';

/**
 * Errors by which SQL Server says that a right is missing (Microsoft Learn, "Database Engine events and errors"); 15151 says
 * "does not exist or you do not have permission", and our scripts only name what they have looked for.
 */
const rightsErrors: ReadonlySet<number> = new Set([
  229, 230, 262, 297, 300, 378, 2760, 4602, 4606, 4613, 4629, 5011, 5812, 8189, 15151, 15247, 15406, 15517, 33322,
]);

/** True when it was a missing right that stopped a script. */
export const isRightsError = ({ number }: SqlMessage): boolean => rightsErrors.has(number);
