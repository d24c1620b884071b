import { notSupported } from '../../not-supported.ts';
import { SqlError } from '../../sql-error.ts';
import type { SqlType, TypedValue } from '../../values.ts';
import { knownGlobals } from '../known/globals.ts';
import type { EngineContext } from '../run/engine-context.ts';
import type { Compiled } from './compiled.ts';

const int: SqlType = { name: 'int' };

const own: Readonly<Record<string, (context: EngineContext) => TypedValue>> = {
  '@@rowcount': ({ session }) => ({ type: int, value: session.rowCount }),
  '@@error': ({ session }) => ({ type: int, value: session.lastError }),
  '@@trancount': ({ session }) => ({ type: int, value: session.transactionCount }),
  '@@nestlevel': ({ nestLevel }) => ({ type: int, value: nestLevel }),
  '@@spid': ({ session }) => ({ type: { name: 'smallint' }, value: session.spid }),
  '@@identity': ({ session }) => ({
    type: { name: 'numeric', precision: 38, scale: 0 },
    value: session.identity === null ? null : { kind: 'decimal', unscaled: BigInt(session.identity), scale: 0 },
  }),
  '@@textsize': ({ session }) => ({ type: int, value: session.options.textSize }),
  '@@lock_timeout': ({ session }) => ({ type: int, value: session.options.lockTimeout }),
  '@@datefirst': ({ session }) => ({ type: { name: 'tinyint' }, value: session.options.dateFirst }),
  '@@language': ({ session }) => ({ type: { name: 'nvarchar', length: 128 }, value: session.options.language }),
  '@@langid': () => ({ type: { name: 'smallint' }, value: 0 }),
  '@@max_precision': () => ({ type: { name: 'tinyint' }, value: 38 }),
  '@@fetch_status': () => ({ type: int, value: 0 }),
  '@@servername': ({ server }) => ({ type: { name: 'nvarchar', length: 128 }, value: server.serverName }),
};

const unknown = (name: string, line: number): SqlError =>
  knownGlobals.has(name)
    ? notSupported(name.toUpperCase(), line)
    : new SqlError(137, `Must declare the scalar variable "${name}".`, { class: 15, state: 2, reach: 'batch' });

/** @@ROWCOUNT and its kin: the server's model first, then the session's own; not supported or 137 for any other. */
export const compileGlobal = (
  { name, line }: { readonly name: string; readonly line: number },
  context: EngineContext,
): Compiled => {
  const read = (): TypedValue | undefined => context.server.global(name, context) ?? own[name]?.(context);
  const first = read();
  if (first === undefined) throw unknown(name, line);
  return {
    type: first.type,
    nullable: first.value === null,
    isNullLiteral: false,
    isJson: false,
    isComputed: true,
    evaluate: () => read()?.value ?? null,
  };
};
