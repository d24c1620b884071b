/** One row of sys.configurations as it is before anyone changes it. */
export interface ConfigurationOption {
  readonly id: number;
  readonly name: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly advanced: boolean;
  readonly dynamic: boolean;
  readonly description: string;
}

const option = (
  id: number,
  name: string,
  description: string,
  over: Partial<ConfigurationOption> = {},
): ConfigurationOption => ({
  id,
  name,
  description,
  value: 0,
  minimum: 0,
  maximum: 1,
  advanced: false,
  dynamic: true,
  ...over,
});

/** `external rest endpoint enabled` (observed: id, range, dynamic, not advanced). */
export const restEndpointOption = 16402;
export const managedIdentityOption = 16405;
export const showAdvancedOption = 518;
export const allowUpdatesOption = 102;

/**
 * The options that scripts about this feature meet, out of 107 on the real server (observed ids, defaults and flags; ranges
 * and descriptions of those unrelated to the feature are documented or abridged).
 */
const configurationOptions: readonly ConfigurationOption[] = [
  option(allowUpdatesOption, 'allow updates', 'Allow updates to system tables'),
  option(103, 'user connections', 'Number of user connections allowed', {
    maximum: 32767,
    advanced: true,
    dynamic: false,
  }),
  option(117, 'remote access', 'Allow remote access', { value: 1, dynamic: false }),
  option(400, 'cross db ownership chaining', 'Allow cross db ownership chaining'),
  option(showAdvancedOption, 'show advanced options', 'show advanced options'),
  option(1538, 'cost threshold for parallelism', 'cost threshold for parallelism', {
    value: 5,
    maximum: 32767,
    advanced: true,
  }),
  option(1539, 'max degree of parallelism', 'maximum degree of parallelism', { maximum: 32767, advanced: true }),
  option(1544, 'max server memory (MB)', 'Maximum size of server memory (MB)', {
    value: 2147483647,
    minimum: 128,
    maximum: 2147483647,
    advanced: true,
  }),
  option(1562, 'clr enabled', 'CLR user code execution enabled in the server'),
  option(1581, 'optimize for ad hoc workloads', 'When this option is set, plan cache size is further reduced', {
    advanced: true,
  }),
  option(1587, 'clr strict security', 'CLR strict security enabled in the server', { value: 1, advanced: true }),
  option(16390, 'xp_cmdshell', 'Enable or disable command shell', { advanced: true }),
  option(16393, 'contained database authentication', 'Enables contained databases and contained authentication'),
  option(16399, 'polybase enabled', 'Configure SQL Server to connect to external data sources through PolyBase'),
  option(
    restEndpointOption,
    'external rest endpoint enabled',
    'Enable or disable invocations of external REST endpoints',
  ),
  option(16403, 'external xtp dll gen util enabled', 'Enable or disable external XTP DLL generation utility'),
  option(16404, 'external AI runtimes enabled', 'Enable or disable external AI runtimes'),
  option(
    managedIdentityOption,
    'allow server scoped db credentials',
    'Allow use of server scoped managed identity by database scoped credentials',
  ),
];

/** Options that came with SQL Server 2025. */
const since2025: readonly number[] = [restEndpointOption, 16403, 16404, managedIdentityOption];

/** The options of a version. */
export function optionsOf(majorVersion: number): readonly ConfigurationOption[] {
  return majorVersion >= 17 || majorVersion === 12
    ? configurationOptions
    : configurationOptions.filter(({ id }) => !since2025.includes(id));
}
