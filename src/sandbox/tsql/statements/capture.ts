import type { ResultSink } from '../../engine.ts';
import { Scope } from '../run/scope.ts';

/** Runs work in a scope that shares this one's variables and tables but answers into another sink. */
export const withSink = async (
  scope: Scope,
  sink: ResultSink,
  work: (inner: Scope) => Promise<void>,
): Promise<void> => {
  const inner = new Scope({ ...scope.options, sink, caller: scope, procedure: scope.procedure, sharesNesting: true });
  for (const [name, variable] of scope.variables) inner.variables.set(name, variable);
  await work(inner);
};
