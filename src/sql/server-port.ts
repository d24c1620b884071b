import type { Failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ServerName } from '../core/server-name.ts';
import { InstanceLookupError, lookUpInstancePort } from './sql-browser.ts';

/** How to ask SQL Browser. */
export interface BrowserQuestion {
  /** As people typed it, for the failure. */
  readonly server: string;
  /** 1434 unless given. */
  readonly browserPort?: number;
  readonly timeoutSeconds: number;
}

/** The TCP port of a server: the typed one, or the one that SQL Browser tells for the instance. */
export async function resolvePort(
  name: ServerName,
  { server, browserPort, timeoutSeconds }: BrowserQuestion,
  signal: AbortSignal,
): Promise<Result<number, Failure>> {
  if (name.port !== undefined) return ok(name.port);
  const instance = name.instance ?? '';
  const where = browserPort === undefined ? {} : { port: browserPort };
  try {
    return ok(await lookUpInstancePort({ host: name.host, instance, timeoutSeconds, ...where }, signal));
  } catch (error) {
    if (signal.aborted) return err({ kind: 'cancelled' });
    const code = error instanceof InstanceLookupError ? error.code : (error as NodeJS.ErrnoException).code;
    const detail = error instanceof Error ? error.message : '';
    return err({ kind: 'unreachable', server, code: code ?? 'EINSTLOOKUP', detail });
  }
}
