import type { Statement } from '../contracts.ts';
import type { Scope } from '../run/scope.ts';

/** The compile-time look at the statements inside another. */
export const checkNested = (statements: readonly Statement[], scope: Scope): void => {
  for (const statement of statements) {
    scope.line = statement.line;
    scope.checkStatement(statement);
  }
};
