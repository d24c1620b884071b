import { NotSupported } from '../../not-supported.ts';
import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { Procedure, ProcedureArguments, ProcedureCall, ProcedureOutcome } from '../contracts.ts';
import { missingProcedure } from '../known/missing.ts';
import type { UserProcedure } from '../storage/storage.ts';
import { type BoundCall, bindArguments } from './bind-arguments.ts';
import { ScopeEnd } from './endings.ts';
import { findSystemProcedure, findUserProcedure } from './names.ts';
import { Scope } from './scope.ts';
import { convert } from '../types/index.ts';

const deepest = 32;

/** A call's answer, with outputs placed by the caller's arguments. */
export interface CallOutcome {
  /** Absent when the procedure did not come to its end. */
  readonly returnStatus?: number;
  readonly outputs: readonly CallOutput[];
}

/** `ordinal` is the index of the caller's argument. */
interface CallOutput {
  readonly ordinal: number;
  readonly name: string;
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** A scope for what `caller` calls. */
export const childScope = (caller: Scope, procedure: string): Scope => {
  if (caller.nestLevel >= deepest)
    throw new SqlError(
      217,
      `Maximum stored procedure, function, trigger, or view nesting level exceeded (limit ${deepest}).`,
      { reach: 'batch' },
    );
  const { options } = caller;
  return new Scope({
    parts: options.parts,
    session: options.session,
    sink: options.sink,
    signal: options.signal,
    call: options.call,
    caller,
    procedure,
  });
};

/** SET options made inside go back on leaving. */
const keepingOptions = async <T>(scope: Scope, work: () => Promise<T>): Promise<T> => {
  const { options } = scope.session;
  const saved = { ...options, flags: new Map(options.flags) };
  try {
    return await work();
  } finally {
    scope.session.options = saved;
  }
};

const argumentsOf = (bound: BoundCall, written: string): ProcedureArguments => {
  const find = (name: string): BoundCall['parameters'][number] | undefined =>
    bound.parameters.find(({ formal }) => formal.name.toLowerCase() === name.toLowerCase());
  return {
    procedure: written,
    value: (name) => find(name)?.value ?? null,
    supplied: (name) => {
      const found = find(name);
      return found?.argument !== undefined && !found.isDefault;
    },
    extra: bound.extra.map(({ argument }) => argument),
  };
};

const outputsOf = (
  call: ProcedureCall,
  bound: BoundCall,
  values: ReadonlyMap<string, SqlValue>,
): readonly CallOutput[] => {
  const declared = bound.parameters.flatMap(({ formal, argument }): readonly CallOutput[] => {
    const given = argument === undefined ? undefined : call.arguments[argument];
    if (argument === undefined || given?.output !== true) return [];
    const value = values.get(formal.name) ?? null;
    return [{ ordinal: argument, name: formal.name, type: formal.type, value }];
  });
  const extra = bound.extra.flatMap(({ argument, index }, at): readonly CallOutput[] => {
    if (!argument.output) return [];
    const { type } = argument.value;
    const value = values.get(argument.name === '' ? `extra:${at}` : argument.name) ?? null;
    return [{ ordinal: index, name: argument.name, type, value: convert({ type, value }, type) }];
  });
  return [...declared, ...extra];
};

const callSystem = async (procedure: Procedure, call: ProcedureCall, caller: Scope): Promise<CallOutcome> => {
  const written = call.name.name;
  const bound = bindArguments(call.arguments, procedure.parameters, written, procedure.variadic ?? false);
  const scope = childScope(caller, written);
  try {
    const outcome = await procedure.execute(argumentsOf(bound, written), scope);
    return { returnStatus: outcome.returnStatus, outputs: outputsOf(call, bound, outcome.outputs) };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    // A refusal is about the statement that calls, not about a line inside the procedure.
    if (!(error instanceof NotSupported)) error.locate(scope.line, written);
    throw error;
  }
};

const checkTransactionCount = (before: number, scope: Scope): void => {
  const after = scope.session.transactionCount;
  if (after === before) return;
  scope.raise(
    new SqlError(
      266,
      `Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = ${before}, current count = ${after}.`,
      { state: 2, line: 0 },
    ),
  );
};

const returnStatus = (scope: Scope): number => {
  if (typeof scope.returnValue === 'number') return scope.returnValue;
  return scope.worstClass > 10 ? 10 - scope.worstClass : 0;
};

const callUser = async (procedure: UserProcedure, call: ProcedureCall, caller: Scope): Promise<CallOutcome> => {
  const written = call.name.name;
  caller.server.authorize('EXECUTE', call.name, caller);
  const bound = bindArguments(call.arguments, procedure.parameters, written, false);
  const scope = childScope(caller, written);
  const before = scope.session.transactionCount;
  for (const { formal, value } of bound.parameters)
    scope.variables.set(formal.name.toLowerCase(), { type: formal.type, value });
  scope.declare(procedure.declared);
  try {
    await keepingOptions(scope, () => scope.runAll(procedure.statements));
  } catch (error) {
    if (!(error instanceof ScopeEnd)) throw error;
    if (caller.inTry) throw error.error;
    scope.reportEnd(error.error);
    return { outputs: [] };
  }
  checkTransactionCount(before, scope);
  const values = new Map(
    bound.parameters.map(({ formal }) => [formal.name, scope.variables.get(formal.name.toLowerCase())?.value ?? null]),
  );
  return { returnStatus: returnStatus(scope), outputs: outputsOf(call, bound, values) };
};

/** Calls a system or user procedure: 2812 when there is none, or not supported. */
export const callProcedure = async (call: ProcedureCall, caller: Scope): Promise<CallOutcome> => {
  const { parts, session } = caller.options;
  const system = findSystemProcedure(call.name, parts);
  if (system !== undefined) return callSystem(system, call, caller);
  const user = findUserProcedure(call.name, parts, session);
  if (user !== undefined) return callUser(user, call, caller);
  throw missingProcedure(call.name, session.database);
};

/** `ExecutionContext.call`: outputs by parameter name. */
export const callByName = async (call: ProcedureCall, caller: Scope): Promise<ProcedureOutcome> => {
  const { returnStatus: status, outputs } = await callProcedure(call, caller);
  return { returnStatus: status ?? -1, outputs: new Map(outputs.map(({ name, value }) => [name, value])) };
};
