import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import mssql from 'mssql';
import type { CertificatePin, Encryption } from '../core/connection.ts';
import type { SqlMessage } from '../core/failure.ts';
import type { SqlText } from '../core/tsql/quoting.ts';
import {
  PinRefused,
  type BatchAnswer,
  type DriverPool,
  type DriverTarget,
  type ScriptEvent,
  type SqlBatch,
  type SqlDriver,
  type SqlParameter,
  type SqlRow,
} from './driver-contract.ts';
import { collectEvents } from './driver-events.ts';
import { toMessage } from './driver-message.ts';
import { expectedName, pinnedTls, showsPinned } from './pinned-certificate.ts';

/** Sessions that a pool keeps at most: a tree that refreshes several namespaces gains nothing from more. */
const mostSessions = 4;
/** How often the pool looks for idle sessions, unless they are to go sooner. */
const idleCheckMilliseconds = 1000;

type TediousConnection = Parameters<NonNullable<mssql.config['beforeConnect']>>[0];

const encryptOption: Readonly<Record<Encryption, boolean | string>> = {
  none: false,
  mandatory: true,
  strict: 'strict',
};

/** SQL Server over the `mssql` package. Load this file by `import()`: it brings the whole driver with it. */
export const mssqlDriver: SqlDriver = { open: (target) => openPool(target) };

function openPool(target: DriverTarget): DriverPool {
  const loginErrors: SqlMessage[] = [];
  const connecting = new Set<TediousConnection>();
  const meter = new ByteMeter();
  let pinRefused = false;
  const pool = new mssql.ConnectionPool({
    ...toConfig(target),
    beforeConnect(connection) {
      connecting.add(connection);
      loginErrors.length = 0;
      const collect = (token: unknown): void => void loginErrors.push(toMessage(token));
      connection.on('errorMessage', collect);
      connection.once('connect', () => {
        connecting.delete(connection);
        connection.off('errorMessage', collect);
        meter.settle(connection);
      });
      if (target.pin !== undefined && target.encryption !== 'none') {
        holdToPin(connection, target.pin, () => (pinRefused = true));
      }
    },
  });
  // A session that dies while idle is replaced on next use; without a listener the process would end.
  pool.on('error', () => undefined);
  const explained = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw pinRefused ? new PinRefused() : error;
    }
  };
  return {
    loginErrors: () => [...loginErrors],
    connect: () => explained(pool.connect().then(() => undefined)),
    abandon: () => {
      for (const connection of connecting) connection.close();
    },
    run: (batch, signal) => explained(run(pool, batch, signal, meter)),
    runDirect: (text, signal, rowsKept) => explained(runDirect(pool, text, signal, rowsKept)),
    close: () => pool.close(),
  };
}

function toConfig(target: DriverTarget): mssql.config {
  const name = target.pin === undefined ? undefined : expectedName(target.pin, target.host);
  const tls =
    target.pin === undefined
      ? target.authorities === undefined
        ? {}
        : { ca: [...target.authorities] }
      : pinnedTls(target.pin);
  // An IP address cannot be sent as the TLS server name, so there the driver is told to expect the address as its server,
  // and the way to the real one is ours.
  const byAddress = name !== undefined && isIP(name) !== 0;
  return {
    server: byAddress ? name : target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: target.password,
    connectionTimeout: target.connectTimeoutSeconds * 1000,
    requestTimeout: target.queryTimeoutSeconds * 1000,
    validateConnection: 'socket',
    pool: {
      max: mostSessions,
      min: 0,
      idleTimeoutMillis: target.idleMilliseconds,
      reapIntervalMillis: Math.min(idleCheckMilliseconds, target.idleMilliseconds),
      // Waiting for a session may take as long as the run that holds it.
      acquireTimeoutMillis: (target.connectTimeoutSeconds + target.queryTimeoutSeconds) * 1000,
    },
    options: {
      // @types/tedious-style option typing admits a string; tedious knows exactly 'strict'.
      encrypt: encryptOption[target.encryption] as boolean,
      trustServerCertificate: false,
      cryptoCredentialsDetails: tls,
      ...(name === undefined || byAddress ? {} : { serverName: name }),
      ...(byAddress ? { connector: () => dial(target) } : {}),
      appName: target.applicationName,
      useUTC: true,
      // tedious repeats a login that failed for a missing database (4060) as if it might heal.
      maxRetriesOnTransientErrors: 0,
    },
  };
}

