import { randomBytes } from 'node:crypto';
import { type SqlText, quoteIdentifier, quoteLiteral, sql } from '../core/tsql/quoting.ts';
import type { ResultSink, ServerMessage, SqlEngine } from './engine.ts';

/** What a DBA would run once: a master key and the credential for the proxy, with the token in it. */
export function setupScript(proxyUrl: string, token: string): SqlText {
  const name = quoteIdentifier(proxyUrl);
  const secret = quoteLiteral(JSON.stringify({ Authorization: `Bearer ${token}` }));
  const password = quoteLiteral(`${randomBytes(24).toString('base64url')}aA1!`);
  return sql`CREATE MASTER KEY ENCRYPTION BY PASSWORD = ${password};
CREATE DATABASE SCOPED CREDENTIAL ${name} WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = ${secret};`;
}

/** Runs a script as a client would, through the engine's own front door. Throws on the first error. */
export async function runSetup(
  engine: SqlEngine,
  login: { readonly user: string; readonly password: string; readonly database: string },
  script: SqlText,
): Promise<void> {
  const outcome = await engine.login({
    ...login,
    applicationName: 'sandbox set-up',
    hostName: 'localhost',
    encrypted: true,
  });
  if (!outcome.ok) throw new Error(outcome.errors.map(({ text }) => text).join(' '));
  const errors: ServerMessage[] = [];
  try {
    await outcome.session.batch(script, collectErrors(errors), new AbortController().signal);
  } finally {
    outcome.session.close();
  }
  const [first] = errors;
  if (first !== undefined) throw new Error(`Msg ${first.number}, line ${first.line}: ${first.text}`);
}

const nothing = (): void => undefined;

const collectErrors = (errors: ServerMessage[]): ResultSink => ({
  columns: nothing,
  row: nothing,
  done: nothing,
  database: nothing,
  transaction: nothing,
  message: (message) => {
    if (message.class > 10) errors.push(message);
  },
});
