import type { ScalarFunction } from '../../tsql/contracts.ts';
import type { SqlType, SqlValue, SqlVariant, TypedValue } from '../../values.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { collationOf } from '../views/server-views.ts';
import { serverFunction, sysname, textOf } from './define.ts';

/** SERVERPROPERTY and DATABASEPROPERTYEX; a name that nobody knows is NULL. */
export function versionFunctions(server: Server): readonly ScalarFunction[] {
  const variant: SqlType = { name: 'sql_variant' };
  return [
    serverFunction('serverproperty', [1, 1], variant, ([name]) =>
      toVariant(serverProperty(server, textOf(name) ?? '')),
    ),
    serverFunction('databasepropertyex', [2, 2], variant, ([name, property]) => {
      const database = server.state.databases.get(fold(textOf(name) ?? ''));
      if (!database) return null;
      switch (fold(textOf(property) ?? '')) {
        case 'collation':
          return toVariant(collationOf(database));
        case 'status':
          return toVariant('ONLINE');
        case 'updateability':
          return toVariant('READ_WRITE');
        default:
          return null;
      }
    }),
  ];
}

function toVariant(value: string | number | null): SqlVariant | null {
  if (value === null) return null;
  return { kind: 'variant', type: typeof value === 'number' ? { name: 'int' } : sysname, value };
}

function serverProperty({ name, profile }: Server, property: string): string | number | null {
  const [major = '', minor = '', build = ''] = profile.productVersion.split('.');
  const values: Readonly<Record<string, string | number | null>> = {
    productversion: profile.productVersion,
    productmajorversion: major,
    productminorversion: minor,
    productbuild: build,
    productlevel: profile.productLevel,
    productupdatelevel: profile.updateLevel,
    productupdatereference: profile.updateReference,
    edition: profile.edition,
    engineedition: profile.engineEdition,
    servername: name,
    machinename: name,
    computernamephysicalnetbios: name,
    instancename: null,
    isclustered: 0,
    ishadrenabled: 0,
    isintegratedsecurityonly: 0,
    issingleuser: 0,
    isxtpsupported: 1,
    collation: collationOf({ caseSensitive: false }),
  };
  return values[fold(property)] ?? null;
}

/** @@VERSION, @@SERVERNAME, @@SERVICENAME and @@MICROSOFTVERSION; undefined for any other. */
export function globalVariable({ name, profile }: Server, variable: string): TypedValue | undefined {
  const text = (value: SqlValue, length: number): TypedValue => ({ type: { name: 'nvarchar', length }, value });
  const [major = 0, , build = 0] = profile.productVersion.split('.').map(Number);
  switch (variable) {
    case '@@version':
      return text(profile.versionText, 300);
    case '@@servername':
      return text(name, 128);
    case '@@servicename':
      return text('MSSQLSERVER', 128);
    case '@@microsoftversion':
      return { type: { name: 'int' }, value: major * 0x1000000 + build };
    default:
      return undefined;
  }
}
