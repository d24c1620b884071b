import type { ExecutionContext, TableSource } from '../../tsql/contracts.ts';
import type { SqlValue } from '../../values.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { systemProcedures, systemTypeIds } from '../system-objects.ts';
import type { SystemProcedure } from '../system-objects.ts';
import type { UserObject, UserObjects } from '../user-objects.ts';
import { bit, char, column, datetime, int, nvarchar, sysname, tinyint, toDatetime, view } from './columns.ts';

const objectColumns = [
  column('name', sysname, false),
  column('object_id', int, false),
  column('principal_id', int),
  column('schema_id', int, false),
  column('parent_object_id', int, false),
  column('type', char(2)),
  column('type_desc', nvarchar(60)),
  column('create_date', datetime, false),
  column('modify_date', datetime, false),
  column('is_ms_shipped', bit, false),
];

/** sys.objects and its parts (users' own), sys.all_objects and sys.all_parameters (with the system procedures). */
export function objectViews(server: Server, userObjects: UserObjects): readonly TableSource[] {
  const own = (
    context: ExecutionContext,
    name: string,
    kind?: UserObject['kind'],
  ): readonly (readonly SqlValue[])[] => {
    const database = server.state.databases.get(fold(name));
    if (!database) return [];
    return userObjects(context, name)
      .filter((object) => kind === undefined || object.kind === kind)
      .map((object) => userRow(object, database.schemas.get(object.schema)?.id ?? 1, database.created));
  };
  const system = (): readonly (readonly SqlValue[])[] =>
    systemProcedures.map((procedure) => systemRow(procedure, server.state.databases.get('master')?.created));
  return [
    view('objects', objectColumns, (context, name) => own(context, name)),
    view('tables', objectColumns, (context, name) => own(context, name, 'table')),
    view('procedures', objectColumns, (context, name) => own(context, name, 'procedure')),
    view('system_objects', objectColumns, system),
    view('all_objects', objectColumns, (context, name) => [...own(context, name), ...system()]),
    allParameters(server),
  ];
}

function userRow(object: UserObject, schemaId: number, created: Date): readonly SqlValue[] {
  const born = toDatetime(created);
  const type = object.kind === 'table' ? ['U ', 'USER_TABLE'] : ['P ', 'SQL_STORED_PROCEDURE'];
  return [object.name, object.id, null, schemaId, 0, ...type, born, born, false];
}

function systemRow({ name, id }: SystemProcedure, created: Date | undefined): readonly SqlValue[] {
  const born = toDatetime(created ?? new Date(0));
  return [name, id, null, 4, 0, 'P ', 'SQL_STORED_PROCEDURE', born, born, true];
}

/** Preview builds lack @retry_count; this row is how to tell. SQL Server 2022 has the wrapper without it (inferred). */
function allParameters(server: Server): TableSource {
  const columns = [
    column('object_id', int, false),
    column('name', sysname),
    column('parameter_id', int, false),
    column('system_type_id', tinyint, false),
    column('user_type_id', int, false),
    column('max_length', { name: 'smallint' }, false),
    column('is_output', bit, false),
    column('has_default_value', bit, false),
  ];
  return view('all_parameters', columns, () =>
    systemProcedures.flatMap(({ id, parameters }) =>
      parameters
        .filter(({ name }) => name !== '@retry_count' || server.profile.name !== 'sql-server-2022')
        .map((one, index) => {
          const systemType = systemTypeIds[one.systemType];
          const userType = one.systemType === 'sysname' ? 256 : systemType;
          return [id, one.name, index + 1, systemType, userType, maxLength(one.type), one.output, false];
        }),
    ),
  );
}

/** Bytes; -1 for max. */
function maxLength(type: SystemProcedure['parameters'][number]['type']): number {
  if ('length' in type) return type.length === 'max' ? -1 : type.length * (type.name.startsWith('n') ? 2 : 1);
  return { tinyint: 1, smallint: 2, int: 4 }[type.name as string] ?? 0;
}
