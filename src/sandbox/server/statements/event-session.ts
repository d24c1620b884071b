import type { ExecutionContext, Parser, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { callEvent } from '../events/event-log.ts';
import { identityOf } from '../identity.ts';
import { isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { ddlCommand } from './names.ts';

/** Actions that a recorded call can tell of. */
const actions: ReadonlySet<string> = new Set([
  'client_app_name',
  'client_hostname',
  'database_name',
  'server_principal_name',
  'session_id',
]);

interface CreateEventSession extends Statement {
  readonly session: string;
  readonly actions: readonly string[];
  readonly file: string;
  readonly startup: boolean;
}

/** CREATE EVENT SESSION … ON SERVER with the event of REST calls, its actions, one event_file, and documented options. */
export function createEventSessionStatement(server: Server): StatementKind<CreateEventSession> {
  return {
    name: 'create-event-session',
    starts: (parser) => parser.atKeyword('CREATE', 'EVENT', 'SESSION'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('CREATE', 'EVENT', 'SESSION');
      const session = parser.parseIdentifier();
      parser.expectKeyword('ON', 'SERVER', 'ADD', 'EVENT');
      expectName(parser, 'sqlserver', callEvent);
      const asked = parseActions(parser);
      parser.expectKeyword('ADD', 'TARGET');
      expectName(parser, 'package0', 'event_file');
      const file = parseFile(parser);
      return { kind: 'create-event-session', line, session, actions: asked, file, startup: parseOptions(parser) };
    },
    command: () => ddlCommand,
    execute: ({ session, actions: asked, file, startup }, context) => {
      requireRight(server, context);
      const { eventSessions } = server.state;
      if (eventSessions.has(fold(session))) throw serverErrors.eventSessionExists(session);
      const id = 65536 + server.state.nextEventSessionId;
      server.state.nextEventSessionId += 1;
      eventSessions.set(fold(session), { id, name: session, actions: asked, file, startup, started: false });
      return Promise.resolve();
    },
  };
}

interface AlterEventSession extends Statement {
  readonly session: string;
  readonly start: boolean;
}

/** ALTER EVENT SESSION … ON SERVER STATE = START or STOP. */
export function alterEventSessionStatement(server: Server): StatementKind<AlterEventSession> {
  return {
    name: 'alter-event-session',
    starts: (parser) => parser.atKeyword('ALTER', 'EVENT', 'SESSION'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('ALTER', 'EVENT', 'SESSION');
      const session = parser.parseIdentifier();
      parser.expectKeyword('ON', 'SERVER');
      if (!parser.acceptKeyword('STATE')) throw parser.unsupported('ALTER EVENT SESSION other than STATE');
      parser.expectSymbol('=');
      const start = parser.acceptKeyword('START');
      if (!start) parser.expectKeyword('STOP');
      return { kind: 'alter-event-session', line, session, start };
    },
    command: () => ddlCommand,
    execute: ({ session, start }, context) => {
      requireRight(server, context);
      const found = server.state.eventSessions.get(fold(session));
      if (!found) throw serverErrors.missing('alter', 'event session', session);
      if (found.started === start) throw serverErrors.eventSessionState(start);
      server.state.eventSessions.set(fold(session), { ...found, started: start });
      return Promise.resolve();
    },
  };
}

interface DropEventSession extends Statement {
  readonly session: string;
}

/** DROP EVENT SESSION … ON SERVER: stops it too. Its files stay (documented). */
export function dropEventSessionStatement(server: Server): StatementKind<DropEventSession> {
  return {
    name: 'drop-event-session',
    starts: (parser) => parser.atKeyword('DROP', 'EVENT', 'SESSION'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('DROP', 'EVENT', 'SESSION');
      const session = parser.parseIdentifier();
      parser.expectKeyword('ON', 'SERVER');
      return { kind: 'drop-event-session', line, session };
    },
    command: () => ddlCommand,
    execute: ({ session }, context) => {
      requireRight(server, context);
      if (!server.state.eventSessions.delete(fold(session)))
        throw serverErrors.missing('drop', 'event session', session);
      return Promise.resolve();
    },
  };
}

function requireRight(server: Server, context: ExecutionContext): void {
  if (!isServerAllowed(server, identityOf(server, context.session), 'ALTER ANY EVENT SESSION')) {
    throw serverErrors.noPermission();
  }
}

function expectName(parser: Parser, packageName: string, name: string): void {
  const given = [parser.parseIdentifier()];
  while (parser.acceptSymbol('.')) given.push(parser.parseIdentifier());
  if (fold(given.join('.')) !== `${packageName}.${name}`)
    throw parser.unsupported(`${given.join('.')} in an event session`);
}

/** `(ACTION (sqlserver.a, sqlserver.b))` */
function parseActions(parser: Parser): readonly string[] {
  if (!parser.acceptSymbol('(')) return [];
  parser.expectKeyword('ACTION');
  parser.expectSymbol('(');
  const found: string[] = [];
  do {
    parser.expectKeyword('SQLSERVER');
    parser.expectSymbol('.');
    const name = fold(parser.parseIdentifier());
    if (!actions.has(name)) throw parser.unsupported(`action ${name} in an event session`);
    found.push(name);
  } while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  parser.expectSymbol(')');
  return found;
}

/** `(SET filename = N'…', max_file_size = (10), …)`: the file's base name. */
function parseFile(parser: Parser): string {
  parser.expectSymbol('(');
  parser.expectKeyword('SET');
  let file: string | undefined;
  do {
    const option = fold(parser.parseIdentifier());
    parser.expectSymbol('=');
    if (option === 'filename') file = parser.parseString();
    else if (['max_file_size', 'max_rollover_files'].includes(option)) parseNumber(parser);
    else throw parser.unsupported(`${option} of event_file`);
  } while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  if (file === undefined || !/^[\w-]+(?:\.xel)?$/u.test(file)) throw parser.unsupported('an event_file with a path');
  return file.replace(/\.xel$/u, '');
}

function parseNumber(parser: Parser): void {
  parser.expectSymbol('(');
  parser.parseInteger();
  parser.expectSymbol(')');
}

/** `WITH (…)`: whether it starts with the server. The other options change what is lost under load, which is nothing here. */
function parseOptions(parser: Parser): boolean {
  let startup = false;
  if (!parser.acceptKeyword('WITH')) return startup;
  parser.expectSymbol('(');
  do {
    if (parser.acceptKeyword('EVENT_RETENTION_MODE')) {
      parser.expectSymbol('=');
      parser.parseIdentifier();
    } else if (parser.acceptKeyword('MAX_DISPATCH_LATENCY')) {
      parser.expectSymbol('=');
      parser.parseInteger();
      parser.expectKeyword('SECONDS');
    } else if (parser.acceptKeyword('STARTUP_STATE')) {
      parser.expectSymbol('=');
      startup = parser.acceptKeyword('ON');
      if (!startup) parser.expectKeyword('OFF');
    } else throw parser.unsupported('this option of an event session');
  } while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  return startup;
}
