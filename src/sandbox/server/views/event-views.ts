import type { Column } from '../../engine.ts';
import type { TableFunction, TableSource } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { callEvent } from '../events/event-log.ts';
import { identityOf } from '../identity.ts';
import { isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { bit, column, datetime, int, nvarchar, sysname, toDatetime, view } from './columns.ts';

/** Extended Events as far as an audit of REST calls needs them. */
export function eventViews(server: Server): readonly TableSource[] {
  return [sessions(server), runningSessions(server), objects(server)];
}

function sessions(server: Server): TableSource {
  const columns = [
    column('event_session_id', int, false),
    column('name', sysname, false),
    column('startup_state', bit, false),
  ];
  return view('server_event_sessions', columns, ({ session }) =>
    mayLook(server, session)
      ? [...server.state.eventSessions.values()].map(({ id, name, startup }) => [id, name, startup])
      : [],
  );
}

function runningSessions(server: Server): TableSource {
  return view('dm_xe_sessions', [column('name', nvarchar(256), false)], ({ session }) => {
    if (!mayLook(server, session)) throw serverErrors.serverDenied('VIEW SERVER PERFORMANCE STATE');
    return [...server.state.eventSessions.values()].filter(({ started }) => started).map(({ name }) => [name]);
  });
}

/** The one event that is played here. */
function objects(server: Server): TableSource {
  const columns = [
    column('name', nvarchar(256), false),
    column('object_type', nvarchar(256), false),
    column('description', nvarchar(3072)),
  ];
  return view('dm_xe_objects', columns, ({ session }) => {
    if (!mayLook(server, session)) throw serverErrors.serverDenied('VIEW SERVER PERFORMANCE STATE');
    return server.profile.restEndpoint ? [[callEvent, 'event', 'A call of sp_invoke_external_rest_endpoint']] : [];
  });
}

const fileColumns: readonly Column[] = [
  column('object_name', nvarchar(60), false),
  column('event_data', { name: 'nvarchar', length: 'max' }, false),
  column('file_name', nvarchar(260), false),
  column('timestamp_utc', datetime, false),
];

/** sys.fn_xe_file_target_read_file('NAME*.xel', NULL, NULL, NULL). */
export function eventFileReader(server: Server): TableFunction {
  return {
    name: 'fn_xe_file_target_read_file',
    schema: 'sys',
    minArgs: 4,
    maxArgs: 4,
    acceptsWith: false,
    columns: () => fileColumns,
    rows: ([pattern], _, { session }) => {
      if (!mayLook(server, session)) throw serverErrors.serverDenied('VIEW SERVER PERFORMANCE STATE');
      const text = typeof pattern?.value === 'string' ? pattern.value : '';
      const base = text.replace(/\*?\.xel$/u, '');
      return server.eventFiles
        .filter(({ file }) => file === base)
        .map(({ name, xml, file, at }) => [name, xml, `${file}_0.xel`, toDatetime(at)]);
    },
  };
}

/** VIEW SERVER PERFORMANCE STATE since SQL Server 2022 (documented); the right to change sessions is none to see them. */
const mayLook = (server: Server, session: Parameters<typeof identityOf>[1]): boolean =>
  isServerAllowed(server, identityOf(server, session), 'VIEW SERVER PERFORMANCE STATE');
