import { sql } from '../../core/tsql/quoting.ts';

/** One Kubernetes object as JSON text. JSON_VALUE would stop at 4,000 characters. */
export const wholeObject = sql`
SELECT JSON_QUERY(@r, '$.result') AS body;`;

/** A text answer as one string: OPENJSON has no limit of 4,000 characters. */
export const wholeText = sql`
SELECT result.[value] AS body FROM OPENJSON(@r) AS result WHERE result.[key] = N'result';`;

/** The answer to a SelfSubjectAccessReview. */
export const accessReview = sql`
SELECT JSON_VALUE(@r, '$.result.status.allowed') AS allowed, JSON_VALUE(@r, '$.result.status.reason') AS reason;`;

/** The namespaces of one page. */
export const namespaceList = sql`
SELECT entry.name, entry.phase
FROM OPENJSON(@r, '$.result.items') WITH (
    name nvarchar(253) '$.metadata.name',
    phase nvarchar(40) '$.status.phase'
) AS entry;`;

/** The events of one page, without their metadata. */
export const eventList = sql`
SELECT entry.name, entry.type, entry.reason, entry.message, entry.occurrences, entry.firstTimestamp, entry.lastTimestamp,
    entry.eventTime, entry.created, entry.component, entry.controller, entry.field
FROM OPENJSON(@r, '$.result.items') WITH (
    name nvarchar(253) '$.metadata.name',
    type nvarchar(40) '$.type',
    reason nvarchar(200) '$.reason',
    message nvarchar(max) '$.message',
    occurrences int '$.count',
    firstTimestamp nvarchar(40) '$.firstTimestamp',
    lastTimestamp nvarchar(40) '$.lastTimestamp',
    eventTime nvarchar(40) '$.eventTime',
    created nvarchar(40) '$.metadata.creationTimestamp',
    component nvarchar(200) '$.source.component',
    controller nvarchar(200) '$.reportingComponent',
    field nvarchar(200) '$.involvedObject.fieldPath'
) AS entry;`;

/** What the generated proxy says of itself. */
export const proxyHealth = sql`
SELECT JSON_VALUE(@r, '$.result.kind') AS kind, JSON_VALUE(@r, '$.result.apiVersion') AS apiVersion,
    JSON_VALUE(@r, '$.result.version') AS version, JSON_VALUE(@r, '$.result.hash') AS hash;`;

/** Kubernetes' own version. */
export const kubernetesVersion = sql`
SELECT JSON_VALUE(@r, '$.result.gitVersion') AS gitVersion;`;
