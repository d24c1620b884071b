import { SqlError } from '../../sql-error.ts';
import type { TypedValue } from '../../values.ts';
import type { ExecutionContext } from '../contracts.ts';
import { convert } from '../types/index.ts';

/** Puts a value into a declared scalar, converted as SET does; too long text is cut silently. */
export const assignVariable = (context: ExecutionContext, name: string, value: TypedValue): void => {
  const variable = context.variables.get(name.toLowerCase());
  if (variable?.type === undefined)
    throw new SqlError(137, `Must declare the scalar variable "${name}".`, { class: 15, reach: 'batch' });
  variable.value = convert(value, variable.type);
};
