import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { Statement } from '../contracts.ts';
import { BatchParser, type Grammar } from '../parser/parser.ts';
import { type Declared, ParseScope } from '../parser/scope.ts';
import { ScopeEnd } from './endings.ts';
import type { Scope } from './scope.ts';

/** A parameter of dynamic SQL. */
export interface TextParameter {
  readonly name: string;
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** A text ready to run, or the errors for which it will not. */
export interface ParsedText {
  readonly statements: readonly Statement[];
  readonly declared: ReadonlyMap<string, Declared>;
  readonly errors: readonly SqlError[];
}

/** Parses a batch in which the parameters are declared. */
export const parseText = (text: string, grammar: Grammar, parameters: readonly TextParameter[] = []): ParsedText => {
  const scope = new ParseScope(
    false,
    parameters.map(({ name, type }) => [name.toLowerCase(), { kind: 'scalar', type }] as const),
  );
  const { statements, errors } = new BatchParser(text, grammar, scope).parseBatch();
  return { statements, errors, declared: scope.declared };
};

/** Errors that names and types of existing objects give before anything runs; 208 waits until it is reached. */
const earlyErrors = (statements: readonly Statement[], scope: Scope): readonly SqlError[] => {
  const found: SqlError[] = [];
  for (const statement of statements) {
    const kind = scope.options.parts.kindsByName.get(statement.kind);
    scope.line = statement.line;
    try {
      kind?.check?.(statement, scope);
    } catch (error) {
      const inner = error instanceof ScopeEnd ? error.error : error;
      if (!(inner instanceof SqlError)) throw error;
      inner.locate(statement.line);
      if (error instanceof ScopeEnd && inner.number !== 208) found.push(inner);
    }
  }
  return found;
};

/** Runs a parsed text in its scope. Gives back the errors for which it did not run; BatchEnd and ScopeEnd pass through. */
export const runText = async (
  parsed: ParsedText,
  scope: Scope,
  parameters: readonly TextParameter[] = [],
): Promise<readonly SqlError[]> => {
  if (parsed.errors.length > 0) return parsed.errors;
  for (const { name, type, value } of parameters) scope.variables.set(name.toLowerCase(), { type, value });
  scope.declare(parsed.declared);
  const errors = earlyErrors(parsed.statements, scope);
  if (errors.length > 0) return errors;
  await scope.runAll(parsed.statements);
  return [];
};
