import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { checkNested } from './nested.ts';

/** BEGIN … END. */
export interface BlockStatement extends Statement {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

const otherBegins = ['TRAN', 'TRANSACTION', 'TRY', 'CATCH', 'DISTRIBUTED', 'DIALOG', 'CONVERSATION', 'ATOMIC'];

export const blockKind: EngineKind<BlockStatement> = {
  name: 'block',
  isCompound: true,
  starts: (parser) => parser.atKeyword('BEGIN') && !otherBegins.some((word) => parser.atKeyword('BEGIN', word)),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('BEGIN');
    const statements = parser.parseStatements(['END']);
    parser.expectKeyword('END');
    return { kind: 'block', line, statements };
  },
  check({ statements }, context) {
    checkNested(statements, context);
  },
  async execute({ statements }, context) {
    await context.runAll(statements);
  },
};
