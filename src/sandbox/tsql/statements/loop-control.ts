import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { compileError } from '../parser/errors.ts';

/** BREAK or CONTINUE. */
export interface LoopControlStatement extends Statement {
  readonly kind: 'loop-control';
  readonly flow: 'break' | 'continue';
}

export const loopControlKind: EngineKind<LoopControlStatement> = {
  name: 'loop-control',
  starts: (parser) => parser.atKeyword('BREAK') || parser.atKeyword('CONTINUE'),
  parse(parser) {
    const { text, line } = parser.next();
    const flow = text.toUpperCase() === 'BREAK' ? 'break' : 'continue';
    if (parser.scope.loops === 0)
      parser.report(
        compileError(
          flow === 'break' ? 135 : 136,
          `Cannot use a ${flow.toUpperCase()} statement outside the scope of a WHILE statement.`,
          line,
        ),
      );
    return { kind: 'loop-control', line, flow };
  },
  command: () => 202,
  execute({ flow }, context) {
    context.flow = flow;
    return Promise.resolve();
  },
};
