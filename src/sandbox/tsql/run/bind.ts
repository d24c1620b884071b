import { SqlError } from '../../sql-error.ts';
import type { Compiler } from '../compile/compiled.ts';
import { StatementCompiler } from '../compile/compiler.ts';
import { ScopeEnd } from './endings.ts';
import type { Scope } from './scope.ts';

/** Raised while binding, yet no binding errors: permissions, and JSON functions over constants, which are run there. */
const runtime: ReadonlySet<number> = new Set([
  229, 230, 916, 13606, 13607, 13608, 13609, 13611, 13612, 13613, 13621, 13623, 13624, 13625, 13638, 13660,
]);

/** Compiles in a scope; a binding error ends the scope, not only the statement. */
export function bind<T>(scope: Scope, work: (compiler: Compiler) => T): T {
  try {
    return work(new StatementCompiler(scope));
  } catch (error) {
    if (!(error instanceof SqlError) || runtime.has(error.number)) throw error;
    error.locate(scope.line, scope.procedure);
    throw new ScopeEnd(error);
  }
}
