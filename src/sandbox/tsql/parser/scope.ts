import type { SqlError } from '../../sql-error.ts';
import type { SqlType } from '../../values.ts';
import type { TableDefinition } from '../storage/definition.ts';
import { compileError } from './errors.ts';

/** What the parser knows of a declared variable: a scalar's type, or a table's columns. */
export type Declared =
  | { readonly kind: 'scalar'; readonly type: SqlType }
  | { readonly kind: 'table'; readonly definition: TableDefinition };

/** Names that one batch or procedure body has declared so far: T-SQL scopes them by text order, not by blocks. */
export class ParseScope {
  readonly #declared: Map<string, Declared>;
  /** Depth of WHILE, and of CATCH parts, around the statement being parsed. */
  loops = 0;
  catches = 0;
  readonly isProcedure: boolean;

  constructor(isProcedure: boolean, declared: Iterable<readonly [string, Declared]> = []) {
    this.isProcedure = isProcedure;
    this.#declared = new Map(declared);
  }

  /** 134 when the name is taken. */
  declare(name: string, what: Declared, line: number): SqlError | undefined {
    const key = name.toLowerCase();
    if (this.#declared.has(key))
      return compileError(
        134,
        `The variable name '${name}' has already been declared. Variable names must be unique within a query batch or stored procedure.`,
        line,
      );
    this.#declared.set(key, what);
    return undefined;
  }

  find(name: string): Declared | undefined {
    return this.#declared.get(name.toLowerCase());
  }

  get declared(): ReadonlyMap<string, Declared> {
    return this.#declared;
  }

  /** 137: no scalar of that name. State 1 when it was to be assigned. */
  checkScalar(name: string, line: number, assigned = false): SqlError | undefined {
    const found = this.find(name);
    if (found?.kind === 'scalar') return undefined;
    const text = `Must declare the scalar variable "${name}".`;
    return found === undefined ? compileError(137, text, line, assigned ? 1 : 2) : compileError(137, text, line, 1, 16);
  }

  /** 1087: no table variable of that name. */
  checkTable(name: string, line: number): SqlError | undefined {
    return this.find(name)?.kind === 'table'
      ? undefined
      : compileError(1087, `Must declare the table variable "${name}".`, line, 2);
  }
}
