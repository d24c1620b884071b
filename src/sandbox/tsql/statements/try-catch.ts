import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { checkNested } from './nested.ts';

/** BEGIN TRY … END TRY BEGIN CATCH … END CATCH. */
export interface TryStatement extends Statement {
  readonly kind: 'try';
  readonly body: readonly Statement[];
  readonly handler: readonly Statement[];
}

/** CurCmd of the DONE tokens on entering TRY, on entering CATCH, and on leaving CATCH at its end (observed). */
const command = { enterTry: 349, enterCatch: 350, leave: 351 } as const;

export const tryKind: EngineKind<TryStatement> = {
  name: 'try',
  isCompound: true,
  starts: (parser) => parser.atKeyword('BEGIN', 'TRY'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('BEGIN', 'TRY');
    parser.acceptSymbol(';');
    const body = parser.parseStatements(['END']);
    parser.expectKeyword('END', 'TRY');
    parser.acceptSymbol(';');
    parser.expectKeyword('BEGIN', 'CATCH');
    parser.scope.catches += 1;
    const handler = parser.parseStatements(['END'], true);
    parser.scope.catches -= 1;
    parser.expectKeyword('END', 'CATCH');
    return { kind: 'try', line, body, handler };
  },
  check({ body, handler }, context) {
    checkNested([...body, ...handler], context);
  },
  async execute({ body, handler }, scope) {
    scope.done(command.enterTry);
    const error = await scope.attempt(body);
    if (error === undefined) {
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
    if (scope.flow !== 'next') return;
    scope.session.rowCount = 0;
    scope.done(command.leave);
  },
};
