/** Which server the sandbox plays. Names, versions and editions; everything visible says "sandbox" so that nobody mistakes it. */
export interface ServerProfile {
  readonly name: 'sql-server-2025' | 'sql-server-2022' | 'azure';
  /** SERVERPROPERTY('ProductVersion'). */
  readonly productVersion: string;
  /** SERVERPROPERTY('Edition') and the first half of the procedure's User-Agent. */
  readonly edition: string;
  readonly engineEdition: number;
  readonly productLevel: string;
  readonly updateLevel: string | null;
  readonly updateReference: string | null;
  /** @@VERSION. */
  readonly versionText: string;
  readonly compatibilityLevel: number;
  /** Whether sys.sp_invoke_external_rest_endpoint does its work here. */
  readonly restEndpoint: boolean;
}

const edition = 'SQL Kube Sandbox Edition (64-bit)';

/** Layout of @@VERSION on Linux (observed, with the blank before the first two line ends). */
const boxVersion = (product: string, level: string, version: string, built: string, year: number): string =>
  `Microsoft SQL Server ${product} (${level}) - ${version} (X64) \n\t${built} \n\tSQL Kube sandbox, a stand-in (${year}); no Microsoft software inside\n\t${edition} on Linux (sandbox) <X64>`;

/** The profiles by name. */
export const serverProfiles: Readonly<Record<ServerProfile['name'], ServerProfile>> = {
  'sql-server-2025': {
    name: 'sql-server-2025',
    productVersion: '17.0.4065.4',
    edition,
    engineEdition: 3,
    productLevel: 'RTM',
    updateLevel: 'CU7',
    updateReference: 'KB5096981',
    versionText: boxVersion('2025', 'RTM-CU7) (KB5096981', '17.0.4065.4', 'Jul  8 2026 23:26:08', 2026),
    compatibilityLevel: 170,
    restEndpoint: true,
  },
  'sql-server-2022': {
    name: 'sql-server-2022',
    productVersion: '16.0.1000.6',
    edition,
    engineEdition: 3,
    productLevel: 'RTM',
    updateLevel: null,
    updateReference: null,
    versionText: boxVersion('2022', 'RTM', '16.0.1000.6', 'Oct  8 2022 05:58:25', 2022),
    compatibilityLevel: 160,
    restEndpoint: false,
  },
  azure: {
    name: 'azure',
    productVersion: '12.0.2000.8',
    edition: 'SQL Azure (SQL Kube sandbox)',
    engineEdition: 5,
    productLevel: 'RTM',
    updateLevel: null,
    updateReference: null,
    versionText:
      'Microsoft SQL Azure (RTM) - 12.0.2000.8 \n\tJul  8 2026 23:26:08 \n\tSQL Kube sandbox, a stand-in; no Microsoft software inside\n',
    compatibilityLevel: 170,
    restEndpoint: true,
  },
};
