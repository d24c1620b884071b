import { sql } from '../../core/tsql/quoting.ts';

/**
 * What must hold before the procedure can be called. Runs on SQL Server 2016 and later and on Azure SQL Database with
 * the rights of public: what a version does not know reads as NULL (HAS_PERMS_BY_NAME, sys.configurations; documented).
 */
export const serverFacts = sql`SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS productVersion,
    CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS edition,
    CONVERT(int, SERVERPROPERTY('EngineEdition')) AS engineEdition,
    @@SERVERNAME AS serverName,
    @@VERSION AS versionText,
    DB_NAME() AS databaseName,
    SUSER_SNAME() AS loginName,
    HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'EXECUTE ANY EXTERNAL ENDPOINT') AS mayCall;
SELECT CONVERT(int, [option].value) AS configured, CONVERT(int, [option].value_in_use) AS inUse
FROM sys.configurations AS [option]
WHERE [option].name = N'external rest endpoint enabled';
SELECT credential.name
FROM sys.database_scoped_credentials AS credential
ORDER BY credential.name;`;
