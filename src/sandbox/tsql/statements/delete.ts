import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import { bindChange, type Change, parseTarget, parseTop } from './change.ts';
import { beginWrite } from './writing.ts';

/** DELETE [FROM] target [FROM …] [WHERE …]. */
export interface DeleteStatement extends Statement {
  readonly kind: 'delete';
  readonly change: Change;
}

export const deleteKind: EngineKind<DeleteStatement> = {
  name: 'delete',
  isWrite: true,
  starts: (parser) => parser.atKeyword('DELETE'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('DELETE');
    const top = parseTop(parser);
    parser.acceptKeyword('FROM');
    const target = parseTarget(parser);
    if (parser.atKeyword('OUTPUT')) throw notSupported('DELETE … OUTPUT', parser.line);
    const from = parser.acceptKeyword('FROM') ? { from: parser.parseTable() } : {};
    const where = parser.acceptKeyword('WHERE') ? { where: parser.parseCondition() } : {};
    return { kind: 'delete', line, change: { target, ...top, ...from, ...where } };
  },
  command: () => 196,
  check({ change }, scope) {
    scope.bind((compiler) => bindChange(change, compiler, scope));
  },
  execute({ change }, scope) {
    const bound = scope.bind((compiler) => bindChange(change, compiler, scope));
    const { table } = bound;
    beginWrite(bound.target, table, 'DELETE', scope);
    const gone = new Set([...bound.matches()].map(({ index }) => index));
    table.replace(
      table.rows.filter((_, index) => !gone.has(index)),
      'DELETE',
    );
    scope.affected = gone.size;
    return Promise.resolve();
  },
};
