import { procedurePage } from './evidence.ts';
import type { Evidence } from './evidence.ts';

/** One formal parameter, as sys.all_parameters would describe it. */
export interface RestParameter {
  /** With its @, in the spelling of the documentation. */
  readonly name: string;
  readonly type: 'nvarchar' | 'smallint' | 'tinyint' | 'sysname';
  /** Characters; absent for numbers. */
  readonly length?: number | 'max';
  readonly output: boolean;
  readonly required: boolean;
  /** What the procedure uses when the argument is absent or NULL; absent when that is NULL. */
  readonly defaultValue?: string | number;
  readonly range?: { readonly minimum: number; readonly maximum: number };
  readonly evidence: Evidence;
  readonly source: string;
}

const declared = 'Published definition of sys.sp_invoke_external_rest_endpoint, SQL Server 2025 preview';

/** In declaration order; @retry_count is missing in preview builds of SQL Server 2025. */
export const restParameters = [
  {
    name: '@url',
    type: 'nvarchar',
    length: 4000,
    output: false,
    required: true,
    evidence: 'documented',
    source: procedurePage,
  },
  {
    name: '@payload',
    type: 'nvarchar',
    length: 'max',
    output: false,
    required: false,
    evidence: 'documented',
    source: procedurePage,
  },
  {
    name: '@headers',
    type: 'nvarchar',
    length: 4000,
    output: false,
    required: false,
    evidence: 'documented',
    source: procedurePage,
  },
  {
    name: '@method',
    type: 'nvarchar',
    length: 6,
    output: false,
    required: false,
    defaultValue: 'POST',
    evidence: 'documented',
    source: procedurePage,
  },
  {
    name: '@timeout',
    type: 'smallint',
    output: false,
    required: false,
    defaultValue: 30,
    range: { minimum: 1, maximum: 230 },
    evidence: 'documented',
    source: procedurePage,
  },
  {
    name: '@credential',
    type: 'sysname',
    length: 128,
    output: false,
    required: false,
    evidence: 'documented',
    source: declared,
  },
  {
    name: '@response',
    type: 'nvarchar',
    length: 'max',
    output: true,
    required: false,
    evidence: 'documented',
    source: declared,
  },
  {
    name: '@retry_count',
    type: 'tinyint',
    output: false,
    required: false,
    defaultValue: 0,
    range: { minimum: 0, maximum: 10 },
    evidence: 'documented',
    source: procedurePage,
  },
] as const satisfies readonly RestParameter[];

/** Range of a numeric parameter; the catalogue is the only place that holds it. */
export const timeoutRange = restParameters[4].range;
/** Range of @retry_count. */
export const retryRange = restParameters[7].range;
