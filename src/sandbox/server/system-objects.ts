import { restParameters } from '../../core/rest/parameters.ts';
import type { SqlType } from '../values.ts';

/** A system procedure as the catalog shows it. */
export interface SystemProcedure {
  readonly name: string;
  /** Negative, as for system objects; the numbers themselves are made up. */
  readonly id: number;
  readonly parameters: readonly SystemParameter[];
}

interface SystemParameter {
  readonly name: string;
  readonly type: SqlType;
  readonly systemType: 'nvarchar' | 'smallint' | 'tinyint' | 'int' | 'sysname';
  readonly output: boolean;
}

/** The procedure under study. */
export const restProcedure: SystemProcedure = {
  name: 'sp_invoke_external_rest_endpoint',
  id: -1_050_000_001,
  parameters: restParameters.map(({ name, type, output, ...rest }) => ({
    name,
    type: sqlType(type, 'length' in rest ? rest.length : undefined),
    systemType: type,
    output,
  })),
};

/** Procedures that sys.all_objects lists. */
export const systemProcedures: readonly SystemProcedure[] = [
  restProcedure,
  {
    name: 'sp_configure',
    id: -1_050_000_002,
    parameters: [
      { name: '@configname', type: { name: 'varchar', length: 35 }, systemType: 'nvarchar', output: false },
      { name: '@configvalue', type: { name: 'int' }, systemType: 'int', output: false },
    ],
  },
  { name: 'sp_executesql', id: -1_050_000_003, parameters: [] },
];

function sqlType(type: 'nvarchar' | 'smallint' | 'tinyint' | 'sysname', length: number | 'max' | undefined): SqlType {
  switch (type) {
    case 'nvarchar':
    case 'sysname':
      return { name: 'nvarchar', length: length ?? 128 };
    case 'smallint':
    case 'tinyint':
      return { name: type };
  }
}

/** sys.types ids of the types above (documented). */
export const systemTypeIds = { nvarchar: 231, sysname: 231, smallint: 52, tinyint: 48, int: 56 } as const;
