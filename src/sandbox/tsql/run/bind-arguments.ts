import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue, TypedValue } from '../../values.ts';
import type { CallArgument } from '../contracts.ts';
import { convert, typeWord } from '../types/index.ts';

/** What procedures of both sorts say of a parameter. */
export interface FormalParameter {
  readonly name: string;
  readonly type: SqlType;
  readonly default?: SqlValue;
  readonly output?: boolean;
}

/** One parameter with its value. `argument` is the index of the caller's argument, when there was one. */
interface BoundParameter {
  readonly formal: FormalParameter;
  readonly value: SqlValue;
  readonly argument: number | undefined;
  readonly isDefault: boolean;
}

/** The call's parameters in declared order, and the arguments beyond them. */
export interface BoundCall {
  readonly parameters: readonly BoundParameter[];
  readonly extra: readonly { readonly argument: CallArgument; readonly index: number }[];
}

/** Binding errors carry line 0 and the called procedure's name (observed). */
const bindingError = (
  number: number,
  text: string,
  state: number,
  procedure: string,
  reach: 'statement' | 'batch' = 'statement',
): SqlError => new SqlError(number, text, { state, procedure, line: 0, reach });

const findFormal = (argument: CallArgument, index: number, formals: readonly FormalParameter[]): number =>
  argument.name === ''
    ? index < formals.length
      ? index
      : -1
    : formals.findIndex(({ name }) => name.toLowerCase() === argument.name.toLowerCase());

const convertArgument = (value: TypedValue, { type }: FormalParameter, procedure: string): SqlValue => {
  try {
    return convert(value, type);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw bindingError(8114, `Error converting data type ${typeWord(value.type)} to ${typeWord(type)}.`, 5, procedure);
  }
};

const checkOutput = (argument: CallArgument, formal: FormalParameter, procedure: string): void => {
  if (!argument.output || formal.output === true) return;
  throw bindingError(
    8162,
    `The formal parameter "${formal.name}" was not declared as an OUTPUT parameter, but the actual parameter passed in requested output.`,
    2,
    procedure,
  );
};

const refuseUnknown = (argument: CallArgument, formals: readonly FormalParameter[], procedure: string): SqlError => {
  if (formals.length === 0)
    return bindingError(8146, `Procedure ${procedure} has no parameters and arguments were supplied.`, 2, procedure);
  return argument.name === ''
    ? bindingError(8144, `Procedure or function ${procedure} has too many arguments specified.`, 2, procedure, 'batch')
    : bindingError(8145, `${argument.name} is not a parameter for procedure ${procedure}.`, 1, procedure);
};

/** Matches arguments to parameters: 201, 8143, 8144, 8145, 8146, 8162, 8114 (facts 3.7). */
export const bindArguments = (
  given: readonly CallArgument[],
  formals: readonly FormalParameter[],
  procedure: string,
  variadic: boolean,
): BoundCall => {
  const found = new Map<number, number>();
  const extra: { argument: CallArgument; index: number }[] = [];
  let unknown: SqlError | undefined;
  for (const [index, argument] of given.entries()) {
    const at = findFormal(argument, index, formals);
    if (at < 0 && variadic) extra.push({ argument, index });
    else if (at < 0) unknown ??= refuseUnknown(argument, formals, procedure);
    else if (found.has(at))
      throw bindingError(8143, `Parameter '${argument.name}' was supplied multiple times.`, 1, procedure);
    else found.set(at, index);
  }
  const parameters = formals.map((formal, at): BoundParameter => {
    const index = found.get(at);
    const argument = index === undefined ? undefined : given[index];
    if (argument !== undefined && argument.useDefault !== true) {
      checkOutput(argument, formal, procedure);
      return { formal, value: convertArgument(argument.value, formal, procedure), argument: index, isDefault: false };
    }
    if (formal.default === undefined)
      throw bindingError(
        201,
        `Procedure or function '${procedure}' expects parameter '${formal.name}', which was not supplied.`,
        4,
        procedure,
      );
    return { formal, value: formal.default, argument: index, isDefault: true };
  });
  if (unknown !== undefined) throw unknown;
  return { parameters, extra };
};
