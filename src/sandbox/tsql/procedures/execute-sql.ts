import { SqlError } from '../../sql-error.ts';
import type { SqlValue } from '../../values.ts';
import type { CallArgument, ProcedureOutcome } from '../contracts.ts';
import type { EngineProcedure } from '../statements/kind.ts';
import { bindArguments, type FormalParameter } from '../run/bind-arguments.ts';
import { runDynamic } from '../run/dynamic.ts';
import type { Scope } from '../run/scope.ts';
import { convert } from '../types/index.ts';
import { parseParameterList } from './parameter-list.ts';

/** 8178: a declared parameter without value. */
const missing = (declaration: string, text: string, name: string): SqlError =>
  new SqlError(
    8178,
    `The parameterized query '(${declaration})${text}' expects the parameter '${name}', which was not supplied.`,
    { procedure: '', line: 1 },
  );

const checkSupplied = (
  given: readonly CallArgument[],
  formals: readonly FormalParameter[],
  declaration: string,
  text: string,
): void => {
  const positional = given.filter(({ name }) => name === '').length;
  formals.forEach((formal, index) => {
    const isGiven = index < positional || given.some(({ name }) => name.toLowerCase() === formal.name.toLowerCase());
    if (!isGiven && formal.default === undefined) throw missing(declaration, text.slice(0, 8000), formal.name);
  });
};

/** Runs a parameterized text. Outputs are keyed as the caller gave the arguments. */
export const runParameterized = async (
  text: string,
  declaration: string,
  given: readonly CallArgument[],
  scope: Scope,
): Promise<ProcedureOutcome> => {
  const formals = parseParameterList(declaration, scope.grammar);
  checkSupplied(given, formals, declaration, text);
  const bound = bindArguments(given, formals, 'sp_executesql', false);
  const parameters = bound.parameters.map(({ formal, value }) => ({ name: formal.name, type: formal.type, value }));
  const inner = await runDynamic(text, parameters, scope);
  const outputs = new Map<string, SqlValue>();
  for (const { formal, argument } of bound.parameters) {
    const caller = argument === undefined ? undefined : given[argument];
    if (caller?.output !== true) continue;
    const value = inner.variables.get(formal.name.toLowerCase())?.value ?? null;
    const key = caller.name === '' ? `extra:${argument ?? 0}` : caller.name;
    outputs.set(key, convert({ type: formal.type, value }, caller.value.type));
  }
  return { returnStatus: inner.worstClass > 10 ? scope.session.lastError : 0, outputs };
};

/** 214: the text has to be Unicode. */
const unicodeText = (argument: CallArgument | undefined, name: string): string => {
  const { type, value } = argument?.value ?? { type: { name: 'int' as const }, value: null };
  if (argument !== undefined && type.name !== 'nvarchar' && type.name !== 'nchar' && value !== null)
    throw new SqlError(214, `Procedure expects parameter '${name}' of type 'ntext/nchar/nvarchar'.`, {
      state: name === '@statement' ? 2 : 3,
    });
  return typeof value === 'string' ? value : '';
};

/** The argument of that name or place, taken out of the list. */
const take = (given: CallArgument[], names: readonly string[]): CallArgument | undefined => {
  const named = given.findIndex(({ name }) => names.includes(name.toLowerCase()));
  const at = named >= 0 ? named : given[0]?.name === '' ? 0 : -1;
  return at < 0 ? undefined : given.splice(at, 1)[0];
};

/** sp_executesql @statement, @params, values … */
export const executeSql: EngineProcedure = {
  names: ['sp_executesql'],
  parameters: [],
  variadic: true,
  async execute(args, context) {
    const given = [...args.extra];
    const statement = take(given, ['@statement', '@stmt']);
    if (statement === undefined)
      throw new SqlError(201, "Procedure or function 'sp_executesql' expects parameter '@statement', which was not supplied.", { state: 10, line: 0 }); // prettier-ignore
    const text = unicodeText(statement, '@statement');
    const declaration = unicodeText(take(given, ['@params', '@parameters']), '@params');
    const taken = args.extra.length - given.length;
    const { returnStatus, outputs } = await runParameterized(text, declaration, given, context);
    // Positions count from the first argument of the call.
    const shifted = [...outputs].map(([key, value]): [string, SqlValue] => [
      key.startsWith('extra:') ? `extra:${Number(key.slice(6)) + taken}` : key,
      value,
    ]);
    return { returnStatus, outputs: new Map(shifted) };
  },
};
