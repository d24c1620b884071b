import { notSupported } from '../../not-supported.ts';
import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import { dynamicManagementViews, systemTableFunctions } from './dynamic-management.ts';
import { msdbProcedures, systemProcedures } from './system-procedures.ts';
import { compatibilityViews, informationSchemaViews, msdbObjects, sysViews } from './system-views.ts';

const folded = ({ name, schema, database }: ObjectName, current: string) => ({
  name: name.toLowerCase(),
  schema: schema === undefined || schema === '' ? undefined : schema.toLowerCase(),
  isMsdb: (database === undefined || database === '' ? current : database).toLowerCase() === 'msdb',
});

/** Where the real server looks for system views: sys and INFORMATION_SCHEMA by name, the old ones under dbo or nothing too. */
const isKnownView = (object: ObjectName, database: string): boolean => {
  const { name, schema, isMsdb } = folded(object, database);
  if (schema === 'sys') return sysViews.has(name) || dynamicManagementViews.has(name);
  if (schema === 'information_schema') return informationSchemaViews.has(name);
  if (schema !== undefined && schema !== 'dbo') return false;
  return compatibilityViews.has(name) || (isMsdb && msdbObjects.has(name));
};

/** The error for a table or view that is not here: not supported when SQL Server 2025 has it, else 208. */
export const missingObject = (object: ObjectName, database: string, line?: number): SqlError =>
  isKnownView(object, database)
    ? notSupported(`system view ${object.text}`, line)
    : new SqlError(208, `Invalid object name '${object.text}'.`, {
        state: object.name.startsWith('#') ? 0 : 1,
        reach: 'batch',
      });

/** The same for a table function. */
export const missingTableFunction = (object: ObjectName, database: string, line: number): SqlError =>
  systemTableFunctions.has(object.name.toLowerCase())
    ? notSupported(`table function ${object.text}`, line)
    : missingObject(object, database, line);

/** The error for a procedure that is not here: not supported when SQL Server 2025 has it, else 2812. */
export const missingProcedure = (object: ObjectName, database: string): SqlError => {
  const { name, schema, isMsdb } = folded(object, database);
  const isSystem = schema === undefined || schema === 'sys' || schema === 'dbo';
  return isSystem && (systemProcedures.has(name) || (isMsdb && msdbProcedures.has(name)))
    ? notSupported(`system procedure ${object.text}`)
    : new SqlError(2812, `Could not find stored procedure '${object.text}'.`, { state: 62 });
};
