import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { CallArgument, Procedure, ProcedureArguments, ProcedureOutcome } from '../contracts.ts';
import type { EngineProcedure } from '../statements/kind.ts';
import type { Scope } from '../run/scope.ts';
import { runParameterized } from './execute-sql.ts';

const int: SqlType = { name: 'int' };
const longText: SqlType = { name: 'nvarchar', length: 'max' };
const handleParameter = { name: '@handle', type: int, default: null } as const;

const text = (value: SqlValue): string => (typeof value === 'string' ? value : '');

/** 8179: never prepared, or unprepared already. */
const prepared = (handle: SqlValue, scope: Scope): { readonly parameters: string; readonly text: string } => {
  const found = typeof handle === 'number' ? scope.session.prepared.get(handle) : undefined;
  if (found === undefined)
    throw new SqlError(
      8179,
      `Could not find prepared statement with handle ${typeof handle === 'number' ? handle : 0}.`,
      { state: 2 },
    );
  return found;
};

/** Outputs of the values that follow; they are keyed by name, or by place among what follows the declared parameters. */
const run = (handle: SqlValue, extra: readonly CallArgument[], scope: Scope): Promise<ProcedureOutcome> => {
  const statement = prepared(handle, scope);
  return runParameterized(statement.text, statement.parameters, extra, scope);
};

const keep = (args: ProcedureArguments, scope: Scope): number =>
  scope.session.prepare({ parameters: text(args.value('@params')), text: text(args.value('@stmt')) });

const textParameters = [
  { ...handleParameter, output: true },
  { name: '@params', type: longText, default: null },
  { name: '@stmt', type: longText, default: null },
] as const;

/** sp_prepare @handle OUTPUT, @params, @stmt, @options. */
const prepare: EngineProcedure = {
  names: ['sp_prepare'],
  parameters: [...textParameters, { name: '@options', type: int, default: 1 }],
  execute: (args, context) =>
    Promise.resolve({ returnStatus: 0, outputs: new Map([['@handle', keep(args, context)]]) }),
};

/** sp_execute @handle, values … */
const execute: EngineProcedure = {
  names: ['sp_execute'],
  parameters: [handleParameter],
  variadic: true,
  execute: (args, context) => run(args.value('@handle'), args.extra, context),
};

/** sp_prepexec @handle OUTPUT, @params, @stmt, values … */
const prepareAndExecute: EngineProcedure = {
  names: ['sp_prepexec'],
  parameters: textParameters,
  variadic: true,
  async execute(args, context) {
    const handle = keep(args, context);
    const { returnStatus, outputs } = await run(handle, args.extra, context);
    return { returnStatus, outputs: new Map([...outputs, ['@handle', handle]]) };
  },
};

/** sp_unprepare @handle. */
const unprepare: EngineProcedure = {
  names: ['sp_unprepare'],
  parameters: [handleParameter],
  execute(args, context) {
    const handle = args.value('@handle');
    prepared(handle, context);
    if (typeof handle === 'number') context.session.prepared.delete(handle);
    return Promise.resolve({ returnStatus: 0, outputs: new Map() });
  },
};

/** The procedures that drivers call for prepared statements. */
export const preparedProcedures: readonly Procedure[] = [prepare, execute, prepareAndExecute, unprepare];
