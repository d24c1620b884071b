import type { LoginOutcome, LoginRequest, SqlEngine } from '../engine.ts';
import type { Procedure, ScalarFunction, ServerHooks, StatementKind, TableFunction, TableSource } from './contracts.ts';
import { scalarFunctions, tableFunctions } from './functions/index.ts';
import { jsonFunctions, openJson } from './json/index.ts';
import { executeSql } from './procedures/execute-sql.ts';
import { preparedProcedures } from './procedures/prepared.ts';
import { assemble, type EngineParts } from './run/parts.ts';
import { SessionRunner } from './run/runner.ts';
import { EngineSession } from './run/session.ts';
import { sessionFunctions } from './run/session-functions.ts';
import { engineStatements } from './statements/index.ts';
import type { Storage } from './storage/storage.ts';

/** What the server's model adds to the language. */
export interface EngineOptions {
  readonly server: ServerHooks;
  readonly statements?: readonly StatementKind[];
  readonly procedures?: readonly Procedure[];
  readonly tables?: readonly TableSource[];
  readonly tableFunctions?: readonly TableFunction[];
  readonly functions?: readonly ScalarFunction[];
  /** Milliseconds since 1970, UTC. */
  readonly clock?: () => number;
}

/** Spids below belong to the system. */
const firstSpid = 51;

/** The language and what the server adds to it, looked up by name. */
export const engineParts = (options: EngineOptions): EngineParts =>
  assemble({
    server: options.server,
    clock: options.clock ?? Date.now,
    statements: [...(options.statements ?? []), ...engineStatements],
    procedures: [executeSql, ...preparedProcedures, ...(options.procedures ?? [])],
    tables: options.tables ?? [],
    tableFunctions: [openJson, ...tableFunctions, ...(options.tableFunctions ?? [])],
    functions: [...scalarFunctions, ...jsonFunctions, ...sessionFunctions, ...(options.functions ?? [])],
  });

/** The T-SQL engine. Tables and procedures that users make live as long as it does, in memory. */
export const createEngine = (options: EngineOptions): SqlEngine => {
  const { server } = options;
  const parts = engineParts(options);
  const storage: Storage = { tables: new Map(), procedures: new Map() };
  let nextSpid = firstSpid;
  return {
    serverName: server.serverName,
    login(request: LoginRequest): Promise<LoginOutcome> {
      const outcome = server.login(request);
      if (!outcome.ok) return Promise.resolve(outcome);
      const session = new EngineSession(nextSpid, request, outcome, storage);
      nextSpid += 1;
      return Promise.resolve({ ok: true, session: new SessionRunner(parts, session) });
    },
  };
};
