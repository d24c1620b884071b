import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from '../parser/errors.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import { databaseOf } from '../run/names.ts';
import type { Scope } from '../run/scope.ts';
import { storageKey, type UserProcedure } from '../storage/storage.ts';
import { parseParameters } from './parameters.ts';

/** CREATE [OR ALTER] PROCEDURE, ALTER PROCEDURE; its body is the rest of the batch. */
export interface CreateProcedureStatement extends Statement {
  readonly kind: 'create-procedure';
  readonly procedure: ObjectName;
  readonly verb: 'create' | 'alter' | 'create-or-alter';
  readonly made: UserProcedure;
}

/** DROP PROCEDURE [IF EXISTS] a, b. */
export interface DropProcedureStatement extends Statement {
  readonly kind: 'drop-procedure';
  readonly procedures: readonly ObjectName[];
  readonly ifExists: boolean;
}

const verbs = [
  ['create-or-alter', ['CREATE', 'OR', 'ALTER']],
  ['create', ['CREATE']],
  ['alter', ['ALTER']],
] as const;

const verbOf = (parser: SyntaxParser): (typeof verbs)[number] | undefined =>
  verbs.find(([, words]) => parser.atKeyword(...words, 'PROC') || parser.atKeyword(...words, 'PROCEDURE'));

const parseOptions = (parser: SyntaxParser): void => {
  if (!parser.acceptKeyword('WITH')) return;
  if (!parser.acceptKeyword('RECOMPILE')) throw parser.unsupported(`CREATE PROCEDURE … WITH ${parser.peek().text}`);
};

const parse = (parser: SyntaxParser): CreateProcedureStatement => {
  const { line } = parser;
  const isFirst = parser.isFirst;
  const [verb, words] = verbOf(parser) ?? verbs[1];
  parser.expectKeyword(...words);
  parser.next();
  if (!isFirst) throw compileError(111, "'CREATE/ALTER PROCEDURE' must be the first statement in a query batch.", line);
  const procedure = parser.parseObjectName();
  parser.enterProcedure();
  const parameters = parseParameters(parser);
  parseOptions(parser);
  parser.expectKeyword('AS');
  const statements = parser.parseStatements([]);
  const declared = parser.scope.declared;
  return {
    kind: 'create-procedure',
    line,
    procedure,
    verb,
    made: { name: procedure.name, parameters, statements, declared },
  };
};

const store = ({ procedure, verb, made }: CreateProcedureStatement, scope: Scope): void => {
  const { procedures } = scope.session.storage;
  if (procedure.name.startsWith('#')) throw notSupported('temporary procedure', scope.line);
  scope.server.authorize('CREATE PROCEDURE', procedure, scope);
  const key = storageKey(databaseOf(procedure, scope.options.parts, scope.session), procedure.schema, procedure.name);
  const previous = procedures.get(key);
  if (verb === 'create' && previous !== undefined)
    throw new SqlError(2714, `There is already an object named '${procedure.name}' in the database.`, { state: 3 });
  if (verb === 'alter' && previous === undefined)
    throw new SqlError(208, `Invalid object name '${procedure.text}'.`, { state: 6 });
  procedures.set(key, made);
  scope.session.transaction.record(() => {
    if (previous === undefined) procedures.delete(key);
    else procedures.set(key, previous);
  });
};

export const createProcedureKind: EngineKind<CreateProcedureStatement> = {
  name: 'create-procedure',
  starts: (parser) => verbOf(parser) !== undefined,
  parse: (parser) => parse(parser),
  command: () => 222,
  execute(statement, context) {
    store(statement, context);
    return Promise.resolve();
  },
};

const drop = (name: ObjectName, ifExists: boolean, scope: Scope): void => {
  const { procedures } = scope.session.storage;
  const key = storageKey(databaseOf(name, scope.options.parts, scope.session), name.schema, name.name);
  const found = procedures.get(key);
  if (found === undefined) {
    if (ifExists) return;
    throw new SqlError(3701, `Cannot drop the procedure '${name.text}', because it does not exist or you do not have permission.`, { class: 11, state: 5 }); // prettier-ignore
  }
  procedures.delete(key);
  scope.session.transaction.record(() => procedures.set(key, found));
};

export const dropProcedureKind: EngineKind<DropProcedureStatement> = {
  name: 'drop-procedure',
  starts: (parser) => parser.atKeyword('DROP', 'PROC') || parser.atKeyword('DROP', 'PROCEDURE'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('DROP');
    parser.next();
    const ifExists = parser.acceptKeyword('IF', 'EXISTS');
    const procedures: ObjectName[] = [];
    do procedures.push(parser.parseObjectName());
    while (parser.acceptSymbol(','));
    return { kind: 'drop-procedure', line, procedures, ifExists };
  },
  command: () => 223,
  execute({ procedures, ifExists }, context) {
    for (const name of procedures) drop(name, ifExists, context);
    return Promise.resolve();
  },
};
