import type { Statement, StatementKind } from '../contracts.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import { checkNested } from './nested.ts';

/** BEGIN … END. */
export interface BlockStatement extends Statement {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

const otherBegins = ['TRAN', 'TRANSACTION', 'TRY', 'CATCH', 'DISTRIBUTED', 'DIALOG', 'CONVERSATION', 'ATOMIC'];

export const blockKind: StatementKind<BlockStatement> = {
  name: 'block',
  isCompound: true,
  starts: (parser) => parser.atKeyword('BEGIN') && !otherBegins.some((word) => parser.atKeyword('BEGIN', word)),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('BEGIN');
    const statements = (parser as SyntaxParser).parseStatements(['END']);
    parser.expectKeyword('END');
    return { kind: 'block', line, statements };
  },
  check({ statements }, context) {
    checkNested(statements, context as Scope);
  },
  async execute({ statements }, context) {
    await (context as Scope).runAll(statements);
  },
};
