import type { Condition, Expression, Query, TableExpression } from '../ast.ts';
import type { EngineContext } from '../run/engine-context.ts';
import type { Compiled, CompiledQuery, Compiler, QueryUse, Source, Test } from './compiled.ts';
import { compileCondition } from './condition.ts';
import { compileExpression } from './expression.ts';
import { compileQuery } from './query.ts';
import type { RowScope } from './row-scope.ts';
import { compileSource } from './source.ts';
import { nestedScope } from './subquery.ts';

/** Ties the binding routines together; they know each other only through `Compiler`. */
export class StatementCompiler implements Compiler {
  readonly context: EngineContext;

  constructor(context: EngineContext) {
    this.context = context;
  }

  expression(expression: Expression, scope: RowScope | undefined): Compiled {
    return compileExpression(expression, this, scope);
  }

  condition(condition: Condition, scope: RowScope | undefined): Test {
    return compileCondition(condition, this, scope);
  }

  table(table: TableExpression, scope: RowScope | undefined): Source {
    return compileSource(table, this, scope);
  }

  query(query: Query, scope: RowScope | undefined, use: QueryUse): CompiledQuery {
    return compileQuery(query, this, nestedScope(scope), use);
  }
}
