import type { SqlError } from '../../sql-error.ts';
import type { SqlType } from '../../values.ts';
import type { Expression, OrderItem, Query, TableExpression } from '../ast.ts';
import type { Parser, ParserToken, ScalarFunction, Statement } from '../contracts.ts';
import type { ParseScope } from './scope.ts';
import type { TypeUse } from './types.ts';

/** What the engine's own grammar needs beyond the shared `Parser`. */
export interface SyntaxParser extends Parser {
  readonly scope: ParseScope;
  readonly functions: ReadonlyMap<string, ScalarFunction>;
  /** The token just consumed. */
  readonly previous: ParserToken | undefined;
  /** True before the first statement of the batch. */
  readonly isFirst: boolean;
  /** Source text from a token's start to the end of the batch, for procedure bodies. */
  textFrom(start: number): string;
  parseQuery(): Query;
  parseTable(): TableExpression;
  parseOrder(): readonly OrderItem[];
  parseTypeFor(use: TypeUse): SqlType;
  /** A variable's name, checked to be a declared scalar. */
  parseVariable(assigned: boolean): string;
  parseExpressions(): readonly Expression[];
  /** One operand with its sign and no operator: what EXEC and RAISERROR take. */
  parseSimple(): Expression;
  /** True for a word that begins statements. */
  isStatementWord(word: string): boolean;
  /** From here on the text is a procedure's body, with names of its own. */
  enterProcedure(): void;
  /** Statements until one of the words or the end; at least one unless `mayBeEmpty`. */
  parseStatements(until: readonly string[], mayBeEmpty?: boolean): readonly Statement[];
  /** Notes the error when there is one. */
  note(error: SqlError | undefined): void;
}
