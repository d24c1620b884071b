import type { Statement, StatementKind } from '../contracts.ts';
import { notSupported } from '../parser/errors.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import { bindChange, type Change, parseTarget, parseTop } from './change.ts';
import { beginWrite } from './writing.ts';

/** DELETE [FROM] target [FROM …] [WHERE …]. */
export interface DeleteStatement extends Statement {
  readonly kind: 'delete';
  readonly change: Change;
}

export const deleteKind: StatementKind<DeleteStatement> = {
  name: 'delete',
  isWrite: true,
  starts: (parser) => parser.atKeyword('DELETE'),
  parse(parser) {
    const { line } = parser;
    const syntax = parser as SyntaxParser;
    parser.expectKeyword('DELETE');
    const top = parseTop(syntax);
    parser.acceptKeyword('FROM');
    const target = parseTarget(syntax);
    if (parser.atKeyword('OUTPUT')) throw notSupported('DELETE … OUTPUT', parser.line);
    const from = parser.acceptKeyword('FROM') ? { from: syntax.parseTable() } : {};
    const where = parser.acceptKeyword('WHERE') ? { where: parser.parseCondition() } : {};
    return { kind: 'delete', line, change: { target, ...top, ...from, ...where } };
  },
  command: () => 196,
  check({ change }, context) {
    const scope = context as Scope;
    scope.bind((compiler) => bindChange(change, compiler, scope));
  },
  execute({ change }, context) {
    const scope = context as Scope;
    const { table, target, matches } = scope.bind((compiler) => bindChange(change, compiler, scope));
    beginWrite(target, table, 'DELETE', scope);
    const gone = new Set([...matches()].map(({ index }) => index));
    table.replace(
      table.rows.filter((_, index) => !gone.has(index)),
      'DELETE',
    );
    scope.affected = gone.size;
    return Promise.resolve();
  },
};
