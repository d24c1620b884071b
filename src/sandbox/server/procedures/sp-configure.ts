import type { ExecutionContext, Procedure, ProcedureOutcome } from '../../tsql/contracts.ts';
import type { SqlError } from '../../sql-error.ts';
import { optionsOf, showAdvancedOption } from '../configuration-options.ts';
import type { ConfigurationOption } from '../configuration-options.ts';
import { serverErrors } from '../errors.ts';
import { identityOf } from '../identity.ts';
import { isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { column, int, nvarchar } from '../views/columns.ts';

const resultColumns = [
  column('name', nvarchar(35), false),
  column('minimum', int),
  column('maximum', int),
  column('config_value', int),
  column('run_value', int),
];

/** sp_configure [@configname [, @configvalue]]: shows options, or sets one until RECONFIGURE (observed in detail). */
export function configureProcedure(server: Server): Procedure {
  return {
    names: ['sp_configure'],
    parameters: [
      { name: '@configname', type: { name: 'varchar', length: 35 }, default: null },
      { name: '@configvalue', type: int, default: null },
    ],
    execute: async (args, context) => {
      if (server.profile.name === 'azure') throw serverErrors.configUnsupported();
      const name = args.value('@configname');
      const value = args.value('@configvalue');
      const visible = visibleOptions(server);
      if (typeof name !== 'string') return show(server, visible, context);
      const found = findOption(visible, name);
      if ('error' in found) return fail(found.error, context);
      if (typeof value !== 'number') return show(server, [found.option], context);
      return set(server, found.option, value, context);
    },
  };
}

const outcome = (returnStatus: number): ProcedureOutcome => ({ returnStatus, outputs: new Map() });

/** Raises without ending, as the procedure itself does before its RETURN 1. */
function fail(error: SqlError, context: ExecutionContext): ProcedureOutcome {
  context.raise(error);
  return outcome(1);
}

function visibleOptions(server: Server): readonly ConfigurationOption[] {
  const showAdvanced = server.state.options.get(showAdvancedOption)?.inUse === 1;
  return optionsOf(Number(server.profile.productVersion.split('.')[0]))
    .filter(({ advanced }) => showAdvanced || !advanced)
    .toSorted((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
}

/** The full name, or a prefix that fits one option only; without case. */
function findOption(
  visible: readonly ConfigurationOption[],
  name: string,
): { readonly option: ConfigurationOption } | { readonly error: SqlError } {
  const wanted = name.trim().toLowerCase();
  const exact = visible.filter((option) => option.name.toLowerCase() === wanted);
  const fitting = exact.length > 0 ? exact : visible.filter((option) => option.name.toLowerCase().startsWith(wanted));
  const [option, second] = fitting;
  if (!option) return { error: serverErrors.unknownOption(name) };
  return second ? { error: serverErrors.ambiguousOption(name) } : { option };
}

async function show(
  server: Server,
  options: readonly ConfigurationOption[],
  context: ExecutionContext,
): Promise<ProcedureOutcome> {
  const rows = options.map(({ id, name, minimum, maximum }) => {
    const now = server.state.options.get(id);
    return [name, minimum, maximum, now?.value ?? null, now?.inUse ?? null];
  });
  await context.send(resultColumns, rows);
  return outcome(0);
}

function set(server: Server, option: ConfigurationOption, value: number, context: ExecutionContext): ProcedureOutcome {
  if (!isServerAllowed(server, identityOf(server, context.session), 'ALTER SETTINGS')) {
    return fail(serverErrors.configureForbidden(), context);
  }
  if (value < option.minimum || value > option.maximum) {
    return fail(serverErrors.invalidOptionValue(value, option.name), context);
  }
  const before = server.state.options.get(option.id);
  server.state.options.set(option.id, { value, inUse: before?.inUse ?? option.value });
  context.info(
    15457,
    `Configuration option '${option.name}' changed from ${before?.value ?? option.value} to ${value}. Run the RECONFIGURE statement to install.`,
    { procedure: 'sp_configure', line: 196, state: 1, class: 0 },
  );
  return outcome(0);
}
