import type { Procedure, ProcedureArguments, ProcedureOutcome, Statement, StatementKind } from '../contracts.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';

/** A statement kind of the engine's own, which sees the whole parser and the whole scope. */
export interface EngineKind<S extends Statement> extends Omit<
  StatementKind<S>,
  'starts' | 'parse' | 'check' | 'execute'
> {
  starts(parser: SyntaxParser): boolean;
  parse(parser: SyntaxParser): S;
  check?(statement: S, scope: Scope): void;
  execute(statement: S, scope: Scope): Promise<void>;
}

/** A system procedure of the engine's own. */
export interface EngineProcedure extends Omit<Procedure, 'execute'> {
  execute(args: ProcedureArguments, scope: Scope): Promise<ProcedureOutcome>;
}
