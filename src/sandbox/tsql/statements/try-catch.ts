import type { Statement, StatementKind } from '../contracts.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import { checkNested } from './nested.ts';

/** BEGIN TRY … END TRY BEGIN CATCH … END CATCH. */
export interface TryStatement extends Statement {
  readonly kind: 'try';
  readonly body: readonly Statement[];
  readonly handler: readonly Statement[];
}

/** CurCmd of the DONE tokens on entering TRY, on entering CATCH, and on leaving either (observed). */
const command = { enterTry: 349, enterCatch: 350, leave: 351 } as const;

export const tryKind: StatementKind<TryStatement> = {
  name: 'try',
  isCompound: true,
  starts: (parser) => parser.atKeyword('BEGIN', 'TRY'),
  parse(parser) {
    const { line } = parser;
    const syntax = parser as SyntaxParser;
    parser.expectKeyword('BEGIN', 'TRY');
    parser.acceptSymbol(';');
    const body = syntax.parseStatements(['END']);
    parser.expectKeyword('END', 'TRY');
    parser.acceptSymbol(';');
    parser.expectKeyword('BEGIN', 'CATCH');
    syntax.scope.catches += 1;
    const handler = syntax.parseStatements(['END'], true);
    syntax.scope.catches -= 1;
    parser.expectKeyword('END', 'CATCH');
    return { kind: 'try', line, body, handler };
  },
  check({ body, handler }, context) {
    checkNested([...body, ...handler], context as Scope);
  },
  async execute({ body, handler }, context) {
    const scope = context as Scope;
    scope.done(command.enterTry);
    const error = await scope.attempt(body);
    if (error === undefined) {
      scope.done(command.leave);
      return;
    }
    const previous = scope.caught;
    scope.caught = { error, previous };
    scope.done(command.enterCatch);
    try {
      await scope.runAll(handler);
    } finally {
      scope.caught = previous;
    }
    scope.session.rowCount = 0;
    scope.done(command.leave);
  },
};
