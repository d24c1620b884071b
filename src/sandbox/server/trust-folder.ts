import { notSupported } from '../not-supported.ts';
import type { ExecutionContext, Procedure, TableFunction } from '../tsql/contracts.ts';
import type { SqlValue } from '../values.ts';
import { serverErrors } from './errors.ts';
import { textOf } from './functions/define.ts';
import { identityOf } from './identity.ts';
import { isServerAllowed } from './permissions.ts';
import type { Server } from './server.ts';
import { bit, column, datetime, int, nvarchar, toDatetime } from './views/columns.ts';

/** The folder from which SQL Server on Linux reads CAs (documented for S3 backups). */
const folder = '/var/opt/mssql/security/ca-certificates';

/** One file a certificate, as the public walkthroughs name them. */
const filesOf = ({ network }: Server): readonly string[] =>
  network.trustedCertificates().map((_, index) => `ca-${index + 1}.crt`);

const mayLook = (server: Server, context: ExecutionContext): boolean =>
  isServerAllowed(server, identityOf(server, context.session), 'VIEW SERVER STATE');

/** `sys.dm_os_enumerate_filesystem(path, pattern)` (undocumented, columns observed in public scripts); here for the CA folder alone. */
export function enumerateFilesystem(server: Server): TableFunction {
  return {
    name: 'dm_os_enumerate_filesystem',
    schema: 'sys',
    minArgs: 2,
    maxArgs: 2,
    columns: () => [
      column('full_filesystem_path', nvarchar(512)),
      column('file_or_directory_name', nvarchar(512)),
      column('level', int),
      column('is_directory', bit),
    ],
    rows: ([path], _, context) => {
      if (!mayLook(server, context)) throw serverErrors.serverDenied('VIEW SERVER STATE');
      if (textOf(path?.value ?? null) !== folder) throw notSupported('listing another folder than that of the CAs');
      return filesOf(server).map((name): readonly SqlValue[] => [`${folder}/${name}`, name, 0, false]);
    },
  };
}

/** Lines that SQL Server on Linux writes at its start (observed in public reports and in its binary). */
const startLines = (server: Server): readonly string[] => [
  'Installing Client TLS certificates to the store.',
  `Number of Files Processed in ${folder} directory: ${filesOf(server).length}`,
];

/** `sys.xp_readerrorlog log, kind, text`: the lines of the start that hold the text; the stand-in keeps no other log. */
export function readErrorLog(server: Server): Procedure {
  return {
    names: ['xp_readerrorlog'],
    parameters: [
      { name: '@p1', type: int, default: 0 },
      { name: '@p2', type: int, default: 1 },
      { name: '@p3', type: nvarchar(255), default: null },
    ],
    execute: async (args, context) => {
      if (!isServerAllowed(server, identityOf(server, context.session), 'CONTROL SERVER'))
        throw serverErrors.objectDenied('EXECUTE', 'xp_readerrorlog', 'mssqlsystemresource', 'sys');
      const wanted = args.value('@p3');
      const lines = startLines(server).filter((line) => typeof wanted !== 'string' || line.includes(wanted));
      const at = toDatetime(server.now());
      await context.send(
        [column('LogDate', datetime), column('ProcessInfo', nvarchar(50)), column('Text', nvarchar(4000))],
        lines.map((line) => [at, 'Server', line]),
      );
      return { returnStatus: 0, outputs: new Map() };
    },
  };
}
