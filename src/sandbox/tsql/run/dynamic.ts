import { ScopeEnd } from './endings.ts';
import { childScope } from './call.ts';
import type { Scope } from './scope.ts';
import { parseText, runText, type TextParameter } from './text.ts';

/** Runs text in a scope of its own (EXEC('…'), sp_executesql). `read` gives the parameters' values afterwards. */
export const runDynamic = async (text: string, parameters: readonly TextParameter[], caller: Scope): Promise<Scope> => {
  const scope = childScope(caller, '');
  const { session } = scope;
  const saved = { ...session.options, flags: new Map(session.options.flags) };
  try {
    const errors = await runText(parseText(text, scope.grammar, parameters), scope, parameters);
    for (const error of errors) scope.raise(error);
    if (errors.length > 0) scope.done(253, undefined, true);
  } catch (error) {
    if (!(error instanceof ScopeEnd)) throw error;
    if (caller.inTry) throw error.error;
    scope.reportEnd(error.error);
    scope.done(253, undefined, true);
  } finally {
    session.options = saved;
  }
  return scope;
};
