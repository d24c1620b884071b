import { createEngine, type EngineOptions } from '../../../../src/sandbox/tsql/engine.ts';
import type { ResultSink, SqlSession } from '../../../../src/sandbox/engine.ts';
import type { ServerHooks } from '../../../../src/sandbox/tsql/contracts.ts';
import { typeText } from '../../../../src/sandbox/tsql/types/index.ts';
import type { SqlValue } from '../../../../src/sandbox/values.ts';

/** The least that the engine needs of a server. */
export const plainServer: ServerHooks = {
  serverName: 'BENCH',
  login: (request) => ({ ok: true, login: request.user, database: request.database || 'master' }),
  global: (name) =>
    name === '@@version' ? { type: { name: 'nvarchar', length: 300 }, value: 'Sandbox of SQL Server 2025' } : undefined,
  databaseName: (name) => ['master', 'tempdb', 'demo'].find((one) => one === name.toLowerCase()),
  authorize: () => undefined,
  snapshot: () => () => undefined,
};

const shown = (value: SqlValue): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`;
  if (value.kind === 'variant') return `variant(${shown(value.value)})`;
  if (value.kind === 'temporal') return `${value.days}d${value.ticks}t`;
  const digits = String(value.unscaled < 0n ? -value.unscaled : value.unscaled).padStart(value.scale + 1, '0');
  const point = digits.length - value.scale;
  const text = value.scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return value.unscaled < 0n ? `-${text}` : text;
};

/** Writes the answer as lines of text, in wire order. */
export const textSink = (lines: string[]): ResultSink => ({
  columns: (columns) => {
    lines.push(
      `columns ${columns.map(({ name, type, nullable }) => `${name || '-'}:${typeText(type)}${nullable ? '' : '!'}`).join(', ')}`,
    );
  },
  row: (values) => {
    lines.push(`row ${values.map(shown).join(', ')}`);
  },
  message: ({ number, class: severity, state, text, line, procedure }) => {
    lines.push(
      `${severity > 10 ? 'error' : 'info'} ${number}/${severity}/${state} line ${line}${procedure ? ` in ${procedure}` : ''}: ${text}`,
    );
  },
  done: ({ command, rows, error, inProcedure, returnStatus }) => {
    if (returnStatus !== undefined) lines.push(`done returns ${returnStatus}`);
    lines.push(
      `done ${command}${rows === undefined ? '' : ` rows ${rows}`}${error === true ? ' error' : ''}${inProcedure === true ? ' inproc' : ''}`,
    );
  },
  database: (name, previous) => {
    lines.push(`database ${previous} -> ${name}`);
  },
  transaction: (event) => {
    lines.push(`transaction ${event}`);
  },
});

/** Logs in to a fresh engine. */
export const openSession = async (options: Partial<EngineOptions> = {}): Promise<SqlSession> => {
  const engine = createEngine({ server: plainServer, ...options });
  const outcome = await engine.login({
    user: 'sa',
    password: '',
    database: 'demo',
    applicationName: 'test',
    hostName: 'here',
    encrypted: true,
  });
  if (!outcome.ok) throw new Error('login failed');
  return outcome.session;
};

/** The answer to one batch as text; `quiet` leaves out DONE lines without rows. */
export const run = async (
  session: SqlSession,
  text: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly string[]> => {
  const lines: string[] = [];
  await session.batch(text, textSink(lines), signal);
  return lines;
};

/** The answer to batches sent one after the other to a fresh session. */
export const answer = async (...batches: readonly string[]): Promise<readonly string[]> => {
  const session = await openSession();
  const all: string[] = [];
  for (const batch of batches) all.push(...(await run(session, batch)));
  return all;
};
