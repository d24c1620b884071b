import { podColumns } from '../../core/kube/table.ts';
import { quoteLiteral, sql, type SqlText } from '../../core/tsql/quoting.ts';

/** The path of a column's cell in a row; `$` itself, which is no scalar and so reads as NULL, when there is no such column. */
const cellOf = (column: SqlText): SqlText =>
  sql`COALESCE(MAX(CASE WHEN definition.name = ${column} THEN definition.cell ELSE N'$' END), N'$')`;

/**
 * Rows of a Kubernetes Table of pods. Columns are found by their names, never by position: their order and number
 * differ between versions. A column that is not there reads as NULL.
 */
export const podTable = sql`
DECLARE @name nvarchar(60), @ready nvarchar(60), @status nvarchar(60), @restarts nvarchar(60), @age nvarchar(60),
    @ip nvarchar(60), @node nvarchar(60);
SELECT @name = ${cellOf(quoteLiteral(podColumns.name))},
    @ready = ${cellOf(quoteLiteral(podColumns.ready))},
    @status = ${cellOf(quoteLiteral(podColumns.status))},
    @restarts = ${cellOf(quoteLiteral(podColumns.restarts))},
    @age = ${cellOf(quoteLiteral(podColumns.age))},
    @ip = ${cellOf(quoteLiteral(podColumns.ip))},
    @node = ${cellOf(quoteLiteral(podColumns.node))}
FROM (
    SELECT JSON_VALUE(entry.[value], '$.name') AS name, CONCAT(N'$.cells[', entry.[key], N']') AS cell
    FROM OPENJSON(@r, '$.result.columnDefinitions') AS entry
) AS definition;
SELECT JSON_VALUE(entry.[value], @name) AS name, JSON_VALUE(entry.[value], @ready) AS ready,
    JSON_VALUE(entry.[value], @status) AS status, JSON_VALUE(entry.[value], @restarts) AS restarts,
    JSON_VALUE(entry.[value], @age) AS age, JSON_VALUE(entry.[value], @ip) AS ip,
    JSON_VALUE(entry.[value], @node) AS node
FROM OPENJSON(@r, '$.result.rows') AS entry
ORDER BY CONVERT(int, entry.[key]);`;

/** Container statuses of one pod, cut down to what kubectl's columns read, in Kubernetes' own shape. */
const statuses = (list: SqlText): SqlText => sql`(
        SELECT state.name AS [name], state.ready AS [ready], state.started AS [started],
            state.restartCount AS [restartCount],
            JSON_QUERY(state.running) AS [state.running],
            state.waitingReason AS [state.waiting.reason],
            state.endReason AS [state.terminated.reason],
            state.endCode AS [state.terminated.exitCode],
            state.endSignal AS [state.terminated.signal],
            state.endedAt AS [state.terminated.finishedAt],
            state.lastReason AS [lastState.terminated.reason],
            state.lastEndedAt AS [lastState.terminated.finishedAt]
        FROM OPENJSON(item.[value], ${list}) WITH (
            name nvarchar(63) '$.name',
            ready bit '$.ready',
            started bit '$.started',
            restartCount int '$.restartCount',
            running nvarchar(max) '$.state.running' AS JSON,
            waitingReason nvarchar(200) '$.state.waiting.reason',
            endReason nvarchar(200) '$.state.terminated.reason',
            endCode int '$.state.terminated.exitCode',
            endSignal int '$.state.terminated.signal',
            endedAt nvarchar(40) '$.state.terminated.finishedAt',
            lastReason nvarchar(200) '$.lastState.terminated.reason',
            lastEndedAt nvarchar(40) '$.lastState.terminated.finishedAt'
        ) AS state
        FOR JSON PATH
    )`;

/** Names and restart policies of one pod's containers. */
const containers = (list: SqlText): SqlText => sql`(
        SELECT container.name AS [name], container.restartPolicy AS [restartPolicy]
        FROM OPENJSON(item.[value], ${list}) WITH (
            name nvarchar(63) '$.name',
            restartPolicy nvarchar(20) '$.restartPolicy'
        ) AS container
        FOR JSON PATH
    )`;

/**
 * From full pods only what kubectl's STATUS, READY, RESTARTS and AGE are made of, one row a pod; the columns that hold
 * lists are JSON in Kubernetes' own shape, so that the same code reads them and whole pods.
 */
export const podList = sql`
SELECT detail.name, detail.phase, detail.reason, detail.created, detail.deleted, detail.node, detail.ip,
    ${containers(sql`'$.spec.containers'`)} AS containers,
    ${containers(sql`'$.spec.initContainers'`)} AS initContainers,
    ${statuses(sql`'$.status.containerStatuses'`)} AS containerStatuses,
    ${statuses(sql`'$.status.initContainerStatuses'`)} AS initContainerStatuses,
    (
        SELECT condition.type AS [type], condition.status AS [status], condition.reason AS [reason]
        FROM OPENJSON(item.[value], '$.status.conditions') WITH (
            type nvarchar(60) '$.type',
            status nvarchar(20) '$.status',
            reason nvarchar(200) '$.reason'
        ) AS condition
        WHERE condition.type IN (N'Ready', N'PodScheduled', N'Initialized')
        FOR JSON PATH
    ) AS conditions
FROM OPENJSON(@r, '$.result.items') AS item
CROSS APPLY OPENJSON(item.[value]) WITH (
    name nvarchar(253) '$.metadata.name',
    phase nvarchar(40) '$.status.phase',
    reason nvarchar(200) '$.status.reason',
    created nvarchar(40) '$.metadata.creationTimestamp',
    deleted nvarchar(40) '$.metadata.deletionTimestamp',
    node nvarchar(253) '$.spec.nodeName',
    ip nvarchar(60) '$.status.podIP'
) AS detail
ORDER BY CONVERT(int, item.[key]);`;
