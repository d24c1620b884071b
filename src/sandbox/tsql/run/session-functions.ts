import type { SqlType, SqlValue } from '../../values.ts';
import type { FunctionCallContext, ScalarFunction } from '../contracts.ts';
import type { SqlError } from '../../sql-error.ts';
import type { EngineContext } from './engine-context.ts';

const int: SqlType = { name: 'int' };
const name: SqlType = { name: 'nvarchar', length: 128 };

const engine = (call: FunctionCallContext): EngineContext => call.execution as EngineContext;

const plain = (functionName: string, type: SqlType, read: (context: EngineContext) => SqlValue): ScalarFunction => ({
  name: functionName,
  minArgs: 0,
  maxArgs: 0,
  returnType: () => type,
  evaluate: (_, call) => read(engine(call)),
});

/** NULL outside a CATCH block. */
const ofError = (functionName: string, type: SqlType, read: (error: SqlError) => SqlValue): ScalarFunction =>
  plain(functionName, type, ({ caught }) => (caught === undefined ? null : read(caught.error)));

/** Functions that tell of the session or of the error being handled. */
export const sessionFunctions: readonly ScalarFunction[] = [
  ofError('error_number', int, (error) => error.number),
  ofError('error_message', { name: 'nvarchar', length: 4000 }, (error) => error.message.slice(0, 4000)),
  ofError('error_severity', int, (error) => error.class),
  ofError('error_state', int, (error) => error.state),
  ofError('error_line', int, (error) => error.line ?? null),
  ofError('error_procedure', name, (error) =>
    error.procedure === undefined || error.procedure === '' || error.number === 2812 ? null : error.procedure,
  ),
  plain('xact_state', { name: 'smallint' }, ({ session }) => session.transactionState),
  plain('rowcount_big', { name: 'bigint' }, ({ session }) => BigInt(session.rowCount)),
  plain('scope_identity', { name: 'numeric', precision: 38, scale: 0 }, ({ session }) =>
    session.identity === null ? null : { kind: 'decimal', unscaled: BigInt(session.identity), scale: 0 },
  ),
];
