import { restLimitValues } from '../../core/rest/limits.ts';
import type { RestLimitValues } from '../../core/rest/limits.ts';
import type { SqlError } from '../sql-error.ts';
import { useCredential } from './credential-use.ts';
import type { CredentialUse } from './credential-use.ts';
import { buildEnvelope, isSuccess } from './envelope.ts';
import { exchange } from './exchange.ts';
import type { ExchangeOutcome, ExchangeSettings } from './exchange.ts';
import type { RestArguments, RestHost } from './host.ts';
import { formatHresult } from './hresults.ts';
import { restError, restMessages, wrapperName } from './messages.ts';
import { resolveHost } from './reachability.ts';
import { buildRequest, checkArguments } from './request.ts';
import type { CheckedArguments } from './request.ts';
import { withRetries } from './retry.ts';
import { checkPayload, mediaModes } from './wrapper-checks.ts';

/** What one call sees beside its arguments. */
export interface RestCall {
  readonly host: RestHost;
  readonly signal: AbortSignal;
  /** Takes 31616, before the request goes out. */
  readonly warn: (warning: SqlError) => void;
  readonly limits?: RestLimitValues;
  readonly maxTls?: ExchangeSettings['maxTls'];
}

/** 0 for 2xx, else the status; and the value of @response. */
export interface RestReply {
  readonly returnStatus: number;
  readonly response: string;
}

/**
 * Runs the procedure after its check of @headers (`headersProblem`, which returns instead of throwing). Throws SqlError
 * for everything that is not an HTTP answer, and the reason of `signal` when that aborts. Nobody published the order of
 * checks; inferred: payload, switch, permission, arguments, credential, sizes, network.
 */
export async function invokeRestEndpoint(args: RestArguments, call: RestCall): Promise<RestReply> {
  const { host, limits = restLimitValues } = call;
  const modes = mediaModes(args);
  checkPayload(args, modes.payload);
  if (!host.switchOn) throw restError(restMessages.disabled, ['sp_invoke_external_rest_endpoint']);
  if (!host.mayInvoke) throw restError(restMessages.noPermission, [wrapperName]);
  const checked = checkArguments(args, limits);
  // Azure engines resolve the name before they look at the credential (observed), SQL Server only when it connects.
  const early = host.engine === 'azure' ? await resolveHost(checked.url.host, host, call.signal) : undefined;
  const credential = credentialUse(args, host);
  const { request, warnings } = buildRequest(args, checked, { credential, host, limits });
  for (const warning of [...checked.headers.warnings, ...warnings]) call.warn(warning);
  const outcome = await withDeadline(checked.timeoutMs, call.signal, (signal) =>
    withRetries(
      checked.attempts,
      async () =>
        exchange(
          { ...request, address: early ?? (await resolveHost(checked.url.host, host, signal)) },
          exchangeSettings(call, limits),
          signal,
        ),
      { now: host.now, signal },
    ),
  );
  return reply(outcome, modes.response, limits);
}

function credentialUse(args: RestArguments, host: RestHost): CredentialUse {
  if (args.credential === undefined) return { headers: [], query: '' };
  return useCredential(args.credential, args.url ?? '', host);
}

function exchangeSettings({ host, maxTls = 'TLSv1.2' }: RestCall, limits: RestLimitValues): ExchangeSettings {
  return { trusted: host.network.trustedCertificates(), maxTls, limits, now: host.now };
}

/** @timeout covers everything from connect to the last byte, repeats included; afterwards it is 31629. */
async function withDeadline<T>(
  milliseconds: CheckedArguments['timeoutMs'],
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(milliseconds);
  try {
    return await work(AbortSignal.any([signal, deadline]));
  } catch (error) {
    if (deadline.aborted && !signal.aborted) throw restError(restMessages.timeout);
    throw error;
  }
}

function reply(
  outcome: ExchangeOutcome,
  mode: Parameters<typeof buildEnvelope>[1],
  limits: RestLimitValues,
): RestReply {
  switch (outcome.kind) {
    case 'fault':
      throw restError(restMessages.communication, [formatHresult(outcome.hresult)]);
    case 'response-headers-too-large':
      throw restError(restMessages.responseHeadersTooLarge, [limits.responseHeaderBytes]);
    case 'answer':
      return {
        returnStatus: isSuccess(outcome.status) ? 0 : outcome.status,
        response: buildEnvelope(outcome, mode),
      };
  }
}
