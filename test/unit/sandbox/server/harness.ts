import type { Column, LoginRequest, ServerMessage } from '../../../../src/sandbox/engine.ts';
import { createInstance } from '../../../../src/sandbox/server/instance.ts';
import type { Instance, InstanceOptions } from '../../../../src/sandbox/server/instance.ts';
import type { UserObject } from '../../../../src/sandbox/server/user-objects.ts';
import { SqlError } from '../../../../src/sandbox/sql-error.ts';
import type { ExecutionContext, ProcedureOutcome, Session } from '../../../../src/sandbox/tsql/contracts.ts';
import { BatchParser } from '../../../../src/sandbox/tsql/parser/parser.ts';
import { ParseScope } from '../../../../src/sandbox/tsql/parser/scope.ts';
import type { SqlType, SqlValue } from '../../../../src/sandbox/values.ts';

export const password = 'Sandbox!2025';

/** An instance without the T-SQL engine around it: its statements, views, functions and procedures run one by one. */
export class TestInstance {
  readonly instance: Instance;
  readonly objects: UserObject[] = [];

  constructor(options: Partial<InstanceOptions> = {}) {
    this.instance = createInstance({
      password,
      network: {
        lookup: () => Promise.reject(new Error('no network in this test')),
        trustedCertificates: () => [],
      },
      clock: () => Date.UTC(2026, 10, 23, 12),
      userObjects: () => this.objects,
      ...options,
    });
  }

  /** Logs in, or throws the first error. */
  connect(user = 'sa', secret = password, database = ''): TestSession {
    const request: LoginRequest = {
      user,
      password: secret,
      database,
      applicationName: 'test',
      hostName: 'test',
      encrypted: true,
    };
    const outcome = this.instance.server.login(request);
    if (!outcome.ok) {
      const [first] = outcome.errors;
      throw new SqlError(first?.number ?? 0, outcome.errors.map(({ text }) => text).join(' | '), {
        class: first?.class ?? 0,
      });
    }
    return new TestSession(this.instance, outcome.login, outcome.database, request);
  }
}

/** One session: runs statements of the instance and shows what they sent. */
export class TestSession {
  readonly #instance: Instance;
  readonly #session: Session & { database: string; transactionCount: number };
  readonly messages: ServerMessage[] = [];
  readonly sets: { readonly columns: readonly Column[]; readonly rows: readonly (readonly SqlValue[])[] }[] = [];
  /** Name of the procedure that is taken to run. */
  procedure = '';

  constructor(instance: Instance, login: string, database: string, request: LoginRequest) {
    this.#instance = instance;
    this.#session = {
      ...{ spid: 51, login, database, request, lastError: 0, rowCount: 0, transactionCount: 0, transactionState: 0 },
      options: {} as Session['options'],
      state: new Map(),
      use: (name) => {
        this.#session.database = name;
      },
    };
  }

  get database(): string {
    return this.#session.database;
  }

  set transactionCount(count: number) {
    this.#session.transactionCount = count;
  }

  get context(): ExecutionContext {
    const context: Partial<ExecutionContext> = {
      session: this.#session,
      server: this.#instance.server,
      signal: new AbortController().signal,
      procedure: this.procedure,
      line: 1,
      info: (number, text, options) => {
        this.messages.push({ number, text, state: 1, class: 0, procedure: '', line: 1, ...options });
      },
      raise: (error) => {
        this.messages.push(error.toMessage());
      },
      send: (columns, rows) => {
        const all = [...rows];
        this.sets.push({ columns, rows: all });
        return Promise.resolve(all.length);
      },
    };
    return context as ExecutionContext;
  }

  /** Runs statements of this folder; throws the first error. */
  async run(text: string): Promise<this> {
    const functions = new Map(this.#instance.functions.map((one) => [one.name, one]));
    const parser = new BatchParser(text, { kinds: this.#instance.statements, functions }, new ParseScope(false));
    const { statements, errors } = parser.parseBatch();
    if (errors[0]) throw errors[0];
    for (const statement of statements) {
      const kind = this.#instance.statements.find(({ name }) => name === statement.kind);
      if (!kind) throw new Error(`no statement kind ${statement.kind}`);
      await kind.execute(statement, this.context);
    }
    return this;
  }

  /** `number/class/state text` of the error that a text ends in, or `fine`. */
  async outcome(text: string): Promise<string> {
    try {
      await this.run(text);
      return 'fine';
    } catch (error) {
      return describeError(error);
    }
  }

  call(name: string, ...values: readonly SqlValue[]): SqlValue {
    const found = this.#instance.functions.find((one) => one.name === name);
    if (!found) throw new Error(`no function ${name}`);
    const typed = values.map((value) => ({ type: typeOf(value), value }));
    const result = found.evaluate(typed, { execution: this.context, infos: [], returnType: found.returnType([]) });
    return result !== null && typeof result === 'object' && 'kind' in result && result.kind === 'variant'
      ? result.value
      : result;
  }

  /** Rows of a catalog view as objects. */
  rows(name: string): readonly Readonly<Record<string, SqlValue>>[] {
    const view = this.#instance.tables.find((one) => one.name === name);
    if (!view) throw new Error(`no view ${name}`);
    return [...view.rows(this.context, this.database)].map((row) => {
      if (row.length !== view.columns.length)
        throw new Error(`${name}: ${row.length} values for ${view.columns.length} columns`);
      return Object.fromEntries(view.columns.map((column, index) => [column.name, row[index] ?? null]));
    });
  }

  tableFunction(name: string, ...values: readonly SqlValue[]): readonly (readonly SqlValue[])[] {
    const found = this.#instance.tableFunctions.find((one) => one.name === name);
    if (!found) throw new Error(`no table function ${name}`);
    return [
      ...found.rows(
        values.map((value) => ({ type: typeOf(value), value })),
        undefined,
        this.context,
      ),
    ];
  }

  /** Calls a procedure with named arguments. */
  exec(name: string, values: Readonly<Record<string, SqlValue>> = {}): Promise<ProcedureOutcome> {
    const found = this.#instance.procedures.find(({ names }) => names.includes(name));
    if (!found) throw new Error(`no procedure ${name}`);
    return found.execute(
      {
        value: (parameter) => values[parameter] ?? null,
        supplied: (parameter) => parameter in values,
        procedure: name,
        extra: [],
      },
      this.context,
    );
  }
}

export function describeError(error: unknown): string {
  if (!(error instanceof SqlError)) throw error;
  return `${error.number}/${error.class}/${error.state} ${error.message}`;
}

function typeOf(value: SqlValue): SqlType {
  return typeof value === 'number' ? { name: 'int' } : { name: 'nvarchar', length: 4000 };
}
