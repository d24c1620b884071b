import type { ExecutionContext, Procedure, ProcedureArguments } from '../../tsql/contracts.ts';
import type { RestArguments, RestHost } from '../../rest/host.ts';
import { invokeRestEndpoint } from '../../rest/invoke.ts';
import { restError, restMessages, wrapperName } from '../../rest/messages.ts';
import { headersProblem } from '../../rest/wrapper-checks.ts';
import { managedIdentityOption, restEndpointOption } from '../configuration-options.ts';
import { accessOf, isAllowed } from '../permissions.ts';
import { recordCall } from '../events/event-log.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { restProcedure } from '../system-objects.ts';

/** sys.sp_invoke_external_rest_endpoint: binds the procedure of `src/sandbox/rest` to this instance and this caller. */
export function invokeRestProcedure(server: Server): Procedure {
  return {
    names: [restProcedure.name],
    parameters: restProcedure.parameters
      .filter(({ name }) => server.profile.restEndpoint || name !== '@retry_count')
      .map(({ name, type, output }) => ({ name, type, output, ...(name !== '@url' && { default: null }) })),
    execute: async (args, context) => {
      // SQL Server 2022 ships the T-SQL half only (documented).
      if (!server.profile.restEndpoint) {
        throw restError(restMessages.procedureMissing, [`${restProcedure.name}_internal`], { procedure: wrapperName });
      }
      const given = restArguments(args);
      const headers = headersProblem(given);
      if (headers) {
        context.raise(headers);
        return { returnStatus: 1, outputs: new Map() };
      }
      const started = performance.now();
      try {
        const { returnStatus, response } = await invokeRestEndpoint(given, {
          host: restHost(server, context),
          signal: context.signal,
          maxTls: server.maxTls,
          warn: ({ number, message, state, procedure = '', line = 1 }) =>
            context.info(number, message, { state, class: 0, procedure, line }),
        });
        return { returnStatus, outputs: new Map([['@response', response]]) };
      } finally {
        recordCall(server, context, performance.now() - started);
      }
    },
  };
}

function restArguments(args: ProcedureArguments): RestArguments {
  const text = (name: string): string | undefined => {
    const value = args.value(name);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = args.value(name);
    return typeof value === 'number' ? value : undefined;
  };
  return withoutUndefined({
    url: text('@url'),
    payload: text('@payload'),
    headers: text('@headers'),
    method: text('@method'),
    timeout: number('@timeout'),
    credential: text('@credential'),
    retryCount: number('@retry_count'),
  });
}

/** An argument that is NULL counts as absent. */
function withoutUndefined(values: {
  readonly [K in keyof RestArguments]-?: RestArguments[K] | undefined;
}): RestArguments {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function restHost(server: Server, context: ExecutionContext): RestHost {
  const access = accessOf(server, context);
  const isOn = (option: number): boolean => server.state.options.get(option)?.inUse === 1;
  const isAzure = server.profile.name === 'azure';
  return {
    switchOn: isAzure || isOn(restEndpointOption),
    mayInvoke: isAllowed(access, 'EXECUTE ANY EXTERNAL ENDPOINT', { class: 'DATABASE' }),
    credential: (name) => {
      const found = access.database.credentials.get(fold(name));
      const may = isAllowed(access, 'REFERENCES', { class: 'DATABASE SCOPED CREDENTIAL', name: fold(name) });
      return may ? found : undefined;
    },
    managedIdentityAllowed: isAzure || isOn(managedIdentityOption),
    caseSensitive: access.database.caseSensitive,
    userAgent: `${server.profile.edition}/${server.profile.productVersion}`,
    engine: isAzure ? 'azure' : 'box',
    network: server.network,
    now: server.now,
    ...(server.allowedDomains && { allowedDomains: server.allowedDomains }),
  };
}
