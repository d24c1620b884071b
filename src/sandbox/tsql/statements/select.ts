import type { Query } from '../ast.ts';
import { type CompiledQuery, noFrame } from '../compile/compiled.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import { assignVariable } from './assignment.ts';
import { selectInto } from './select-into.ts';

/** SELECT, with or without CTEs. */
export interface SelectStatement extends Statement {
  readonly kind: 'select';
  readonly query: Query;
}

/** True when WITH belongs to a SELECT: what follows the common tables decides. */
const startsQuery = (parser: SyntaxParser): boolean => {
  if (parser.atKeyword('SELECT')) return true;
  if (parser.atSymbol('(')) {
    let at = 1;
    while (parser.peek(at).text === '(') at += 1;
    return parser.peek(at).text.toUpperCase() === 'SELECT';
  }
  if (!parser.atKeyword('WITH')) return false;
  let depth = 0;
  for (let at = 1; parser.peek(at).kind !== 'end'; at += 1) {
    const { kind, text } = parser.peek(at);
    if (text === '(') depth += 1;
    else if (text === ')') depth -= 1;
    else if (depth === 0 && kind === 'word' && /^(?:select|insert|update|delete|merge)$/iu.test(text))
      return text.toUpperCase() === 'SELECT';
  }
  return true;
};

/** SET ROWCOUNT stops a query early. */
function* atMost(rows: ReturnType<CompiledQuery['rows']>, most: number): ReturnType<CompiledQuery['rows']> {
  let count = 0;
  for (const row of rows) {
    yield row;
    if (row !== undefined) count += 1;
    if (count >= most) return;
  }
}

const assign = async (query: CompiledQuery, names: readonly string[], scope: Scope): Promise<void> => {
  scope.affected = await scope.drain(query.rows(noFrame), (row) => {
    names.forEach((name, index) => {
      const type = query.columns[index]?.type;
      if (type !== undefined) assignVariable(scope, name, { type, value: row[index] ?? null });
    });
  });
};

const send = async (query: CompiledQuery, scope: Scope): Promise<void> => {
  scope.announce(query.columns);
  const { rowCount } = scope.session.options;
  const rows = query.rows(noFrame);
  const count = await scope.drain(rowCount > 0 ? atMost(rows, rowCount) : rows, (row) => scope.sink.row(row));
  scope.affected = query.sourceRows?.() ?? count;
};

export const selectKind: EngineKind<SelectStatement> = {
  name: 'select',
  starts: (parser) => startsQuery(parser),
  parse(parser) {
    const { line } = parser;
    return { kind: 'select', line, query: parser.parseQuery() };
  },
  command: () => 193,
  check(statement, context) {
    context.query(statement.query);
  },
  async execute({ query }, scope) {
    const into = query.body.kind === 'select' ? query.body.into : undefined;
    const compiled = scope.query(query);
    if (into !== undefined) await selectInto(compiled, into, scope);
    else if (compiled.assigns !== undefined) await assign(compiled, compiled.assigns, scope);
    else await send(compiled, scope);
  },
};
