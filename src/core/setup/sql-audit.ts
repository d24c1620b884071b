import { sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import type { SqlRight } from './right.ts';
import { lines, requireRight } from './sql-parts.ts';
import type { SqlStep } from './step.ts';

const session = sql`[sqlkube_rest_calls]`;
const sessionExists = sql`EXISTS (SELECT 1 FROM sys.server_event_sessions WHERE name = N'sqlkube_rest_calls')`;

/** The event's name is documented for the embeddings functions, which share the stack; its columns are not. */
const requireEvent = sql`IF NOT EXISTS (
    SELECT 1 FROM sys.dm_xe_objects WHERE object_type = N'event' AND name = N'external_rest_endpoint_summary'
)
    THROW 50000, N'This build has no event external_rest_endpoint_summary. Nothing was done.', 1;`;

/**
 * Since SQL Server 2022 the views of sessions and their files ask for VIEW SERVER PERFORMANCE STATE, which VIEW SERVER STATE
 * brings along (documented). Without it the catalog view may show no session that is there.
 */
const rights: readonly SqlRight[] = [
  { kind: 'sql', permission: 'ALTER ANY EVENT SESSION', on: 'server' },
  { kind: 'sql', permission: 'VIEW SERVER PERFORMANCE STATE', on: 'server' },
];

const create: SqlText = lines(
  ...rights.map(requireRight),
  requireEvent,
  sql`IF ${sessionExists}
    PRINT N'The event session sqlkube_rest_calls is there already and stays as it is.';
ELSE
    CREATE EVENT SESSION ${session} ON SERVER
        ADD EVENT sqlserver.external_rest_endpoint_summary (
            ACTION (
                sqlserver.client_app_name,
                sqlserver.client_hostname,
                sqlserver.database_name,
                sqlserver.server_principal_name,
                sqlserver.session_id
            )
        )
        ADD TARGET package0.event_file (
            SET filename = N'sqlkube_rest_calls', max_file_size = (10), max_rollover_files = (5)
        )
        WITH (EVENT_RETENTION_MODE = ALLOW_SINGLE_EVENT_LOSS, MAX_DISPATCH_LATENCY = 5 SECONDS, STARTUP_STATE = ON);
IF NOT EXISTS (SELECT 1 FROM sys.dm_xe_sessions WHERE name = N'sqlkube_rest_calls')
    ALTER EVENT SESSION ${session} ON SERVER STATE = START;`,
);

const read = sql`SELECT timestamp_utc, event_data
FROM sys.fn_xe_file_target_read_file(N'sqlkube_rest_calls*.xel', NULL, NULL, NULL)
ORDER BY timestamp_utc DESC;`;

const drop = lines(
  ...rights.map(requireRight),
  sql`IF ${sessionExists}
    DROP EVENT SESSION ${session} ON SERVER;`,
);

/** Records every call of the instance: who, from where, in which database. */
export const auditStep = (): SqlStep => ({
  id: '60-audit',
  title: 'Record the calls (optional)',
  owner: 'instance-dba',
  on: 'instance',
  rights,
  needs: 'ALTER ANY EVENT SESSION and VIEW SERVER PERFORMANCE STATE',
  notes: [
    'It records calls of every database, up to 50 MB in the error log folder of the instance, and starts with it.',
    'It does not record the statement: a call may carry a token in its headers.',
    'Microsoft documents the event by name only; which columns it has on your build shows in sys.dm_xe_object_columns. Not proven by a test of ours.',
  ],
  run: [
    { does: 'Makes and starts the event session', text: () => create },
    { does: 'Shows what it has recorded', text: () => read },
  ],
  undo: [{ does: 'Stops and drops the event session', text: () => drop }],
  undoNotes: ['The files sqlkube_rest_calls*.xel stay in the error log folder: delete or archive them.'],
});
