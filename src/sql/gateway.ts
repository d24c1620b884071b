import { createHash } from 'node:crypto';
import type { Failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { SqlTarget } from './cluster-reader.ts';
import type { SqlText } from '../core/tsql/quoting.ts';
import type { BatchAnswer, DriverPool, ScriptEvent, SqlBatch, SqlDriver } from './driver-contract.ts';
import { fromRun } from './failures.ts';
import { failureContext, idleOf, logIn, withCertificate, type LoginOptions, type Timeouts } from './login.ts';

/** What the gateway needs from outside. */
export interface GatewayOptions extends LoginOptions {
  /** Called once, on first use; `driver.ts` is not to be imported otherwise. */
  readonly loadDriver: () => Promise<SqlDriver>;
  /** Read before each use, so that a changed setting holds from the next call on. */
  readonly timeouts: () => Timeouts;
}

/** Runs batches on SQL Server, over one lazy pool per connection. */
export interface SqlGateway {
  run(target: SqlTarget, batch: SqlBatch, signal: AbortSignal): Promise<Result<BatchAnswer, Failure>>;
  /** Sends the text as it is, without sp_executesql. What SQL Server refuses is among the events, not a failure. */
  runDirect(
    target: SqlTarget,
    text: SqlText,
    signal: AbortSignal,
    rowsKept?: number,
  ): Promise<Result<readonly ScriptEvent[], Failure>>;
  /** Closes one connection's pool, or all. */
  close(connectionId?: string): Promise<void>;
}

interface OpenPool {
  readonly fingerprint: string;
  readonly ready: Promise<Result<DriverPool, Failure>>;
  readonly ended: AbortController;
  /** Runs that need it, from the wait for the log-in on. */
  users: number;
  idle?: NodeJS.Timeout;
}

interface Run<T> {
  readonly target: SqlTarget;
  readonly send: (pool: DriverPool, signal: AbortSignal) => Promise<T>;
  readonly timeouts: Timeouts;
}

/** The gateway that the reader uses. It holds no password of its own: only a pool in use does, to log in again. */
export function createGateway(options: GatewayOptions): SqlGateway {
  const pools = new Map<string, OpenPool>();
  let driver: Promise<SqlDriver> | undefined;

  const forget = async (id: string, pool: OpenPool): Promise<void> => {
    if (pools.get(id) === pool) pools.delete(id);
    clearTimeout(pool.idle);
    pool.ended.abort();
    const opened = await pool.ready.catch(() => undefined);
    if (opened?.ok === true) await opened.value.close().catch(() => undefined);
  };

  const poolOf = (target: SqlTarget, timeouts: Timeouts): OpenPool => {
    const fingerprint = fingerprintOf(target, timeouts);
    const known = pools.get(target.profile.id);
    if (known?.fingerprint === fingerprint) return known;
    if (known !== undefined) void forget(target.profile.id, known);
    const ended = new AbortController();
    driver ??= options.loadDriver().catch((error: unknown) => {
      // The next use may try again.
      driver = undefined;
      throw error;
    });
    const ready = logIn({ driver, target, options, timeouts }, ended.signal);
    const pool: OpenPool = { fingerprint, ended, users: 0, ready };
    pools.set(target.profile.id, pool);
    const dropUnlessOpen = (opened?: Result<DriverPool, Failure>): void => {
      if (opened?.ok !== true && pools.get(target.profile.id) === pool) pools.delete(target.profile.id);
    };
    // A rejection is a bug, and reaches whoever waits for the pool.
    pool.ready.then(dropUnlessOpen, () => dropUnlessOpen());
    return pool;
  };

  const runIn = async <T>(
    pool: OpenPool,
    { target, send, timeouts }: Run<T>,
    signal: AbortSignal,
  ): Promise<Result<T, Failure>> => {
    const opened = await untilAborted(pool.ready, signal);
    if (opened === undefined) {
      // Nobody else wants the log-in that is under way.
      if (pool.users === 1) void forget(target.profile.id, pool);
      return err({ kind: 'cancelled' });
    }
    if (!opened.ok) return opened;
    // Closing the pool also ends what still runs in it; otherwise it would wait for that.
    const stop = AbortSignal.any([signal, pool.ended.signal]);
    try {
      return ok(await send(opened.value, stop));
    } catch (error) {
      if (hasAborted(stop)) return err({ kind: 'cancelled' });
      const failure = fromRun(error, failureContext({ target, timeouts }, opened.value));
      if (failure.kind === 'connection-lost') void forget(target.profile.id, pool);
      return err(await withCertificate(failure, { target, options, timeouts }, signal));
    }
  };

  const leave = (id: string, pool: OpenPool): void => {
    pool.users -= 1;
    if (pool.users > 0 || pools.get(id) !== pool) return;
    pool.idle = setTimeout(() => void forget(id, pool), idleOf(options));
    pool.idle.unref();
  };

  const use = async <T>(target: SqlTarget, send: Run<T>['send'], signal: AbortSignal): Promise<Result<T, Failure>> => {
    if (signal.aborted) return err({ kind: 'cancelled' });
    const timeouts = options.timeouts();
    const pool = poolOf(target, timeouts);
    pool.users += 1;
    clearTimeout(pool.idle);
    try {
      return await runIn(pool, { target, send, timeouts }, signal);
    } finally {
      leave(target.profile.id, pool);
    }
  };

  return {
    run: (target, batch, signal) => use(target, (pool, stop) => pool.run(batch, stop), signal),
    runDirect: (target, text, signal, rowsKept) =>
      use(target, (pool, stop) => pool.runDirect(text, stop, rowsKept), signal),
    async close(connectionId) {
      const closing = [...pools].filter(([id]) => connectionId === undefined || id === connectionId);
      await Promise.all(closing.map(async ([id, pool]) => forget(id, pool)));
    },
  };
}

/** Two targets share a pool only when everything that decides who logs in where, and how, is the same. */
function fingerprintOf(target: SqlTarget, timeouts: Timeouts): string {
  const { server, database, user, encryption } = target.profile;
  const parts = [server, database, user, encryption, target.pin?.fingerprint256 ?? '', target.password, timeouts];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Asked anew after each await; a plain property check would be taken as settled by the compiler. */
const hasAborted = (signal: AbortSignal): boolean => signal.aborted;

/** Undefined when the signal comes first; the work goes on without us. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(undefined);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
