import type {
  Procedure,
  ScalarFunction,
  ServerHooks,
  StatementKind,
  TableFunction,
  TableSource,
} from '../contracts.ts';
import type { Grammar } from '../parser/parser.ts';

/** What an engine was put together from, looked up by name. */
export interface EngineParts extends Grammar {
  readonly server: ServerHooks;
  readonly clock: () => number;
  readonly kindsByName: ReadonlyMap<string, StatementKind>;
  readonly procedures: ReadonlyMap<string, Procedure>;
  /** By `schema.name` in lower case. */
  readonly views: ReadonlyMap<string, TableSource>;
  /** By `schema.name`, or the bare name of a built-in one. */
  readonly tableFunctions: ReadonlyMap<string, TableFunction>;
}

/** What goes into an engine. Later parts of the same name win. */
export interface PartLists {
  readonly server: ServerHooks;
  readonly clock: () => number;
  readonly statements: readonly StatementKind[];
  readonly procedures: readonly Procedure[];
  readonly tables: readonly TableSource[];
  readonly tableFunctions: readonly TableFunction[];
  readonly functions: readonly ScalarFunction[];
}

/** Indexes the lists. */
export const assemble = (lists: PartLists): EngineParts => ({
  server: lists.server,
  clock: lists.clock,
  kinds: lists.statements,
  kindsByName: new Map(lists.statements.map((kind) => [kind.name, kind])),
  functions: new Map(lists.functions.map((found) => [found.name, found])),
  procedures: new Map(
    lists.procedures.flatMap((procedure) => procedure.names.map((name) => [name.toLowerCase(), procedure] as const)),
  ),
  views: new Map(lists.tables.map((view) => [`${view.schema}.${view.name}`.toLowerCase(), view])),
  tableFunctions: new Map(
    lists.tableFunctions.map((found) => [
      found.schema === undefined ? found.name : `${found.schema}.${found.name}`.toLowerCase(),
      found,
    ]),
  ),
});