async function dial(target: DriverTarget): Promise<Socket> {
  const socket = connect({ host: target.host, port: target.port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(target.connectTimeoutSeconds * 1000) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/**
 * Compares the certificate itself before LOGIN7 leaves: the trust settings alone would also accept what a pinned CA
 * certificate signed. tedious says `secure` after the wrapped handshake; in strict mode it says nothing, but its first
 * debug line comes when the TLS socket is in place and PRELOGIN not yet sent.
 */
function holdToPin(connection: TediousConnection, pin: CertificatePin, refuse: () => void): void {
  let checked = false;
  const check = (socket: TLSSocket): void => {
    if (checked) return;
    checked = true;
    if (showsPinned(socket, pin)) return;
    refuse();
    connection.close();
    socket.destroy();
  };
  const lookForSocket = (): void => {
    const socket = socketOf(connection);
    if (socket instanceof TLSSocket) check(socket);
  };
  connection.once('secure', (socket: unknown) => {
    if (socket instanceof TLSSocket) check(socket);
  });
  connection.on('debug', lookForSocket);
  connection.once('connect', (error?: Error) => {
    connection.off('debug', lookForSocket);
    if (error !== undefined || checked) return;
    // Fail closed, should another version of the driver no longer announce its socket.
    refuse();
    connection.close();
  });
}

async function run(
  pool: mssql.ConnectionPool,
  batch: SqlBatch,
  signal: AbortSignal,
  meter: ByteMeter,
): Promise<BatchAnswer> {
  signal.throwIfAborted();
  const request = pool.request();
  const messages: SqlMessage[] = [];
  request.on('info', (info: unknown) => messages.push(toMessage(info)));
  for (const parameter of batch.parameters) request.input(parameter.name, toType(parameter), parameter.value);
  const cancel = (): void => request.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const result = await request.query<SqlRow>(batch.text);
    const bytes = meter.take(request);
    const recordsets = result.recordsets as readonly (readonly SqlRow[])[];
    return { recordsets, messages, ...(bytes === undefined ? {} : { bytes }) };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function runDirect(
  pool: mssql.ConnectionPool,
  text: SqlText,
  signal: AbortSignal,
  rowsKept: number | undefined,
): Promise<readonly ScriptEvent[]> {
  signal.throwIfAborted();
  const request = pool.request();
  request.stream = true;
  request.arrayRowMode = true;
  const collected = collectEvents(request, rowsKept);
  const cancel = (): void => request.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await request.batch(text);
    return collected();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function toType(parameter: SqlParameter): mssql.ISqlType {
  switch (parameter.type) {
    case 'nvarchar':
      return mssql.NVarChar(parameter.length === 'max' ? mssql.MAX : parameter.length);
    case 'int':
      return mssql.Int();
    case 'smallint':
      return mssql.SmallInt();
    case 'bit':
      return mssql.Bit();
  }
}

/** What arrived on a session's socket since it was last asked. Reads two undocumented fields and is silent without them. */
class ByteMeter {
  readonly #seen = new WeakMap<object, number>();

  settle(connection: unknown): void {
    const socket = socketOf(connection);
    if (socket !== undefined) this.#seen.set(socket, socket.bytesRead);
  }

  take(request: unknown): number | undefined {
    const current = (request as { readonly _currentRequest?: { readonly connection?: unknown } })._currentRequest;
    const socket = socketOf(current?.connection);
    if (socket === undefined) return undefined;
    const before = this.#seen.get(socket) ?? 0;
    this.#seen.set(socket, socket.bytesRead);
    return socket.bytesRead - before;
  }
}

function socketOf(connection: unknown): { readonly bytesRead: number } | undefined {
  const socket = (connection as { readonly socket?: { readonly bytesRead?: unknown } } | undefined)?.socket;
  return typeof socket?.bytesRead === 'number' ? (socket as { readonly bytesRead: number }) : undefined;
}
