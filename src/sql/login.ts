import type { Failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import { parseServerName } from '../core/server-name.ts';
import type { SqlTarget } from './cluster-reader.ts';
import type { DriverPool, DriverTarget, SqlDriver } from './driver-contract.ts';
import { fromConnect, type FailureContext } from './failures.ts';
import { isCertificate } from './pinned-certificate.ts';
import { readServerCertificate } from './server-certificate.ts';
import { resolvePort, type BrowserQuestion } from './server-port.ts';

/** What every log-in has in common. */
export interface LoginOptions {
  /** As SQL Server's `program_name`. */
  readonly applicationName?: string;
  /** PEM; certificate authorities to trust for SQL Servers, besides the machine's. */
  readonly authorities?: readonly string[];
  /** A connection that nobody uses for this long is closed, and its password let go; 30 seconds unless given. */
  readonly idleMilliseconds?: number;
  /** Where SQL Server Browser listens (UDP) on every host; 1434 unless given. */
  readonly browserPort?: number;
}

/** How long to wait for a log-in, and for a batch. */
export interface Timeouts {
  readonly connectSeconds: number;
  readonly querySeconds: number;
}

interface Login {
  readonly target: SqlTarget;
  readonly options: LoginOptions;
  readonly timeouts: Timeouts;
}

/** The idle time that holds unless another is given. */
export const idleOf = ({ idleMilliseconds = 30_000 }: LoginOptions): number => idleMilliseconds;

/** Finds the server, opens a pool and proves it by one log-in. */
export async function logIn(
  login: Login & { readonly driver: Promise<SqlDriver> },
  signal: AbortSignal,
): Promise<Result<DriverPool, Failure>> {
  const { driver, target, options, timeouts } = login;
  const name = parseServerName(target.profile.server);
  if (!name.ok) return err({ kind: 'refused', reason: name.error });
  const port = await resolvePort(name.value, browserQuestion(login), signal);
  if (!port.ok) return port;
  const { profile } = target;
  if (target.pin !== undefined && !isCertificate(target.pin)) {
    const reason = `The certificate that is trusted for ${profile.server} cannot be read. Trust the server’s certificate again.`;
    return err({ kind: 'refused', reason });
  }
  const driverTarget: DriverTarget = {
    host: name.value.host,
    port: port.value,
    database: profile.database,
    user: profile.user,
    password: target.password,
    encryption: profile.encryption,
    ...(target.pin === undefined ? {} : { pin: target.pin }),
    ...(options.authorities === undefined ? {} : { authorities: options.authorities }),
    connectTimeoutSeconds: timeouts.connectSeconds,
    queryTimeoutSeconds: timeouts.querySeconds,
    idleMilliseconds: idleOf(options),
    applicationName: options.applicationName ?? 'SQL Kube',
  };
  const loaded = await driver;
  if (signal.aborted) return err({ kind: 'cancelled' });
  const pool = loaded.open(driverTarget);
  const abandon = (): void => pool.abandon();
  signal.addEventListener('abort', abandon, { once: true });
  try {
    await pool.connect();
    return ok(pool);
  } catch (error) {
    if (hasAborted(signal)) return err({ kind: 'cancelled' });
    const failure = fromConnect(error, failureContext(login, pool));
    return err(await withCertificate(failure, login, signal));
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}

/** Adds what the server showed, so that a person can compare it and choose to trust it. */
export async function withCertificate(failure: Failure, login: Login, signal: AbortSignal): Promise<Failure> {
  if (failure.kind !== 'server-certificate') return failure;
  const name = parseServerName(login.target.profile.server);
  if (!name.ok) return failure;
  const port = await resolvePort(name.value, browserQuestion(login), signal);
  if (!port.ok) return failure;
  const { encryption } = login.target.profile;
  const timeoutSeconds = login.timeouts.connectSeconds;
  const question = { host: name.value.host, port: port.value, encryption, timeoutSeconds };
  return { ...failure, ...(await readServerCertificate(question, signal)) };
}

/** What a failure's words need besides the driver's error. */
export function failureContext({ target, timeouts }: Omit<Login, 'options'>, pool: DriverPool): FailureContext {
  return {
    server: target.profile.server,
    user: target.profile.user,
    connectTimeoutSeconds: timeouts.connectSeconds,
    queryTimeoutSeconds: timeouts.querySeconds,
    loginErrors: pool.loginErrors(),
  };
}

const browserQuestion = ({ target, timeouts, options: { browserPort } }: Login): BrowserQuestion => ({
  server: target.profile.server,
  timeoutSeconds: timeouts.connectSeconds,
  ...(browserPort === undefined ? {} : { browserPort }),
});

/** Asked anew after each await; a plain property check would be taken as settled by the compiler. */
const hasAborted = (signal: AbortSignal): boolean => signal.aborted;
