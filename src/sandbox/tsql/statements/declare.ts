import type { Expression } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { parseTableDefinition } from '../parser/table-definition.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import { checkConversion } from '../types/index.ts';
import { assignVariable } from './assignment.ts';

/** DECLARE; only initialisers are left to do when it is reached. */
export interface DeclareStatement extends Statement {
  readonly kind: 'declare';
  readonly initialisers: readonly { readonly name: string; readonly value: Expression }[];
}

const parseOne = (parser: SyntaxParser, ordinal: number): { name: string; value: Expression } | undefined => {
  if (parser.peek().kind !== 'variable') throw parser.unexpected();
  const { text: name, line } = parser.next();
  parser.acceptKeyword('AS');
  if (parser.acceptKeyword('TABLE')) {
    parser.note(parser.scope.declare(name, { kind: 'table', definition: parseTableDefinition(parser) }, line));
    return undefined;
  }
  const type = parser.parseTypeFor({ defaultLength: 1, ordinal });
  const value = parser.acceptSymbol('=') ? parser.parseExpression() : undefined;
  parser.note(parser.scope.declare(name, { kind: 'scalar', type }, line));
  return value === undefined ? undefined : { name, value };
};

export const declareKind: EngineKind<DeclareStatement> = {
  name: 'declare',
  keepsRowCount: true,
  starts: (parser) => parser.atKeyword('DECLARE') && parser.peek(1).kind === 'variable',
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('DECLARE');
    const initialisers: { name: string; value: Expression }[] = [];
    let ordinal = 0;
    do {
      ordinal += 1;
      const found = parseOne(parser, ordinal);
      if (found !== undefined) initialisers.push(found);
    } while (parser.acceptSymbol(','));
    return { kind: 'declare', line, initialisers };
  },
  command: ({ initialisers }) => (initialisers.length > 0 ? 193 : undefined),
  check({ initialisers }, scope) {
    for (const { name, value } of initialisers) {
      const target = scope.variables.get(name.toLowerCase())?.type;
      scope.bind((compiler) => {
        const compiled = compiler.expression(value, undefined);
        if (target !== undefined && !compiled.isNullLiteral) checkConversion(compiled.type, target, false);
      });
    }
  },
  execute({ initialisers }, context) {
    for (const { name, value } of initialisers) {
      assignVariable(context, name, context.evaluate(value));
      context.affected = 1;
    }
    return Promise.resolve();
  },
};
