import type { ResultSink } from '../../engine.ts';
import type { ProcedureCall, ProcedureOutcome } from '../contracts.ts';
import type { EngineParts } from './parts.ts';
import type { Scope } from './scope.ts';
import type { EngineSession } from './session.ts';

/** What a scope is made from. */
export interface ScopeOptions {
  readonly parts: EngineParts;
  readonly session: EngineSession;
  readonly sink: ResultSink;
  readonly signal: AbortSignal;
  readonly caller?: Scope;
  /** Empty for batches and dynamic SQL. */
  readonly procedure?: string;
  /** The scope's statements answer with DONEINPROC. */
  readonly isInProcedure?: boolean;
  readonly call: (call: ProcedureCall, scope: Scope) => Promise<ProcedureOutcome>;
  /** Not a scope of its own: another sink for the same one. */
  readonly sharesNesting?: boolean;
}
